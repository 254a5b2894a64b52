import { smoothstep } from '../geometry/vec.ts'
import type { Glint, Lights } from './lights.ts'
import { f64 } from './numbers.ts'
import { reaches } from './shadow.ts'
import type { Spot } from './spot.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * The light that falls on a spot from all but the sun, divided by π, so that a white surface there shows this very light. Writes red,
 * green, blue, and then the brightness as a vector towards where it comes from (its product with the normal is the
 * brightness of the light).
 */
export function irradiance(lights: Lights, spot: Spot, out: Float64Array): void {
  fromAllAbout(lights, spot, out)
  for (const glint of lights.glints) fromGlint(glint, spot, out)
}

function fromAllAbout({ rays, surroundings }: Lights, spot: Spot, out: Float64Array): void {
  const nx = f64(spot, 3)
  const ny = f64(spot, 4)
  const nz = f64(spot, 5)
  let r = 0
  let g = 0
  let b = 0
  let vx = 0
  let vy = 0
  let vz = 0
  for (const { toward, light, map } of rays) {
    const slope = nx * toward[0] + ny * toward[1] + nz * toward[2]
    if (slope <= 0) continue
    const reached = reaches(map, spot)
    const k = slope * reached
    r += light[0] * k
    g += light[1] * k
    b += light[2] * k
    const bright = light[1] * reached
    vx += toward[0] * bright
    vy += toward[1] * bright
    vz += toward[2] * bright
  }
  const { below } = surroundings.ambience
  const bounced = (0.5 - 0.5 * ny) * (0.35 + 0.65 * smoothstep(0, 0.35, f64(spot, 1) - surroundings.floor))
  const open = openness(surroundings, spot)
  out[0] = (r + below[0] * bounced) * open
  out[1] = (g + below[1] * bounced) * open
  out[2] = (b + below[2] * bounced) * open
  out[3] = vx * open
  out[4] = vy * open
  out[5] = vz * open
}

/** How much of the light about is left beside walls and floors, which hide half of the room. */
function openness({ walls }: Surroundings, spot: Spot): number {
  let open = 1
  for (const { at, facing } of walls) {
    const turned = f64(spot, 3) * facing[0] + f64(spot, 4) * facing[1] + f64(spot, 5) * facing[2]
    if (turned > 0.95) continue
    const away =
      (f64(spot, 0) - at[0]) * facing[0] +
      (f64(spot, 1) - at[1]) * facing[1] +
      (f64(spot, 2) - at[2]) * facing[2]
    open *= 1 - 0.42 * Math.min(1, 1 - turned) * Math.exp(-Math.max(0, away) * 5)
  }
  return open
}

function fromGlint({ at, facing, light, map }: Glint, spot: Spot, out: Float64Array): void {
  const dx = at[0] - f64(spot, 0)
  const dy = at[1] - f64(spot, 1)
  const dz = at[2] - f64(spot, 2)
  const slope = f64(spot, 3) * dx + f64(spot, 4) * dy + f64(spot, 5) * dz
  if (slope <= 0) return
  const square = dx * dx + dy * dy + dz * dz
  const distance = Math.sqrt(square)
  const beam = facing ? -(facing[0] * dx + facing[1] * dy + facing[2] * dz) / distance : 1
  if (beam <= 0) return
  const k = ((map ? reaches(map, spot) : 1) * beam) / (Math.max(square, 0.01) * distance)
  const bright = light[1] * k
  out[0] = f64(out, 0) + light[0] * k * slope
  out[1] = f64(out, 1) + light[1] * k * slope
  out[2] = f64(out, 2) + light[2] * k * slope
  out[3] = f64(out, 3) + dx * bright
  out[4] = f64(out, 4) + dy * bright
  out[5] = f64(out, 5) + dz * bright
}
