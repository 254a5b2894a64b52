import sharp from 'sharp'
import t from 'tap'
import { inspect } from '../../server/media/inspect.ts'
import { MAX_BYTES, MAX_FRAMES, MAX_PIXELS } from '../../server/media/limits.ts'
import { claimPng } from '../support/png.ts'
import { scenePhoto } from '../support/scene.ts'

const photo = await scenePhoto(1, 60, 40)

/** An animation of single-coloured frames, all different, so that none is merged with another. */
function animation(side: number, frames: number): Promise<Buffer> {
  const data = Buffer.alloc(side * side * 3 * frames)
  for (let frame = 0; frame < frames; frame++) {
    data.fill(frame % 2 === 0 ? 0 : 255, frame * side * side * 3, (frame + 1) * side * side * 3)
  }
  const raw = { width: side, height: side * frames, channels: 3, pageHeight: side } as const
  return sharp(data, { raw, limitInputPixels: false })
    .gif({ effort: 1, keepDuplicateFrames: true })
    .toBuffer()
}

t.test('the header says format, size as stored and frames', async (t) => {
  t.same(await inspect(photo), { format: 'jpeg', width: 60, height: 40, frames: 1 })
  t.same(await inspect(await animation(5, 7)), { format: 'gif', width: 5, height: 5, frames: 7 })
  t.same(await inspect(claimPng(3, 2, 2)), { format: 'png', width: 3, height: 2, frames: 1 })
})

t.test('a file of exactly 20 MB is taken, one byte more is not', async (t) => {
  const padded = Buffer.concat([photo, Buffer.alloc(MAX_BYTES - photo.length)])
  t.match(await inspect(padded), { width: 60 })
  await t.rejects(inspect(Buffer.concat([padded, Buffer.alloc(1)])), {
    name: 'PictureRefused',
    code: 'too_large',
    message: 'The file has 20.1 MB; at most 20 MB are taken',
  })
})

t.test('a picture of exactly 40 MP is taken, one row more is not', async (t) => {
  t.equal(8_000 * 5_000, MAX_PIXELS)
  t.match(await inspect(claimPng(8_000, 5_000)), { width: 8_000, height: 5_000 })
  await t.rejects(inspect(claimPng(8_000, 5_001)), {
    code: 'too_many_pixels',
    message: 'The picture has 8000 × 5001 pixels, 40.1 MP; at most 40 MP are taken',
  })
})

t.test('a picture that claims 256 MP is refused by its header', async (t) => {
  await t.rejects(inspect(claimPng(16_000, 16_000)), { code: 'too_many_pixels', message: /16000 × 16000/ })
})

t.test('an animation of 200 frames is taken, one of 201 is not', async (t) => {
  t.match(await inspect(await animation(2, MAX_FRAMES)), { frames: 200 })
  await t.rejects(inspect(await animation(2, MAX_FRAMES + 1)), {
    code: 'too_many_frames',
    message: 'The animation has 201 frames; at most 200 are taken',
  })
})

t.test('the pixels of all frames count together', async (t) => {
  t.match(await inspect(await animation(500, 160)), { frames: 160 })
  await t.rejects(inspect(await animation(500, 161)), {
    code: 'too_many_pixels',
    message: 'The picture has 500 × 500 pixels in 161 frames, 40.3 MP; at most 40 MP are taken',
  })
})

t.test('a beginning without the rest is damaged', async (t) => {
  const beginnings: [Buffer, string][] = [
    [photo.subarray(0, 20), 'JPEG'],
    [claimPng(3, 2).subarray(0, 12), 'PNG'],
    [Buffer.from('GIF89a'), 'GIF'],
    [Buffer.from('RIFF\x00\x00\x00\x00WEBP'), 'WEBP'],
    [Buffer.from('\0\0\0\x14ftypavif\0\0\0\0avif', 'latin1'), 'AVIF'],
    [Buffer.from('\0\0\0\x14ftypheic\0\0\0\0mif1', 'latin1'), 'HEIC'],
  ]
  for (const [beginning, name] of beginnings) {
    const message = `The file begins like a ${name} but cannot be read`
    await t.rejects(inspect(beginning), { code: 'damaged', message }, name)
  }
})

t.test('what is no picture is refused before any decoder sees it', async (t) => {
  await t.rejects(inspect(Buffer.from('<svg/>')), { code: 'wrong_format' })
  await t.rejects(inspect(Buffer.alloc(0)), { code: 'empty' })
})
