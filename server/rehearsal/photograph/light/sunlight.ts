import { smoothstep } from '../geometry/vec.ts'
import { noise } from '../surface/noise.ts'
import type { Lights } from './lights.ts'
import { f64 } from './numbers.ts'
import { throughOpening } from './opening.ts'
import { reaches } from './shadow.ts'
import type { Spot } from './spot.ts'

const ray = new Float64Array(6)

/** Adds a share of the sun's light on a spot to what `irradiance` has written. */
export function addSun({ sun }: Lights, spot: Spot, share: number, out: Float64Array): void {
  if (!sun) return
  const { toward, light, through, blur, leaves, maps } = sun
  const slope = f64(spot, 3) * toward[0] + f64(spot, 4) * toward[1] + f64(spot, 5) * toward[2]
  if (slope <= 0) return
  for (let i = 0; i < 3; i++) {
    ray[i] = f64(spot, i)
    ray[i + 3] = toward[i] ?? 0
  }
  let k = through ? throughOpening(through, ray, blur) : 1
  if (k <= 0) return
  if (leaves > 0) k *= 1 - leaves * smoothstep(-0.05, 0.3, shadeOfLeaves(ray))
  let reached = 0
  for (const map of maps) reached += reaches(map, spot)
  k *= (share * reached) / maps.length
  const bright = light[1] * k
  out[0] = f64(out, 0) + light[0] * k * slope
  out[1] = f64(out, 1) + light[1] * k * slope
  out[2] = f64(out, 2) + light[2] * k * slope
  out[3] = f64(out, 3) + toward[0] * bright
  out[4] = f64(out, 4) + toward[1] * bright
  out[5] = f64(out, 5) + toward[2] * bright
}

/** A dapple that is constant along the sun's rays. */
function shadeOfLeaves(line: Float64Array): number {
  const k = f64(line, 1) / Math.max(0.15, f64(line, 4))
  const u = f64(line, 0) - f64(line, 3) * k
  const v = f64(line, 2) - f64(line, 5) * k
  return noise(u * 3.1, v * 3.1, 7.3) + 0.6 * noise(u * 7.7, v * 7.7, 1.9)
}
