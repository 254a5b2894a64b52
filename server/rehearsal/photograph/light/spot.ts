import { clamp } from '../geometry/vec.ts'
import { f32, f64, u16, u32 } from './numbers.ts'
import type { View } from './view.ts'

/** A spot of a surface, as a flat list: place 0-2, normal 3-5, texture coordinates 6-8, 1 / distance 9. */
export type Spot = Float64Array
export const SPOT_SIZE = 10

/**
 * A triangle as the camera sees it. Place, normal, coordinates and one, each divided by the distance, are linear on
 * the screen (perspective-correct interpolation): three numbers for each of the ten, for x, y and the origin.
 */
export interface Plane {
  /** The triangle it was laid for, from 0; -1 before the first. */
  face: number
  slopes: Float64Array
}

export const newPlane = (): Plane => ({ face: -1, slopes: new Float64Array(SPOT_SIZE * 3) })

/** Lays the plane for another triangle; answers at once when it lies there. */
export function layPlane(view: View, face: number, plane: Plane): void {
  if (plane.face === face) return
  plane.face = face
  const { world, seen, sides } = view
  const { triangles, points, normals, coords } = world
  const a = u32(triangles, face * 3) * 3
  const b = u32(triangles, face * 3 + 1) * 3
  const c = u32(triangles, face * 3 + 2) * 3
  const side = sides[face] ?? 1
  for (let i = 0; i < 3; i++) {
    slope(seen, a, b, c, f64(points, a + i), f64(points, b + i), f64(points, c + i), plane.slopes, i)
    slope(
      seen,
      a,
      b,
      c,
      f32(normals, a + i) * side,
      f32(normals, b + i) * side,
      f32(normals, c + i) * side,
      plane.slopes,
      3 + i,
    )
    slope(seen, a, b, c, f32(coords, a + i), f32(coords, b + i), f32(coords, c + i), plane.slopes, 6 + i)
  }
  slope(seen, a, b, c, 1, 1, 1, plane.slopes, 9)
}

/** One quantity's three numbers, from its values at the corners. */
function slope(
  seen: Float64Array,
  a: number,
  b: number,
  c: number,
  atA: number,
  atB: number,
  atC: number,
  slopes: Float64Array,
  which: number,
): void {
  const ax = f64(seen, a)
  const ay = f64(seen, a + 1)
  const ux = f64(seen, b) - ax
  const uy = f64(seen, b + 1) - ay
  const vx = f64(seen, c) - ax
  const vy = f64(seen, c + 1) - ay
  const area = ux * vy - vx * uy || 1e-9
  const qa = atA * f64(seen, a + 2)
  const du = atB * f64(seen, b + 2) - qa
  const dv = atC * f64(seen, c + 2) - qa
  const dx = (du * vy - dv * uy) / area
  const dy = (dv * ux - du * vx) / area
  slopes[which * 3] = dx
  slopes[which * 3 + 1] = dy
  slopes[which * 3 + 2] = qa - dx * ax - dy * ay
}

/** Reads the spot at pixel (px, py), the normal as a unit vector on the camera's side. */
export function spotOn({ slopes: s }: Plane, px: number, py: number, spot: Spot): void {
  const near = f64(s, 27) * px + f64(s, 28) * py + f64(s, 29)
  const x = px / near
  const y = py / near
  const one = 1 / near
  spot[0] = f64(s, 0) * x + f64(s, 1) * y + f64(s, 2) * one
  spot[1] = f64(s, 3) * x + f64(s, 4) * y + f64(s, 5) * one
  spot[2] = f64(s, 6) * x + f64(s, 7) * y + f64(s, 8) * one
  const nx = f64(s, 9) * x + f64(s, 10) * y + f64(s, 11) * one
  const ny = f64(s, 12) * x + f64(s, 13) * y + f64(s, 14) * one
  const nz = f64(s, 15) * x + f64(s, 16) * y + f64(s, 17) * one
  const size = Math.sqrt(nx * nx + ny * ny + nz * nz) || 1
  spot[3] = nx / size
  spot[4] = ny / size
  spot[5] = nz / size
  spot[9] = near
  coordsOn(s, x, y, one, spot)
}

