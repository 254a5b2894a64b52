import sharp from 'sharp'
import t from 'tap'
import { sampleCatalogue } from '../../server/rehearsal/catalogue.ts'
import { drawInThread } from '../../server/rehearsal/draw-in-thread.ts'
import { PICTURE } from '../support/mastodon.ts'

const module = (body: string) => new URL(`data:text/javascript,${encodeURIComponent(body)}`)

const HAND = module(`
  import { threadId } from 'node:worker_threads'
  export async function photograph(spec) {
    if (spec.seed === 13) throw new Error('no ink')
    if (spec.seed === 666) process.exit(1)
    return { bytes: new TextEncoder().encode(threadId + ' ' + spec.seed), type: 'image/jpeg' }
  }
`)

t.test('pictures are drawn elsewhere, each for the one who asked', async (t) => {
  const { draw, close } = drawInThread(HAND)
  t.teardown(close)
  const drawn = await Promise.all([1, 2, 3].map((seed) => draw({ ...PICTURE, seed })))
  for (const [i, { bytes, type }] of drawn.entries()) {
    t.match(
      Buffer.from(bytes).toString(),
      new RegExp(`^[1-9]\\d* ${i + 1}$`),
      'in a thread that is not the first',
    )
    t.equal(type, 'image/jpeg')
  }
})

t.test('whoever asks can see how much waits', async (t) => {
  const { draw, waiting, close } = drawInThread(HAND)
  t.teardown(close)
  t.equal(waiting(), 0)
  const drawn = [draw(PICTURE), draw(PICTURE)]
  t.equal(waiting(), 2)
  await Promise.all(drawn)
  t.equal(waiting(), 0)
})

t.test('one that fails disturbs no other', async (t) => {
  const { draw, close } = drawInThread(HAND)
  t.teardown(close)
  const failing = t.rejects(draw({ ...PICTURE, seed: 13 }), {
    message: 'A picture could not be drawn: no ink',
  })
  t.ok((await draw(PICTURE)).bytes.length > 0)
  await failing
})

t.test('a thread that ends fails whoever waits, and the next picture has a new one', async (t) => {
  const { draw, close } = drawInThread(HAND)
  t.teardown(close)
  await t.rejects(draw({ ...PICTURE, seed: 666 }))
  t.ok((await draw(PICTURE)).bytes.length > 0)
})

t.test('a module that cannot be loaded is told', async (t) => {
  const { draw, close } = drawInThread(module('export const nothing ='))
  t.teardown(close)
  await t.rejects(draw(PICTURE), { message: /The drawing thread ended/ })
})

t.test('closing fails whoever waits, and is harmless before the first picture', async (t) => {
  const { draw, close } = drawInThread(module('export const photograph = () => new Promise(() => {})'))
  await close()
  const waiting = t.rejects(draw(PICTURE), { message: /closed/ })
  await close()
  await waiting
})

t.test('without another hand it photographs', async (t) => {
  const { draw, close } = drawInThread()
  t.teardown(close)
  const { bytes, type } = await draw({ ...PICTURE, item: 'somlebo', longEdge: 64 })
  t.equal(type, 'image/jpeg')
  t.match(await sharp(bytes).metadata(), { format: 'jpeg', width: 64, height: 64 })
})

t.test('it prints the catalogue too', async (t) => {
  const { print, close } = drawInThread()
  t.teardown(close)
  const [item] = sampleCatalogue.items
  if (item === undefined) throw new Error('Found no item; expected one')
  const { bytes, type } = await print(item)
  t.equal(type, 'image/webp')
  t.match(await sharp(bytes).metadata(), { format: 'webp', width: 800, height: 800 })
})
