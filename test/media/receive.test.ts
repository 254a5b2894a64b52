import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import sharp from 'sharp'
import t from 'tap'
import { createDiskStore } from '../../server/media/disk-store.ts'
import { takeIn } from '../../server/media/incoming.ts'
import { MAX_BYTES, PICTURE_LIMITS } from '../../server/media/limits.ts'
import { allPaths, RENDITIONS, renditionPath } from '../../server/media/names.ts'
import { receive } from '../../server/media/receive.ts'
import { createRenderer } from '../../server/media/renderer.ts'
import { openTemporaryFolder } from '../../server/media/temporary.ts'
import { createGuardedFetch } from '../../server/net/fetch.ts'
import { pour, startMediaServer } from '../support/media-server.ts'
import { scenePhoto } from '../support/scene.ts'

const renderer = createRenderer({ workers: 1 })
t.teardown(() => renderer.close())
const photo = await scenePhoto(1, 800, 1_000)
const id = createHash('sha256').update(photo).digest('hex')

/** Everything `receive` needs, in a folder of the test, and what lies in that folder. */
async function anIo(t: { testdir(): string }, freeShare = 1) {
  const folder = t.testdir()
  const store = await createDiskStore(join(folder, 'media'), async () => freeShare)
  const incoming = join(folder, 'incoming')
  const io = { renderer, store, temporary: await openTemporaryFolder(incoming) }
  const stored = async () => {
    const names: string[] = []
    for await (const { name } of store.list()) names.push(name)
    return names.sort()
  }
  return { io, stored, left: () => readdir(incoming) }
}

t.test('bytes become a record and five stored renditions, and the received file is gone', async (t) => {
  const { io, stored, left } = await anIo(t)
  const received = await receive(photo, io)
  t.match(received, { id, bytes: photo.length, format: 'jpeg', frames: 1, width: 800, height: 1_000 })
  t.match(received.colour, /^#[0-9a-f]{6}$/)
  t.notOk('files' in received)
  t.same(await stored(), allPaths(id).sort())
  for (const { name } of RENDITIONS) {
    const { format } = await sharp(
      (await io.store.get(renditionPath(id, name))) ?? Buffer.alloc(0),
    ).metadata()
    t.equal(format, name.endsWith('.webp') ? 'webp' : 'jpeg', name)
  }
  t.same(await left(), [])
})

t.test('a stream in small pieces gives the same as the bytes at once', async (t) => {
  const { io, stored } = await anIo(t)
  const pieces = Readable.from(
    Array.from({ length: Math.ceil(photo.length / 999) }, (_, i) => photo.subarray(i * 999, i * 999 + 999)),
  )
  t.same(await receive(pieces, io), await receive(photo, io))
  t.equal((await stored()).length, RENDITIONS.length)
})

t.test('the same picture many times at once is stored once', async (t) => {
  const { io, stored, left } = await anIo(t)
  const all = await Promise.all(Array.from({ length: 6 }, () => receive(photo, io)))
  t.same(new Set(all.map((one) => one.id)), new Set([id]))
  t.same(await stored(), allPaths(id).sort())
  t.same(await left(), [])
})

t.test('a refused file leaves nothing', async (t) => {
  const { io, stored, left } = await anIo(t)
  await t.rejects(receive(Buffer.from('%PDF-1.7 and so on'), io), {
    name: 'PictureRefused',
    code: 'wrong_format',
  })
  await t.rejects(receive(Buffer.alloc(0), io), { name: 'PictureRefused', code: 'empty' })
  await t.rejects(receive(photo.subarray(0, photo.length / 2), io), {
    name: 'PictureRefused',
    code: 'damaged',
  })
  t.same(await stored(), [])
  t.same(await left(), [])
})

t.test('a stream of exactly 20 MB is taken in, one byte more is cut off there', async (t) => {
  const { io, left } = await anIo(t)
  const exactly = await takeIn(Readable.from([Buffer.alloc(MAX_BYTES - 1), Buffer.alloc(1)]), io.temporary)
  t.equal(exactly.bytes, MAX_BYTES)
  await exactly.remove()
  let given = 0
  const endless = (async function* () {
    for (;;) {
      given += 1_000_000
      yield Buffer.alloc(1_000_000)
    }
  })()
  await t.rejects(takeIn(endless, io.temporary), {
    name: 'PictureRefused',
    code: 'too_large',
    message: 'The file has more than 20 MB; at most that is taken',
  })
  t.equal(given, 21_000_000, 'no more is read')
  t.same(await left(), [])
})

t.test('a stream that breaks leaves nothing, and its error comes through', async (t) => {
  const { io, stored, left } = await anIo(t)
  const broken = (async function* () {
    yield photo.subarray(0, 100)
    throw new Error('the sender left')
  })()
  await t.rejects(receive(broken, io), { message: 'the sender left' })
  t.same(await left(), [])
  t.same(await stored(), [])
})

t.test('a disk that takes no more of a received file is full, and keeps nothing of it', async (t) => {
  const folder = t.testdir()
  const media = new URL('../../server/media/', import.meta.url).href
  const script = `
    import { takeIn } from '${media}incoming.ts'
    import { openTemporaryFolder } from '${media}temporary.ts'
    process.on('SIGXFSZ', () => {})
    const temporary = await openTemporaryFolder(process.argv[1])
    await takeIn(new Uint8Array(1_000_000), temporary).catch((error) => console.log(error.name, error.kind))
  `
  // A size limit of the process stands in for a full device: the kernel refuses in the middle of the file.
  const { stdout } = await promisify(execFile)('/bin/sh', [
    ...['-c', 'ulimit -f 100; exec "$@"', 'sh', process.execPath],
    ...['--input-type=module-typescript', '--eval', script, folder],
  ])
  t.equal(stdout.trim(), 'StoreError full')
  t.same(await readdir(folder), [])
})

t.test('on a disk that is almost full nothing is taken in', async (t) => {
  const { io, left } = await anIo(t, 0.04)
  let asked = false
  const source = (async function* () {
    asked = true
    yield photo
  })()
  await t.rejects(receive(source, io), { name: 'StoreError', kind: 'full' })
  t.equal(asked, false)
  t.same(await left(), [])
})

t.test('a fetched picture of 100 MB costs at most 20 of them, and little memory', async (t) => {
  const server = await startMediaServer(t, (request, response) => {
    if (request.url === '/photo') response.end(photo)
    else void pour(response, 100_000_000)
  })
  const fetch = createGuardedFetch({ allowLoopback: true, userAgent: 'test' })
  t.teardown(() => fetch.close())
  const { io } = await anIo(t)
  const { body } = await fetch(`${server.origin}/photo`, { limits: PICTURE_LIMITS })
  t.equal((await receive(body, io)).id, id)
  const before = process.memoryUsage().rss
  await t.rejects(fetch(`${server.origin}/large`, { limits: PICTURE_LIMITS }), {
    name: 'FetchError',
    kind: 'too_large',
  })
  t.ok(process.memoryUsage().rss - before < 64_000_000)
})