/** Reads only the texture coordinates there; the rest of the spot stays. */
export function patternSpotOn({ slopes: s }: Plane, px: number, py: number, spot: Spot): void {
  const near = f64(s, 27) * px + f64(s, 28) * py + f64(s, 29)
  coordsOn(s, px / near, py / near, 1 / near, spot)
}

function coordsOn(s: Float64Array, x: number, y: number, one: number, spot: Spot): void {
  spot[6] = f64(s, 18) * x + f64(s, 19) * y + f64(s, 20) * one
  spot[7] = f64(s, 21) * x + f64(s, 22) * y + f64(s, 23) * one
  spot[8] = f64(s, 24) * x + f64(s, 25) * y + f64(s, 26) * one
}

/** The spot of a triangle (from 0) seen at a pixel, or else the one nearest to it on the screen. Answers the number of the part. */
export function spotAt(view: View, face: number, px: number, py: number, spot: Spot): number {
  const { world, seen, sides } = view
  const { triangles, points, normals, coords } = world
  const a = u32(triangles, face * 3) * 3
  const b = u32(triangles, face * 3 + 1) * 3
  const c = u32(triangles, face * 3 + 2) * 3
  const ax = f64(seen, a) - px
  const ay = f64(seen, a + 1) - py
  const bx = f64(seen, b) - px
  const by = f64(seen, b + 1) - py
  const cx = f64(seen, c) - px
  const cy = f64(seen, c + 1) - py
  const turn = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay) < 0 ? -1 : 1
  let fa = (bx * cy - cx * by) * turn
  let fb = (cx * ay - ax * cy) * turn
  let fc = (ax * by - bx * ay) * turn
  if (fa < 0 && fa <= fb && fa <= fc) {
    fa = 0
    fc = nearestOn(bx, by, cx, cy)
    fb = 1 - fc
  } else if (fb < 0 && fb <= fc) {
    fb = 0
    fa = nearestOn(cx, cy, ax, ay)
    fc = 1 - fa
  } else if (fc < 0) {
    fc = 0
    fb = nearestOn(ax, ay, bx, by)
    fa = 1 - fb
  }
  let wa = fa * f64(seen, a + 2)
  let wb = fb * f64(seen, b + 2)
  let wc = fc * f64(seen, c + 2)
  const sum = wa + wb + wc || 1
  wa /= sum
  wb /= sum
  wc /= sum
  spot[0] = wa * f64(points, a) + wb * f64(points, b) + wc * f64(points, c)
  spot[1] = wa * f64(points, a + 1) + wb * f64(points, b + 1) + wc * f64(points, c + 1)
  spot[2] = wa * f64(points, a + 2) + wb * f64(points, b + 2) + wc * f64(points, c + 2)
  const nx = wa * f32(normals, a) + wb * f32(normals, b) + wc * f32(normals, c)
  const ny = wa * f32(normals, a + 1) + wb * f32(normals, b + 1) + wc * f32(normals, c + 1)
  const nz = wa * f32(normals, a + 2) + wb * f32(normals, b + 2) + wc * f32(normals, c + 2)
  const size = (Math.sqrt(nx * nx + ny * ny + nz * nz) || 1) * (sides[face] ?? 1)
  spot[3] = nx / size
  spot[4] = ny / size
  spot[5] = nz / size
  spot[6] = wa * f32(coords, a) + wb * f32(coords, b) + wc * f32(coords, c)
  spot[7] = wa * f32(coords, a + 1) + wb * f32(coords, b + 1) + wc * f32(coords, c + 1)
  spot[8] = wa * f32(coords, a + 2) + wb * f32(coords, b + 2) + wc * f32(coords, c + 2)
  spot[9] = sum / (fa + fb + fc || 1)
  return u16(world.owner, face)
}

/** Which share of the way from one point to another comes nearest to the origin, 0 to 1. */
function nearestOn(x: number, y: number, toX: number, toY: number): number {
  const dx = toX - x
  const dy = toY - y
  return clamp(-(x * dx + y * dy) / (dx * dx + dy * dy || 1), 0, 1)
}
