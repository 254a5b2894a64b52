import { setPriority } from 'node:os'
import { platform } from 'node:process'
import { parentPort, workerData } from 'node:worker_threads'
import type { SampleItem } from './catalogue/sample-item.ts'
import type { DrawPicture } from './draw-picture.ts'
import type { Picture, PictureSpec } from './photograph/picture-spec.ts'
import { productImage } from './photograph/studio.ts'

/** What is asked of the thread: a photograph that somebody posts, or the catalogue's own picture of an item. */
export type Commission = { spec: PictureSpec } | { item: SampleItem; most: number | undefined }

/** The module that draws photographs: it exports `photograph`. */
const { photograph }: { photograph: DrawPicture } = await import(workerData)

/** Answers before pictures: Linux alone gives each thread a priority of its own. */
const GIVES_WAY = 10
if (platform === 'linux') setPriority(GIVES_WAY)

parentPort?.on('message', ({ id, ...commission }: { id: number } & Commission) => {
  draw(commission).then(
    ({ bytes, type }) => parentPort?.postMessage({ id, drawn: { bytes, type } }),
    (error: unknown) =>
      parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) }),
  )
})

async function draw(commission: Commission): Promise<Picture> {
  if ('spec' in commission) return photograph(commission.spec)
  return { bytes: await productImage(commission.item, commission.most), type: 'image/webp' }
}
