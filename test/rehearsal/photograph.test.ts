import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import sharp from 'sharp'
import t from 'tap'
import { photograph } from '../../server/rehearsal/photograph/photograph.ts'
import {
  LONGEST_LONG_EDGE,
  type PictureSpec,
  SHORTEST_LONG_EDGE,
  type Twist,
} from '../../server/rehearsal/photograph/picture-spec.ts'

const MODULE = new URL('../../server/rehearsal/photograph/photograph.ts', import.meta.url)

/** A small plain portrait of the kettle. */
function aSpec(of: Partial<PictureSpec> = {}): PictureSpec {
  return { seed: 7, item: 'kokelur', framing: 'portrait', longEdge: 200, twist: 'plain', ...of }
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

t.test('the same spec gives the same bytes, whatever was drawn in between', async (t) => {
  const first = await photograph(aSpec())
  await photograph(aSpec({ item: 'somlebo', seed: 2, longEdge: 330, framing: 'landscape' }))
  const again = await photograph(aSpec())
  t.equal(digest(again.bytes), digest(first.bytes))
  t.equal(first.type, 'image/jpeg')
})

t.test('another process draws the same bytes', async (t) => {
  const specs = [
    aSpec(),
    aSpec({ item: 'kveldry', twist: 'printed_page' }),
    aSpec({ item: null, twist: 'elsewhere' }),
  ]
  const code = `
    import { createHash } from 'node:crypto'
    const { photograph } = await import(${JSON.stringify(MODULE.href)})
    for (const spec of ${JSON.stringify(specs)})
      console.log(createHash('sha256').update((await photograph(spec)).bytes).digest('hex'))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code])
  const here = []
  for (const spec of specs) here.push(digest((await photograph(spec)).bytes))
  t.same(stdout.trim().split('\n'), here)
})

t.test('pictures asked for at the same moment come out as they do alone', async (t) => {
  const specs = [
    aSpec(),
    aSpec({ item: 'susno', framing: 'square' }),
    aSpec({ item: 'stilkas', longEdge: 260 }),
  ]
  const together = await Promise.all(specs.map(photograph))
  for (const [i, spec] of specs.entries())
    t.equal(digest(together[i]?.bytes ?? new Uint8Array()), digest((await photograph(spec)).bytes))
})

t.test('each framing has its own shape, and the long edge is as asked', async (t) => {
  const sizes = { portrait: [240, 300], landscape: [300, 225], square: [300, 300] }
  for (const framing of ['portrait', 'landscape', 'square'] as const) {
    const { bytes } = await photograph(aSpec({ framing, longEdge: 300 }))
    const { width, height } = await sharp(bytes).metadata()
    t.same([width, height], sizes[framing])
  }
})

t.test('the same spec at another size is the same picture', async (t) => {
  const small = await pixels(aSpec({ longEdge: 200 }))
  const large = await pixels(aSpec({ longEdge: 900 }))
  const other = await pixels(aSpec({ longEdge: 200, seed: 8 }))
  t.ok(apart(small, large) < 6, `mean difference ${apart(small, large)} of 255`)
  t.ok(apart(small, other) > 20, 'and another seed is another picture')
})

async function pixels(spec: PictureSpec): Promise<Uint8Array> {
  const { bytes } = await photograph(spec)
  return await sharp(bytes).resize(32, 40, { fit: 'fill' }).greyscale().raw().toBuffer()
}

function apart(a: Uint8Array, b: Uint8Array): number {
  let sum = 0
  for (const [i, x] of a.entries()) sum += Math.abs(x - (b[i] ?? 0))
  return sum / a.length
}

t.test('any number is a seed', async (t) => {
  for (const seed of [0, -1, 2 ** 31, 2 ** 40, 0.5])
    t.ok((await photograph(aSpec({ seed, longEdge: 64 }))).bytes.length > 500, String(seed))
})

t.test('an item that is not in the catalogue is refused by name', async (t) => {
  await t.rejects(photograph(aSpec({ item: 'nonesuch' })), { message: /No item 'nonesuch'/ })
})

t.test('the long edge has a smallest and a largest size', async (t) => {
  const { bytes } = await photograph(aSpec({ longEdge: SHORTEST_LONG_EDGE }))
  t.equal((await sharp(bytes).metadata()).height, SHORTEST_LONG_EDGE)
  await t.rejects(photograph(aSpec({ longEdge: SHORTEST_LONG_EDGE - 1 })), RangeError)
  const largest = await photograph(aSpec({ longEdge: LONGEST_LONG_EDGE, framing: 'landscape' }))
  t.equal((await sharp(largest.bytes).metadata()).width, LONGEST_LONG_EDGE)
  await t.rejects(photograph(aSpec({ longEdge: LONGEST_LONG_EDGE + 1 })), {
    message: `The long edge is ${LONGEST_LONG_EDGE + 1}; expected a whole number of pixels from 32 to 4096`,
  })
  for (const longEdge of [200.5, Number.NaN, Number.POSITIVE_INFINITY])
    await t.rejects(photograph(aSpec({ longEdge })), RangeError)
})

t.test('a rotated picture lies on its side and says so', async (t) => {
  const { bytes } = await photograph(aSpec({ twist: 'exif_rotated', framing: 'landscape', longEdge: 300 }))
  const { width, height, orientation } = await sharp(bytes).metadata()
  t.same([width, height, orientation], [300, 240, 6])
  const upright = await sharp(bytes).autoOrient().resize(32, 40, { fit: 'fill' }).greyscale().raw().toBuffer()
  const plain = await pixels(aSpec({ longEdge: 300 }))
  t.ok(apart(upright, plain) < 3, 'put upright it is the plain portrait')
})

t.test('a picture with a place carries it, the telephone and nobody real', async (t) => {
  const { bytes } = await photograph(aSpec({ twist: 'gps' }))
  const { exif } = await sharp(bytes).metadata()
  t.ok(exif)
  const text = exif?.toString('latin1') ?? ''
  t.match(text, /Lomme 5/)
  const tags = ifdTags(exif ?? Buffer.alloc(0))
  t.ok(tags.includes(GPS_POINTER), 'the EXIF points to a GPS directory')
  t.notOk((await sharp((await photograph(aSpec())).bytes).metadata()).exif, 'a plain picture carries none')
})

/** The tag in IFD0 that says where the GPS directory is (EXIF 2.32, 4.6.3). */
const GPS_POINTER = 0x8825

/** The tags of IFD0 in an EXIF segment that begins with `Exif\0\0`. */
function ifdTags(exif: Buffer): number[] {
  const tiff = exif.subarray(6)
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const u16 = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const start = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  return Array.from({ length: u16(start) }, (_, i) => u16(start + 2 + i * 12))
}

t.test('a twelve-megapixel picture has twelve megapixels in every framing', async (t) => {
  const { bytes } = await photograph(aSpec({ twist: 'twelve_megapixels', framing: 'landscape' }))
  const { width, height } = await sharp(bytes).metadata()
  t.same([width, height], [4000, 3000])
  const square = await photograph(aSpec({ twist: 'twelve_megapixels', framing: 'square' }))
  const size = await sharp(square.bytes).metadata()
  t.ok(size.width * size.height >= 12_000_000)
})

t.test('an animated picture is a GIF of several different frames', async (t) => {
  const { bytes, type } = await photograph(aSpec({ twist: 'animated_gif', longEdge: 160 }))
  t.equal(type, 'image/gif')
  const { pages = 1, width, pageHeight } = await sharp(bytes, { animated: true }).metadata()
  t.same([width, pageHeight], [128, 160])
  t.ok(pages > 1)
  const frames = await Promise.all([0, 1].map((page) => sharp(bytes, { page }).raw().toBuffer()))
  t.not(digest(frames[0] ?? Buffer.alloc(0)), digest(frames[1] ?? Buffer.alloc(0)))
  const large = await photograph(aSpec({ twist: 'animated_gif', longEdge: 900 }))
  t.equal((await sharp(large.bytes).metadata()).height, 480, 'and it is never large')
})

t.test('a broken picture begins as a JPEG and cannot be decoded', async (t) => {
  for (const seed of [1, 2, 3]) {
    const { bytes, type } = await photograph(aSpec({ twist: 'broken', seed }))
    t.equal(type, 'image/jpeg')
    t.same([...bytes.slice(0, 3)], [0xff, 0xd8, 0xff])
    await t.rejects(sharp(bytes).raw().toBuffer())
  }
})

t.test('a printed page and a picture of something else are not the plain picture', async (t) => {
  const plain = await pixels(aSpec())
  const twists: Twist[] = ['printed_page', 'elsewhere']
  for (const twist of twists) t.ok(apart(plain, await pixels(aSpec({ twist }))) > 12, twist)
  const nothing = await photograph(aSpec({ item: null, twist: 'elsewhere' }))
  const plainNothing = await photograph(aSpec({ item: null }))
  t.equal(digest(nothing.bytes), digest(plainNothing.bytes), 'without an item it is always something else')
})
