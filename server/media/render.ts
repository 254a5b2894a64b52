import { decodeHeic } from './decode-heic.ts'
import { decode, openPixels, type Pixels } from './decoder.ts'
import type { PictureFormat } from './format.ts'
import { inspect } from './inspect.ts'
import { fitInside, RENDITIONS, type Rendition, type RenditionName, type Size } from './names.ts'
import { PLACEHOLDER_BOX, type Placeholder, placeholderOf } from './placeholder.ts'
import { PictureRefused } from './refused.ts'

/** Everything that is made of a received picture. */
export interface Rendered extends Placeholder {
  /** What was received. */
  format: PictureFormat
  frames: number
  /** Of the master: upright, at most 3000 pixels on a side. Sizes of the others follow by `fitInside`. */
  width: number
  height: number
  files: { name: RenditionName; bytes: Uint8Array }[]
}

/**
 * Neither mozjpeg (eight times the time for an eighth less) nor tables fitted to each picture (all of it held in
 * memory once more, for 2 % less): the master is kept, not sent.
 */
const MASTER = { quality: 88, optimiseCoding: false }
const SHARE = { quality: 82 }
/** Effort 2 of 6: half the time of the default 4 for 3 % more bytes. */
const WEBP = { quality: 80, effort: 2 }

/**
 * Decodes a stranger's picture once and makes every rendition out of those pixels, from large to small. What was
 * not drawn is gone: orientation is applied, profiles are converted to sRGB, EXIF, XMP, IPTC and anything
 * appended to the file do not survive. Throws `PictureRefused`.
 */
export async function renderPicture(bytes: Uint8Array): Promise<Rendered> {
  const { format, frames } = await inspect(bytes)
  let pixels = await decodeOrRefuse(bytes, format)
  const { width, height } = pixels
  const files: Rendered['files'] = []
  for (const rendition of RENDITIONS) {
    pixels = await resize(pixels, fitInside({ width, height }, rendition))
    files.push({ name: rendition.name, bytes: await encode(pixels, rendition) })
  }
  const tiny = await resize(pixels, fitInside(pixels, PLACEHOLDER_BOX))
  return { format, frames, width, height, files, ...placeholderOf(tiny) }
}

async function decodeOrRefuse(bytes: Uint8Array, format: PictureFormat): Promise<Pixels> {
  try {
    return await (format === 'heic' ? decodeHeic : decode)(bytes, RENDITIONS[0])
  } catch (error) {
    const name = format.toUpperCase()
    if (error instanceof Error && /memory/i.test(error.message)) {
      throw new PictureRefused('too_demanding', `The ${name} picture needs too much memory to decode`, error)
    }
    throw new PictureRefused(
      'damaged',
      `The ${name} picture is damaged or cut off: its pixels cannot be read`,
      error,
    )
  }
}

async function resize(pixels: Pixels, size: Size): Promise<Pixels> {
  if (size.width === pixels.width && size.height === pixels.height) return pixels
  const data = await openPixels(pixels)
    .resize({ ...size, fit: 'fill' })
    .raw()
    .toBuffer()
  return { data, ...size }
}

function encode(pixels: Pixels, { name, type }: Rendition): Promise<Uint8Array> {
  const picture = openPixels(pixels)
  if (type === 'image/webp') return picture.webp(WEBP).toBuffer()
  return picture.jpeg(name === 'master.jpg' ? MASTER : SHARE).toBuffer()
}
