import { clamp } from '../geometry/vec.ts'
import { f64 } from './numbers.ts'
import type { Opening } from './surroundings.ts'

/**
 * How much of a ray (its start 0-2, its direction 3-5) passes the opening's panes, 0 to 1. The edges are soft by
 * `blur` metres for each metre between the start and the opening.
 */
export function throughOpening(opening: Opening, ray: Float64Array, blur: number): number {
  const x = f64(ray, 0)
  const y = f64(ray, 1)
  const z = f64(ray, 2)
  const wayX = f64(ray, 3)
  const wayY = f64(ray, 4)
  const wayZ = f64(ray, 5)
  const { centre, across, upward, panes } = opening
  const nx = across[1] * upward[2] - across[2] * upward[1]
  const ny = across[2] * upward[0] - across[0] * upward[2]
  const nz = across[0] * upward[1] - across[1] * upward[0]
  const steep = nx * wayX + ny * wayY + nz * wayZ
  if (Math.abs(steep) < 1e-6) return 0
  const t = (nx * (centre[0] - x) + ny * (centre[1] - y) + nz * (centre[2] - z)) / steep
  if (t <= 0) return 0
  const hx = x + wayX * t - centre[0]
  const hy = y + wayY * t - centre[1]
  const hz = z + wayZ * t - centre[2]
  const width = across[0] * across[0] + across[1] * across[1] + across[2] * across[2]
  const height = upward[0] * upward[0] + upward[1] * upward[1] + upward[2] * upward[2]
  const u = (hx * across[0] + hy * across[1] + hz * across[2]) / width
  const v = (hx * upward[0] + hy * upward[1] + hz * upward[2]) / height
  const soft = blur * t + 0.004
  const inU = inPanes(u, panes.columns, panes.bar, soft / Math.sqrt(width))
  return inU === 0 ? 0 : inU * inPanes(v, panes.rows, panes.bar, soft / Math.sqrt(height))
}

/** 1 in the middle of a pane, 0 on the bars and outside; `u` runs from -1 to 1 over all panes. */
function inPanes(u: number, count: number, bar: number, soft: number): number {
  if (u < -1 - soft || u > 1 + soft) return 0
  const pane = ((u + 1) / 2) * count
  const inside = clamp(Math.floor(pane), 0, count - 1)
  const place = Math.abs(pane - inside - 0.5)
  const edge = 0.5 - bar / 2
  return clamp(0.5 - (place - edge) / (soft * count), 0, 1)
}
