import fc from 'fast-check'
import sharp, { type Sharp } from 'sharp'
import t from 'tap'
import { thumbHashToApproximateAspectRatio } from 'thumbhash'
import { fitInside, RENDITIONS, type RenditionName } from '../../server/media/names.ts'
import { PictureRefused } from '../../server/media/refused.ts'
import { type Rendered, renderPicture } from '../../server/media/render.ts'
import { claimPng } from '../support/png.ts'
import { drawScene, scenePhoto } from '../support/scene.ts'

/** Half red above, half blue below. */
function twoHalves(width: number, height: number) {
  const data = Buffer.alloc(width * height * 3)
  for (let pixel = 0; pixel < width * height; pixel++)
    data[pixel * 3 + (pixel < (width * height) / 2 ? 0 : 2)] = 255
  return sharp(data, { raw: { width, height, channels: 3 } })
}

function fileOf(rendered: Rendered, name: RenditionName): Buffer {
  return Buffer.from(rendered.files.find((file) => file.name === name)?.bytes ?? [])
}

/** Red, green and blue of one pixel of a rendition, by its place from 0 to 1. */
async function colourAt(file: Buffer, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true })
  const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels
  return [...data.subarray(at, at + 3)]
}

const isNear = (found: number[], wanted: number[], by = 12) =>
  found.length === wanted.length && found.every((value, i) => Math.abs(value - (wanted[i] ?? 0)) <= by)

