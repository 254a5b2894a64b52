import { clamp } from '../geometry/vec.ts'
import type { Material } from '../surface/material.ts'
import type { Lights } from './lights.ts'
import { mirrored } from './mirror.ts'
import { f64 } from './numbers.ts'
import type { Spot } from './spot.ts'
import type { View } from './view.ts'

/** What a polished surface that is no metal mirrors looking straight at it (glaze, lacquer, varnish). */
const STRAIGHT_ON = 0.045

/** Numbers of a shine: what it adds, and what it leaves of the surface's own colour, for red, green and blue. */
export const SHINE_SIZE = 6

const mirror = new Float64Array(3)
const ray = new Float64Array(6)

/** What the room's reflection adds to a spot and takes from its own colour (Schlick's Fresnel factor, 1994). */
export function shineOn(
  { camera }: View,
  { surroundings }: Lights,
  { gloss = 0, metal, colour }: Material,
  spot: Spot,
  light: Float64Array,
  shine: Float64Array,
): void {
  const x = f64(spot, 0)
  const y = f64(spot, 1)
  const z = f64(spot, 2)
  const nx = f64(spot, 3)
  const ny = f64(spot, 4)
  const nz = f64(spot, 5)
  const fromX = x - camera.eye[0]
  const fromY = y - camera.eye[1]
  const fromZ = z - camera.eye[2]
  const near = 1 / Math.sqrt(fromX * fromX + fromY * fromY + fromZ * fromZ)
  const dx = fromX * near
  const dy = fromY * near
  const dz = fromZ * near
  const toward = dx * nx + dy * ny + dz * nz
  const twice = 2 * toward
  ray[0] = x
  ray[1] = y
  ray[2] = z
  ray[3] = dx - twice * nx
  ray[4] = dy - twice * ny
  ray[5] = dz - twice * nz
  mirrored(surroundings, ray, 1 - gloss, mirror)
  const grazing = (1 - clamp(-toward, 0, 1)) ** 5
  const open = clamp(f64(light, 1) / (surroundings.ambience.level[1] + 1e-6), 0.15, 1)
  for (let i = 0; i < 3; i++) {
    const straight = metal ? (colour[i] ?? 0) : STRAIGHT_ON
    const share = (straight + (1 - straight) * grazing) * (metal ? gloss : gloss * gloss)
    shine[i] = f64(mirror, i) * share * open
    shine[3 + i] = 1 - share
  }
}
