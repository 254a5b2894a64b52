import { openPicture } from './decoder.ts'
import { type Fingerprint, fingerprintOf } from './fingerprint.ts'
import { PictureRefused } from './refused.ts'

/** PDQ's own description shrinks to this before its filters; a picture that is smaller stays as it is. */
const SIDE = 512

/** Weights of red, green and blue in what the eye takes as brightness (ITU-R BT.601), as PDQ uses them. */
const WEIGHTS = [0.299, 0.587, 0.114] as const

/** The fingerprint of a master, or of any picture within our limits. Throws `PictureRefused` `damaged`. */
export async function fingerprintPicture(bytes: Uint8Array): Promise<Fingerprint> {
  const { data, width, height } = await readPixels(bytes)
  const grey = new Float32Array(width * height)
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const [red = 0, green = 0, blue = 0] = [data[pixel * 3], data[pixel * 3 + 1], data[pixel * 3 + 2]]
    grey[pixel] = WEIGHTS[0] * red + WEIGHTS[1] * green + WEIGHTS[2] * blue
  }
  return fingerprintOf({ data: grey, width, height })
}

async function readPixels(bytes: Uint8Array) {
  try {
    const { data, info } = await openPicture(bytes)
      .autoOrient()
      .resize({ width: SIDE, height: SIDE, fit: 'fill', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    return { data, width: info.width, height: info.height }
  } catch (error) {
    throw new PictureRefused('damaged', 'The picture cannot be read, so it has no fingerprint', error)
  }
}