t.test('makes every rendition at its size, of its type', async (t) => {
  const rendered = await renderPicture(await scenePhoto(1, 3_600, 2_700))
  t.match(rendered, { format: 'jpeg', frames: 1, width: 3_000, height: 2_250 })
  const expected = {
    'master.jpg': ['jpeg', 3_000, 2_250],
    '1280.webp': ['webp', 1_280, 960],
    'share.jpg': ['jpeg', 1_200, 900],
    '640.webp': ['webp', 640, 480],
    '320.webp': ['webp', 320, 240],
  }
  for (const { name } of RENDITIONS) {
    const { format, width, height } = await sharp(fileOf(rendered, name)).metadata()
    t.same([format, width, height], expected[name], name)
  }
  t.ok(Math.abs(thumbHashToApproximateAspectRatio(rendered.thumbhash) - 4 / 3) < 0.2)
  t.match(rendered.colour, /^#[0-9a-f]{6}$/)
})

t.test('a small picture is never enlarged, and every rendition exists all the same', async (t) => {
  const rendered = await renderPicture(await scenePhoto(2, 400, 500))
  for (const { name, width, height } of RENDITIONS) {
    const found = await sharp(fileOf(rendered, name)).metadata()
    t.same(
      { width: found.width, height: found.height },
      fitInside({ width: 400, height: 500 }, { width, height }),
      name,
    )
  }
})

t.test('extreme shapes keep at least one pixel on each side', async (t) => {
  for (const [width, height] of [
    [1, 1],
    [4_000, 1],
    [1, 4_000],
    [300, 9_000],
  ] as const) {
    const rendered = await renderPicture(claimPng(width, height, height))
    t.equal(rendered.files.length, RENDITIONS.length, `${width} × ${height}`)
    t.same({ width: rendered.width, height: rendered.height }, fitInside({ width, height }, RENDITIONS[0]))
  }
})

t.test('a picture stored lying is turned upright in all eight orientations', async (t) => {
  for (let orientation = 1; orientation <= 8; orientation++) {
    const upright = await twoHalves(200, 300).jpeg({ quality: 95 }).toBuffer()
    // What a camera stores: turned by the inverse, with a note how to turn it back.
    const stored = await storedAs(upright, orientation)
    const rendered = await renderPicture(stored)
    t.match(rendered, { width: 200, height: 300 }, `orientation ${orientation}`)
    for (const { name } of RENDITIONS) {
      const file = fileOf(rendered, name)
      t.ok(isNear(await colourAt(file, 0.5, 0.1), [254, 0, 0]), `${name}: red above`)
      t.ok(isNear(await colourAt(file, 0.5, 0.9), [0, 0, 254]), `${name}: blue below`)
    }
  }
})

async function storedAs(upright: Buffer, orientation: number): Promise<Buffer> {
  const undo: Record<number, (picture: Sharp) => Sharp> = {
    1: (picture) => picture,
    2: (picture) => picture.flop(),
    3: (picture) => picture.rotate(180),
    4: (picture) => picture.flip(),
    5: (picture) => picture.rotate(270).flop(),
    6: (picture) => picture.rotate(270),
    7: (picture) => picture.rotate(90).flop(),
    8: (picture) => picture.rotate(90),
  }
  const turned = await (undo[orientation]?.(sharp(upright)) ?? sharp(upright)).png().toBuffer()
  return await sharp(turned).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer()
}

t.test('no rendition carries metadata, a profile or a trace of where it was taken', async (t) => {
  const taken = await drawScene(3, 300, 200)
    .withExif({
      IFD0: { Make: 'SECRETCAMERA', Copyright: 'SECRETNAME' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '59/1 54/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '10/1 45/1 0/1',
      },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><SECRETXMP/></x:xmpmeta>')
    .withIccProfile('p3')
    .jpeg()
    .toBuffer()
  const before = await sharp(taken).metadata()
  t.ok(before.exif && before.icc && before.xmp, 'the picture has all of it')
  for (const { name, bytes } of (await renderPicture(taken)).files) {
    const { exif, xmp, iptc, icc, orientation } = await sharp(bytes).metadata()
    t.same([exif, xmp, iptc, icc, orientation], Array(5).fill(undefined), name)
    t.notOk(Buffer.from(bytes).includes('SECRET'), `${name} holds no text of it`)
  }
})

t.test('what is appended to or hidden in a file does not survive', async (t) => {
  const tail = Buffer.from('<script>alert("POLYGLOT")</script>%PDF-1.4 PK\x03\x04')
  for (const bytes of [await scenePhoto(4, 200, 200), await drawScene(4, 200, 200).png().toBuffer()]) {
    for (const file of (await renderPicture(Buffer.concat([bytes, tail]))).files) {
      t.notOk(Buffer.from(file.bytes).includes('POLYGLOT'), file.name)
    }
  }
})

t.test('colours of a wider profile are converted, not just relabelled', async (t) => {
  const wide = await sharp({ create: { width: 60, height: 60, channels: 3, background: '#c83214' } })
    .withIccProfile('p3')
    .png()
    .toBuffer()
  const stored = await sharp(wide, { ignoreIcc: true }).removeAlpha().raw().toBuffer()
  t.notOk(isNear([...stored.subarray(0, 3)], [200, 50, 20], 4), 'in the file the colour has other numbers')
  const rendered = await renderPicture(wide)
  t.ok(isNear(await colourAt(fileOf(rendered, 'master.jpg'), 0.5, 0.5), [200, 50, 20], 4))
})

t.test('every kind of pixels comes out as plain red, green and blue', async (t) => {
  const scene = drawScene(5, 120, 90)
  const kinds: Record<string, Promise<Buffer>> = {
    grey: scene.clone().greyscale().jpeg().toBuffer(),
    cmyk: scene.clone().toColourspace('cmyk').jpeg().toBuffer(),
    'grey with alpha': scene.clone().ensureAlpha(0.5).toColourspace('b-w').png().toBuffer(),
    palette: scene.clone().png({ palette: true, colours: 8 }).toBuffer(),
    '16 bits': scene.clone().toColourspace('rgb16').png().toBuffer(),
    '10 bits': scene.clone().avif({ effort: 0, bitdepth: 10 }).toBuffer(),
    'webp without loss': scene.clone().webp({ lossless: true }).toBuffer(),
  }
  for (const [kind, bytes] of Object.entries(kinds)) {
    const rendered = await renderPicture(await bytes)
    const { channels, space, depth } = await sharp(fileOf(rendered, 'master.jpg')).metadata()
    t.same([channels, space, depth], [3, 'srgb', 'uchar'], kind)
  }
})

t.test('what is transparent becomes white', async (t) => {
  const clear = await sharp({
    create: { width: 50, height: 50, channels: 4, background: { r: 200, g: 0, b: 0, alpha: 0 } },
  })
    .png()
    .toBuffer()
  const rendered = await renderPicture(clear)
  for (const { name } of RENDITIONS)
    t.ok(isNear(await colourAt(fileOf(rendered, name), 0.5, 0.5), [255, 255, 255]), name)
  t.equal(rendered.colour, '#ffffff')
})

t.test('of an animation the first frame is kept', async (t) => {
  const frames = Buffer.concat([
    Buffer.alloc(40 * 40 * 3, Buffer.from([250, 10, 10])),
    Buffer.alloc(40 * 40 * 3, 0),
  ])
  const raw = { width: 40, height: 80, channels: 3, pageHeight: 40 } as const
  for (const format of ['gif', 'webp'] as const) {
    const rendered = await renderPicture(await sharp(frames, { raw }).toFormat(format).toBuffer())
    t.match(rendered, { format, frames: 2, width: 40, height: 40 })
    t.ok(isNear(await colourAt(fileOf(rendered, 'master.jpg'), 0.5, 0.5), [250, 10, 10]), format)
  }
})

t.test('the same bytes give the same renditions', async (t) => {
  const photo = await scenePhoto(6, 500, 400)
  t.same(await renderPicture(photo), await renderPicture(photo))
})

t.test('a picture that is cut off is refused, with words for its sender', async (t) => {
  const scene = drawScene(7, 300, 300)
  for (const format of ['jpeg', 'png', 'webp', 'gif', 'avif'] as const) {
    const whole = await scene.clone().toFormat(format).toBuffer()
    await t.rejects(
      renderPicture(whole.subarray(0, whole.length / 2)),
      { name: 'PictureRefused', code: 'damaged' },
      format,
    )
  }
  const photo = await scenePhoto(7, 300, 300)
  await t.rejects(renderPicture(photo.subarray(0, photo.length / 2)), {
    message: 'The JPEG picture is damaged or cut off: its pixels cannot be read',
  })
})

t.test('any bytes are either rendered or refused, whatever was done to them', async () => {
  const originals = await Promise.all(
    (['jpeg', 'png', 'webp', 'gif'] as const).map((format) =>
      drawScene(8, 64, 48).toFormat(format).toBuffer(),
    ),
  )
  const damage = fc.record({
    original: fc.constantFrom(...originals),
    changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 12 }),
    cutAt: fc.option(fc.nat()),
  })
  await fc.assert(
    fc.asyncProperty(damage, async ({ original, changes, cutAt }) => {
      const bytes = Buffer.from(original)
      for (const [at, value] of changes) bytes[at % bytes.length] = value
      const end = cutAt === null ? bytes.length : cutAt % bytes.length
      try {
        return (await renderPicture(bytes.subarray(0, end))).files.length === RENDITIONS.length
      } catch (error) {
        return error instanceof PictureRefused
      }
    }),
    { numRuns: 150 },
  )
})
