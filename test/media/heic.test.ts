import sharp from 'sharp'
import t from 'tap'
import { inspect } from '../../server/media/inspect.ts'
import { PictureRefused } from '../../server/media/refused.ts'
import { type Rendered, renderPicture } from '../../server/media/render.ts'
import { createRenderer } from '../../server/media/renderer.ts'
import { claimSize, heicFixture, withPrimary, withTransforms } from '../support/heic.ts'
import { drawScene, seededRandom } from '../support/scene.ts'

const RED = [255, 0, 0]
const GREEN = [0, 255, 0]
const BLUE = [0, 0, 255]
const WHITE = [255, 255, 255]

const halves = await heicFixture('halves')

/** The colours in the middle of the four edges, as names of one of ours, and the size. */
async function lookAt(rendered: Rendered): Promise<string> {
  const master = rendered.files[0]?.bytes ?? new Uint8Array()
  const { data, info } = await sharp(master).raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => {
    const start = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 3
    const found = [...data.subarray(start, start + 3)]
    const named = Object.entries({ red: RED, green: GREEN, blue: BLUE, white: WHITE }).find(([, wanted]) =>
      wanted.every((value, i) => Math.abs(value - (found[i] ?? -99)) <= 12),
    )
    return named?.[0] ?? String(found)
  }
  const edges = new Set([`${at(0.5, 0.1)}/${at(0.5, 0.9)}`, `${at(0.1, 0.5)}|${at(0.9, 0.5)}`])
  const differ = [...edges].filter((pair) => new Set(pair.split(/[/|]/)).size > 1)
  return `${info.width}×${info.height} ${differ[0] ?? at(0.5, 0.5)}`
}

const look = async (file: Buffer) => lookAt(await renderPicture(file))

t.test('a HEIC picture is read and rendered as any other', async (t) => {
  const scene = await heicFixture('scene')
  t.same(await inspect(scene), { format: 'heic', width: 160, height: 120, frames: 1 })
  const rendered = await renderPicture(scene)
  t.match(rendered, { format: 'heic', frames: 1, width: 160, height: 120 })
  t.equal(rendered.files.length, 5)
  const [master] = rendered.files
  const drawn = await drawScene(7, 160, 120).raw().toBuffer()
  const decoded = await sharp(master?.bytes).raw().toBuffer()
  const apart = drawn.reduce((sum, value, i) => sum + Math.abs(value - (decoded[i] ?? 0)), 0) / drawn.length
  t.ok(apart < 8, `each channel is ${apart.toFixed(1)} steps off: grain and rounding`)
})

t.test('its colours come out as the file means them', async (t) => {
  t.equal(await look(halves), '96×64 red/blue')
  t.equal(await look(await heicFixture('wide-colour')), '64×64 green', 'Display P3 becomes sRGB')
  t.equal(await look(await heicFixture('ten-bits')), '64×64 red')
  t.equal(await look(await heicFixture('transparent')), '64×64 white')
})

t.test('it is turned and mirrored as its boxes say, and once only', async (t) => {
  const turned = (...quarters: number[]) =>
    look(
      withTransforms(
        halves,
        quarters.map((value) => ({ type: 'irot' as const, value })),
      ),
    )
  t.equal(await turned(0), '96×64 red/blue')
  t.equal(await turned(1), '64×96 red|blue')
  t.equal(await turned(2), '96×64 blue/red')
  t.equal(await turned(3), '64×96 blue|red')
  t.equal(await look(withTransforms(halves, [{ type: 'imir', value: 0 }])), '96×64 blue/red')
  t.equal(await look(withTransforms(halves, [{ type: 'imir', value: 1 }])), '96×64 red/blue')
  const both = [
    { type: 'irot' as const, value: 1 },
    { type: 'imir' as const, value: 1 },
  ]
  t.equal(await look(withTransforms(halves, both)), '64×96 blue|red')
  const stored = await heicFixture('exif-says-turn')
  const phone = withTransforms(stored, [{ type: 'irot', value: 3 }])
  t.match(await inspect(phone), { width: 64, height: 96 })
  t.equal(await look(phone), '64×96 red/blue', 'as phones write it: in the boxes and in EXIF')
  t.equal(await look(stored), '96×64 red|blue', 'EXIF alone turns nothing')
})

t.test('of several pictures the one that the file calls its main one is taken', async (t) => {
  const two = await heicFixture('two-pictures')
  t.equal(await look(two), '80×48 green')
  t.equal(await look(withPrimary(two, 4)), '48×80 blue')
  await t.rejects(look(withPrimary(two, 3)), { name: 'PictureRefused', code: 'damaged' })
})

t.test('nothing of its metadata is left', async (t) => {
  const stored = await heicFixture('exif-says-turn')
  t.ok(stored.includes('Exif') && stored.includes('ICC') === false)
  const { files } = await renderPicture(stored)
  for (const { name, bytes } of files) {
    const { exif, icc, xmp, orientation } = await sharp(bytes).metadata()
    t.same({ exif, icc, xmp, orientation }, {}, name)
  }
})

t.test('exactly 40 MP are taken by its header, one row more is not', async (t) => {
  t.match(await inspect(claimSize(halves, 8_000, 5_000)), { width: 8_000, height: 5_000 })
  await t.rejects(inspect(claimSize(halves, 8_000, 5_001)), {
    code: 'too_many_pixels',
    message: 'The picture has 8000 × 5001 pixels, 40.1 MP; at most 40 MP are taken',
  })
})

t.test('a header that claims another size than is coded is refused', async (t) => {
  for (const [width, height] of [
    [8_000, 5_000],
    [95, 64],
    [16, 16],
    [0, 0],
  ] as const)
    await t.rejects(look(claimSize(halves, width, height)), PictureRefused, `${width} × ${height}`)
})

t.test('wherever it breaks off, it is refused', async (t) => {
  const faults: string[] = []
  let cuts = 0
  for (let length = 30; length < halves.length; length += 29, cuts++) {
    const outcome = await outcomeOf(halves.subarray(0, length))
    if (outcome !== 'damaged') faults.push(`${length} bytes: ${outcome}`)
  }
  t.same(faults, [])
  t.ok(cuts > 15)
})

t.test('a file with any bytes wrong is a picture or refused, and the decoder lives', async (t) => {
  const random = seededRandom(5)
  const faults: string[] = []
  for (let tries = 0; tries < 40; tries++) {
    const file = Buffer.from(halves)
    for (let changes = 0; changes < 3; changes++)
      file[24 + Math.floor(random() * (file.length - 24))] = Math.floor(random() * 256)
    const outcome = await outcomeOf(file)
    if (!['ok', 'damaged', 'too_demanding', 'too_many_pixels'].includes(outcome)) faults.push(outcome)
  }
  t.same(faults, [])
})

t.test('a decoder process reads it, within its limits of memory', async (t) => {
  const renderer = createRenderer({ workers: 1 })
  t.teardown(() => renderer.close())
  t.match(await renderer.render(await heicFixture('scene')), { format: 'heic', width: 160, height: 120 })
  await t.rejects(renderer.render(claimSize(halves, 8_000, 5_001)), { code: 'too_many_pixels' })
  t.equal(await lookAt(await renderer.render(halves)), '96×64 red/blue')
})

async function outcomeOf(file: Uint8Array): Promise<string> {
  try {
    await renderPicture(file)
    return 'ok'
  } catch (error) {
    return error instanceof PictureRefused ? error.code : String(error)
  }
}
