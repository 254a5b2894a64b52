import type { Field } from './contour.ts'

/** Pixels of one material: where they are, and how bright they are once smoothed. */
export interface Plate {
  /** 1 inside, 0 outside, softened by a pixel. */
  mask: Field
  /** 0 to 255. */
  tone: Field
  /** The pixels' own places, for mean colours. */
  pixels: Int32Array
}

/** A picture parted by material, as a printer parts it by ink. Label 0 is paper and has no plate. */
export function separated(labels: Uint16Array, bytes: Uint8Array, width: number, height: number): Plate[] {
  const places = new Map<number, number[]>()
  for (const [i, label] of labels.entries()) {
    if (label === 0) continue
    const list = places.get(label)
    if (list) list.push(i)
    else places.set(label, [i])
  }
  return [...places.values()].map((list) => {
    const inside = new Float32Array(width * height)
    const tone = new Float32Array(width * height)
    for (const i of list) {
      inside[i] = 1
      tone[i] =
        0.2126 * (bytes[i * 3] ?? 0) + 0.7152 * (bytes[i * 3 + 1] ?? 0) + 0.0722 * (bytes[i * 3 + 2] ?? 0)
    }
    const weight = blurred(inside, width, height, 2)
    const sum = blurred(tone, width, height, 2)
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) / Math.max(1e-4, weight[i] ?? 0)
    return {
      mask: { width, height, values: mean(inside, width, height, 1) },
      tone: { width, height, values: sum },
      pixels: Int32Array.from(list),
    }
  })
}

/** Softened twice by the mean of `2 radius + 1` pixels each way. */
export function blurred(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  return mean(mean(values, width, height, radius), width, height, radius)
}

/** The mean of the square of `2 radius + 1` pixels about each, row by row and then column by column. */
function mean(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  const rows = new Float32Array(values.length)
  const out = new Float32Array(values.length)
  const size = 2 * radius + 1
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (let d = -radius; d <= radius; d++)
        sum += values[y * width + Math.min(width - 1, Math.max(0, x + d))] ?? 0
      rows[y * width + x] = sum / size
    }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (let d = -radius; d <= radius; d++)
        sum += rows[Math.min(height - 1, Math.max(0, y + d)) * width + x] ?? 0
      out[y * width + x] = sum / size
    }
  return out
}
