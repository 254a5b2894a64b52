import { smoothstep } from '../geometry/vec.ts'
import { f64 } from './numbers.ts'
import { throughOpening } from './opening.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * What one sees along a ray (its start 0-2, its direction 3-5), looked up in the surroundings and not in the things:
 * windows with their bars, lamps, and the walls, ceiling and floor as one soft wash. `blur` is 0 for glass, 1 for
 * satin.
 */
export function mirrored(
  { windows, lamps, ambience }: Surroundings,
  ray: Float64Array,
  blur: number,
  out: Float64Array,
): void {
  const rx = f64(ray, 3)
  const ry = f64(ray, 4)
  const rz = f64(ray, 5)
  const { above, level, below } = ambience
  const up = smoothstep(0.05, 0.75, ry)
  const down = smoothstep(0.02, 0.4, -ry)
  for (let i = 0; i < 3; i++) {
    const wash = (level[i] ?? 0) + ((above[i] ?? 0) - (level[i] ?? 0)) * up
    out[i] = wash + ((below[i] ?? 0) * 0.8 - wash) * down
  }
  const soft = 0.02 + blur * 0.6
  for (const window of windows) {
    const k = throughOpening(window, ray, soft)
    if (k > 0) for (let i = 0; i < 3; i++) out[i] = f64(out, i) * (1 - k) + (window.light[i] ?? 0) * k
  }
  for (const { at, light, size } of lamps) {
    const dx = at[0] - f64(ray, 0)
    const dy = at[1] - f64(ray, 1)
    const dz = at[2] - f64(ray, 2)
    const square = dx * dx + dy * dy + dz * dz
    const along = (dx * rx + dy * ry + dz * rz) / Math.sqrt(square)
    const wide = (size * size) / square + 0.0004 + blur * 0.08
    const k = Math.exp((along - 1) / wide) / (wide * square * 6)
    for (let i = 0; i < 3; i++) out[i] = f64(out, i) + (light[i] ?? 0) * k
  }
}
