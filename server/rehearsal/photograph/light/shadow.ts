import { cross, dot, unit, type Vec } from '../geometry/vec.ts'
import { f32, f64, i32, u16, u32 } from './numbers.ts'
import { emptyScan, fillTriangle, type Scan } from './raster.ts'
import type { Spot } from './spot.ts'
import type { World } from './world.ts'

/** What one far light sees of the things in a ball: who stands nearer to it throws a shadow. */
export interface ShadowMap {
  side: Vec
  up: Vec
  toward: Vec
  /** Cells a metre, and what to add to come from the ball's middle to the map's. */
  scale: number
  middle: readonly [number, number]
  scan: Scan
}

/** The ball within which shadows are looked for. */
export interface Focus {
  centre: Vec
  radius: number
}

/** The triangles that can throw a shadow inside the ball. */
export interface Casters {
  focus: Focus
  points: Float32Array
  triangles: Uint32Array
}

/** All triangles that come within a little more than the ball, so that what stands just outside still throws. */
export function castersNear({ points, triangles, owner, parts }: World, focus: Focus): Casters {
  const [cx, cy, cz] = focus.centre
  const reach = (focus.radius * 1.5) ** 2
  const index = new Int32Array(points.length / 3).fill(-1)
  const kept: number[] = []
  const used: number[] = []
  const near = (p: number) =>
    ((points[p * 3] ?? 0) - cx) ** 2 +
      ((points[p * 3 + 1] ?? 0) - cy) ** 2 +
      ((points[p * 3 + 2] ?? 0) - cz) ** 2 <
    reach
  for (let t = 0; t < triangles.length; t += 3) {
    const a = u32(triangles, t)
    const b = u32(triangles, t + 1)
    const c = u32(triangles, t + 2)
    if (!parts[u16(owner, t / 3)]?.castsShadow || !(near(a) || near(b) || near(c) || isLarge(points, a, b)))
      continue
    for (const p of [a, b, c]) {
      if (index[p] === -1) index[p] = used.push(p) - 1
      kept.push(i32(index, p))
    }
  }
  const compact = new Float32Array(used.length * 3)
  for (const [i, p] of used.entries()) compact.set(points.subarray(p * 3, p * 3 + 3), i * 3)
  return { focus, points: compact, triangles: Uint32Array.from(kept) }
}

/** A triangle with an edge this long may pass through the ball though its corners are far from it. */
const LARGE = 0.4

function isLarge(points: Float64Array, a: number, b: number): boolean {
  const x = (points[a * 3] ?? 0) - (points[b * 3] ?? 0)
  const y = (points[a * 3 + 1] ?? 0) - (points[b * 3 + 1] ?? 0)
  const z = (points[a * 3 + 2] ?? 0) - (points[b * 3 + 2] ?? 0)
  return x * x + y * y + z * z > LARGE * LARGE
}

/** `name` is the map's own among those of one picture. */
export function shadowMap(
  { focus, points, triangles }: Casters,
  toward: Vec,
  size: number,
  name: string,
): ShadowMap {
  const side = unit(cross(Math.abs(toward[1]) > 0.95 ? [0, 0, 1] : [0, 1, 0], toward))
  const up = cross(toward, side)
  const scale = size / (2 * focus.radius)
  const middle = [
    size / 2 - dot(focus.centre, side) * scale,
    size / 2 - dot(focus.centre, up) * scale,
  ] as const
  const map: ShadowMap = { side, up, toward, scale, middle, scan: emptyScan(name, size, size) }
  const seen = projected(points, map)
  for (let t = 0; t < triangles.length; t += 3) {
    const a = u32(triangles, t) * 3
    const b = u32(triangles, t + 1) * 3
    const c = u32(triangles, t + 2) * 3
    const ax = f64(seen, a)
    const bx = f64(seen, b)
    const cx = f64(seen, c)
    if ((ax < 0 && bx < 0 && cx < 0) || (ax > size && bx > size && cx > size)) continue
    fillTriangle(map.scan, 1, seen, a, b, c)
  }
  return map
}

function projected(points: Float32Array, { side, up, toward, scale, middle }: ShadowMap): Float64Array {
  const seen = new Float64Array(points.length)
  for (let n = 0; n < points.length; n += 3) {
    const x = points[n] ?? 0
    const y = points[n + 1] ?? 0
    const z = points[n + 2] ?? 0
    seen[n] = (x * side[0] + y * side[1] + z * side[2]) * scale + middle[0]
    seen[n + 1] = (x * up[0] + y * up[1] + z * up[2]) * scale + middle[1]
    seen[n + 2] = x * toward[0] + y * toward[1] + z * toward[2]
  }
  return seen
}

/** How far off the surface a spot is looked up, in cells of the map, so that a surface does not shade itself. */
const LIFT = 1.3
const SLACK = 0.3

/** How much of the light reaches a spot, 0 to 1: the mean of the four cells around it. Outside the ball all does. */
export function reaches({ side, up, toward, scale, middle, scan }: ShadowMap, spot: Spot): number {
  const lift = LIFT / scale
  const x = f64(spot, 0) + f64(spot, 3) * lift
  const y = f64(spot, 1) + f64(spot, 4) * lift
  const z = f64(spot, 2) + f64(spot, 5) * lift
  const u = (x * side[0] + y * side[1] + z * side[2]) * scale + middle[0] - 0.5
  const v = (x * up[0] + y * up[1] + z * up[2]) * scale + middle[1] - 0.5
  const i = Math.floor(u)
  const j = Math.floor(v)
  const { width, near } = scan
  if (i < 0 || j < 0 || i >= width - 1 || j >= width - 1) return 1
  const depth = x * toward[0] + y * toward[1] + z * toward[2] + SLACK / scale
  const k = j * width + i
  const a = f32(near, k) > depth ? 0 : 1
  const b = f32(near, k + 1) > depth ? 0 : 1
  const c = f32(near, k + width) > depth ? 0 : 1
  const d = f32(near, k + width + 1) > depth ? 0 : 1
  const du = u - i
  const dv = v - j
  return (a + (b - a) * du) * (1 - dv) + (c + (d - c) * du) * dv
}
