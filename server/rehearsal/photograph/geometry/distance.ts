import type { Distance } from './blob.ts'
import { clamp, dot, sub, type Vec } from './vec.ts'

/** A bone: a line with a radius at each end. */
export function bone(from: Vec, to: Vec, first: number, last = first): Distance {
  const way = sub(to, from)
  const square = dot(way, way)
  return (x, y, z) => {
    const px = x - from[0]
    const py = y - from[1]
    const pz = z - from[2]
    const k = clamp((px * way[0] + py * way[1] + pz * way[2]) / square, 0, 1)
    return Math.hypot(px - way[0] * k, py - way[1] * k, pz - way[2] * k) - (first + (last - first) * k)
  }
}

/** An egg: near enough a distance for blending (Quílez: ellipsoid bound). */
export function egg(at: Vec, rx: number, ry: number, rz: number): Distance {
  return (x, y, z) => {
    const px = (x - at[0]) / rx
    const py = (y - at[1]) / ry
    const pz = (z - at[2]) / rz
    const size = Math.hypot(px, py, pz)
    const slope = Math.hypot(px / rx, py / ry, pz / rz)
    return slope === 0 ? -Math.min(rx, ry, rz) : (size * (size - 1)) / slope
  }
}

/** A box with edges rounded by `round`. */
export function block(at: Vec, half: Vec, round: number): Distance {
  return (x, y, z) => {
    const qx = Math.abs(x - at[0]) - half[0] + round
    const qy = Math.abs(y - at[1]) - half[1] + round
    const qz = Math.abs(z - at[2]) - half[2] + round
    const outside = Math.hypot(Math.max(qx, 0), Math.max(qy, 0), Math.max(qz, 0))
    return outside + Math.min(Math.max(qx, qy, qz), 0) - round
  }
}

/** One or the other, melted together over about `melt` metres (polynomial smooth minimum). */
export function melted(melt: number, first: Distance, ...others: Distance[]): Distance {
  return others.reduce<Distance>(
    (a, b) => (x, y, z) => {
      const da = a(x, y, z)
      const db = b(x, y, z)
      const k = clamp(0.5 + (0.5 * (db - da)) / melt, 0, 1)
      return db + (da - db) * k - melt * k * (1 - k)
    },
    first,
  )
}

/** The first without the second. */
export function without(whole: Distance, hole: Distance): Distance {
  return (x, y, z) => Math.max(whole(x, y, z), -hole(x, y, z))
}

/** A flat piece `thick` metres deep, from z = 0 to the front, whose outline is a distance in the plane. */
export function slab(outline: (x: number, y: number) => number, thick: number, round: number): Distance {
  return (x, y, z) => {
    const a = outline(x, y) + round
    const b = Math.abs(z - thick / 2) - thick / 2 + round
    return Math.min(Math.max(a, b), 0) + Math.hypot(Math.max(a, 0), Math.max(b, 0)) - round
  }
}
