import type { Part } from '../geometry/part.ts'
import { clamp } from '../geometry/vec.ts'
import type { Pattern } from '../surface/material.ts'
import { f64 } from './numbers.ts'
import type { Spot } from './spot.ts'
import type { View } from './view.ts'

/** How far apart the relief is felt, in metres of the pattern. */
const FEEL = 0.0006

const NO_GLOW = [0, 0, 0] as const

const pattern = new Float64Array(4)

/**
 * The light a spot sends out by its own colour, given the light that falls on it, without what mirrors in it. Leans
 * the spot's normal where the material has a relief.
 */
export function ownColour(
  { material, frame }: Part,
  spot: Spot,
  pixel: number,
  light: Float64Array,
  out: Float64Array,
): void {
  pattern[0] = 1
  pattern[1] = 1
  pattern[2] = 1
  pattern[3] = 0
  let lit = 1
  if (material.pattern) {
    material.pattern(f64(spot, 6), f64(spot, 7), f64(spot, 8), pixel, pattern)
    if (material.relief && pattern[3] !== 0)
      lit = felt(material.pattern, frame, spot, pixel, light, f64(pattern, 3))
  }
  const glow = material.glow ?? NO_GLOW
  out[0] = f64(pattern, 0) * (material.colour[0] * f64(light, 0) * lit + glow[0])
  out[1] = f64(pattern, 1) * (material.colour[1] * f64(light, 1) * lit + glow[1])
  out[2] = f64(pattern, 2) * (material.colour[2] * f64(light, 2) * lit + glow[2])
}

/** How many metres of the surface one pixel covers, along the steeper way. */
export function pixelOn({ camera, focal }: View, spot: Spot): number {
  const x = camera.eye[0] - f64(spot, 0)
  const y = camera.eye[1] - f64(spot, 1)
  const z = camera.eye[2] - f64(spot, 2)
  const steep = Math.abs(x * f64(spot, 3) + y * f64(spot, 4) + z * f64(spot, 5)) * (spot[9] ?? 1)
  return 1 / ((spot[9] ?? 1) * focal * Math.max(0.12, steep))
}

/** Leans the normal by the slope of the pattern; answers how much more or less light that catches. */
function felt(
  of: Pattern,
  frame: readonly number[],
  spot: Spot,
  pixel: number,
  light: Float64Array,
  height: number,
): number {
  const x = f64(spot, 6)
  const y = f64(spot, 7)
  const z = f64(spot, 8)
  const red = pattern[0] ?? 1
  const green = pattern[1] ?? 1
  const blue = pattern[2] ?? 1
  of(x + FEEL, y, z, pixel, pattern)
  const sx = (f64(pattern, 3) - height) / FEEL
  of(x, y + FEEL, z, pixel, pattern)
  const sy = (f64(pattern, 3) - height) / FEEL
  of(x, y, z + FEEL, pixel, pattern)
  const sz = (f64(pattern, 3) - height) / FEEL
  pattern[0] = red
  pattern[1] = green
  pattern[2] = blue
  const slopeX = (frame[0] ?? 0) * sx + (frame[1] ?? 0) * sy + (frame[2] ?? 0) * sz
  const slopeY = (frame[4] ?? 0) * sx + (frame[5] ?? 0) * sy + (frame[6] ?? 0) * sz
  const slopeZ = (frame[8] ?? 0) * sx + (frame[9] ?? 0) * sy + (frame[10] ?? 0) * sz
  const nx = f64(spot, 3) - slopeX
  const ny = f64(spot, 4) - slopeY
  const nz = f64(spot, 5) - slopeZ
  const size = Math.sqrt(nx * nx + ny * ny + nz * nz)
  const along =
    (nx / size - f64(spot, 3)) * f64(light, 3) +
    (ny / size - f64(spot, 4)) * f64(light, 4) +
    (nz / size - f64(spot, 5)) * f64(light, 5)
  return clamp(1 + along / (f64(light, 1) + 1e-6), 0.15, 2.2)
}
