import type { Exposure } from '../light/expose.ts'

/** What a telephone decides before it develops: one factor for each of red, green and blue. */
export type Gains = readonly [number, number, number]

/** How much of a colour cast a telephone takes away; the rest is the mood of the hour. */
const NEUTRALISED = 0.45

/** Gains that bring the mean brightness to `key`, the middle counting more, and the mean colour nearer to grey. */
export function metered({ width, height, light }: Exposure, key: number): Gains {
  let sum = 0
  let weights = 0
  const mean = [0, 0, 0]
  for (let y = 4; y < height; y += 9)
    for (let x = 4; x < width; x += 9) {
      const n = (y * width + x) * 3
      const bright = 0.2126 * (light[n] ?? 0) + 0.7152 * (light[n + 1] ?? 0) + 0.0722 * (light[n + 2] ?? 0)
      const u = x / width - 0.5
      const v = y / height - 0.5
      const weight = Math.exp(-(u * u + v * v) * 4)
      sum += weight * Math.log(Math.min(1.6, bright) + 0.02)
      weights += weight
      for (let c = 0; c < 3; c++) mean[c] = (mean[c] ?? 0) + (light[n + c] ?? 0) / (bright + 0.02)
    }
  const exposure = key / (Math.exp(sum / weights) - 0.01)
  const grey = Math.max(1e-6, mean[1] ?? 1)
  const gain = (c: number) => exposure * (grey / Math.max(1e-6, mean[c] ?? 1)) ** NEUTRALISED
  return [gain(0), exposure, gain(2)]
}
