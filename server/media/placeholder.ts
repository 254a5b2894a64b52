import { rgbaToThumbHash } from 'thumbhash'
import type { Pixels } from './decoder.ts'

/** Enough for the few waves that a ThumbHash keeps; it reads at most 100 pixels on a side. */
export const PLACEHOLDER_BOX = { width: 64, height: 64 }

/** What a page shows while a picture loads. */
export interface Placeholder {
  /** A blurred picture in about 25 bytes (ThumbHash). */
  thumbhash: Uint8Array
  /** The most common colour: `#rrggbb`. */
  colour: string
}

/** From pixels of at most 100 on each side. */
export function placeholderOf(pixels: Pixels): Placeholder {
  const rgba = new Uint8Array(pixels.width * pixels.height * 4).fill(255)
  for (let pixel = 0; pixel < pixels.width * pixels.height; pixel++) {
    rgba.set(pixels.data.subarray(pixel * 3, pixel * 3 + 3), pixel * 4)
  }
  return { thumbhash: rgbaToThumbHash(pixels.width, pixels.height, rgba), colour: commonColour(pixels.data) }
}

/** The mean of the fullest of 4,096 bins, 16 steps of each of red, green and blue. */
function commonColour(data: Uint8Array): string {
  const bins = new Map<number, [count: number, red: number, green: number, blue: number]>()
  for (let index = 0; index < data.length; index += 3) {
    const [red = 0, green = 0, blue = 0] = data.subarray(index, index + 3)
    const key = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4)
    const [count, reds, greens, blues] = bins.get(key) ?? [0, 0, 0, 0]
    bins.set(key, [count + 1, reds + red, greens + green, blues + blue])
  }
  let fullest: [number, number, number, number] = [0, 0, 0, 0]
  for (const bin of bins.values()) if (bin[0] > fullest[0]) fullest = bin
  const [count, ...sums] = fullest
  return `#${sums
    .map((sum) =>
      Math.round(sum / Math.max(1, count))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}
