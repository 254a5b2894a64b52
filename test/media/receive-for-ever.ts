import { join } from 'node:path'
import { startDecoderProcess } from '../../server/media/decoder-process.ts'
import { createDiskStore } from '../../server/media/disk-store.ts'
import { receive } from '../../server/media/receive.ts'
import { createRenderer } from '../../server/media/renderer.ts'
import { openTemporaryFolder } from '../../server/media/temporary.ts'
import { scenePhoto } from '../support/scene.ts'

// Started by receive-kill.test.ts: receives three pictures over and over until it is killed. Prints `decoder <pid>`
// for each decoder process it starts and `received <id>` for each picture.

const [folder = ''] = process.argv.slice(2)
const io = {
  store: await createDiskStore(join(folder, 'media')),
  temporary: await openTemporaryFolder(join(folder, 'incoming')),
  renderer: createRenderer({
    workers: 2,
    start: () => {
      const decoder = startDecoderProcess()
      console.log(`decoder ${decoder.pid}`)
      return decoder
    },
  }),
}
const photos = await Promise.all([1, 2, 3].map((seed) => scenePhoto(seed, 400, 300)))
for (;;) {
  const received = await Promise.all(photos.map((photo) => receive(photo, io)))
  for (const { id } of received) console.log(`received ${id}`)
}
