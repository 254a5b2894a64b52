import { openPicture } from './decoder.ts'
import { type PictureFormat, recognise } from './format.ts'
import { openHeic } from './heic.ts'
import { checkBytes, MAX_FRAMES, MAX_PIXELS } from './limits.ts'
import { PictureRefused } from './refused.ts'

/** What a picture's header says of it. Width and height are as stored, before any orientation is applied (HEIC: after). */
export interface Header {
  format: PictureFormat
  width: number
  height: number
  frames: number
}

/**
 * Reads the header and holds it against every limit, before a pixel is decoded. The decoder's own pixel limit
 * looks at one frame, so that animations would pass it: here all frames count. Throws `PictureRefused`.
 * The declared type is not asked: phones and servers often name a JPEG `.png`, and the bytes decide.
 */
export async function inspect(bytes: Uint8Array): Promise<Header> {
  const format = recognise(bytes)
  checkBytes(bytes.length)
  const { width, height, pages = 1 } = await readHeader(bytes, format)
  if (pages > MAX_FRAMES) {
    throw new PictureRefused(
      'too_many_frames',
      `The animation has ${pages} frames; at most ${MAX_FRAMES} are taken`,
    )
  }
  const pixels = width * height * pages
  if (pixels > MAX_PIXELS) {
    const each = `${width} × ${height} pixels${pages > 1 ? ` in ${pages} frames` : ''}`
    throw new PictureRefused(
      'too_many_pixels',
      `The picture has ${each}, ${megapixels(pixels)}; at most ${megapixels(MAX_PIXELS)} are taken`,
    )
  }
  return { format, width, height, frames: pages }
}

async function readHeader(
  bytes: Uint8Array,
  format: PictureFormat,
): Promise<{ width: number; height: number; pages?: number | undefined }> {
  try {
    if (format === 'heic') return await openHeic(bytes)
    // Without the decoder's pixel limit: ours says more, and nothing is decoded here.
    return await openPicture(bytes, { limitInputPixels: false }).metadata()
  } catch (error) {
    throw new PictureRefused(
      'damaged',
      `The file begins like a ${format.toUpperCase()} but cannot be read`,
      error,
    )
  }
}

function megapixels(pixels: number): string {
  return `${Math.ceil(pixels / 100_000) / 10} MP`
}
