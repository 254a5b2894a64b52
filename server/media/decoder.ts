import sharp, { type Sharp, type SharpOptions } from 'sharp'
import { MAX_PIXELS } from './limits.ts'
import type { Size } from './names.ts'

// Decoders that are not needed are doors that are not watched. Formats come as bytes, never by file name.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}Buffer`),
})
// One picture a process and one thread a picture: the pool decides how much of the machine is used.
sharp.concurrency(1)
sharp.cache(false)

/**
 * Opens a stranger's picture: its first frame, refusing what is damaged. Import this only in a process that may
 * die of it: it changes what sharp reads for the whole process.
 */
export function openPicture(bytes: Uint8Array, options: SharpOptions = {}): Sharp {
  return sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'warning', ...options })
}

/** Pixels in memory: 8 bits, red green blue, row by row. */
export interface Pixels {
  data: Uint8Array
  width: number
  height: number
}

/** Opens pixels that were decoded before. */
export function openPixels({ data, width, height }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } })
}

/** Upright, sRGB, on white where it was transparent, and no larger than the box. */
export function decode(bytes: Uint8Array, box: Size): Promise<Pixels> {
  return readPixels(openPicture(bytes).autoOrient(), box)
}

/** The pixels of an opened picture: sRGB, on white where it was transparent, and no larger than the box. */
export async function readPixels(picture: Sharp, { width, height }: Size): Promise<Pixels> {
  const { data, info } = await picture
    .resize({ width, height, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}
