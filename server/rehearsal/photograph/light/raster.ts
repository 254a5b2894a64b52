import { floats } from './buffers.ts'
import { f32, f64, i32 } from './numbers.ts'

/** What a scan leaves: for each cell, how near the nearest surface is and which triangle it is. */
export interface Scan {
  width: number
  height: number
  /** Larger is nearer; `-Infinity` where nothing is. */
  near: Float32Array
  /** The triangle's number plus one; left as it is where nothing is. Null when nobody asks. */
  face: Uint32Array | null
  /** How far the cells of a row are moved to the right, in cells, for each row in turn. */
  shift: readonly number[]
}

export function emptyScan(
  name: string,
  width: number,
  height: number,
  face: Uint32Array | null = null,
  shift: readonly number[] = [0],
): Scan {
  return { width, height, near: floats(name, width * height, Number.NEGATIVE_INFINITY), face, shift }
}

const order = new Int32Array(3)

/** Writes three corners into `order`, the highest on the screen first. */
function sortByHeight(points: Float64Array, i: number, j: number, k: number): void {
  const swap = f64(points, j + 1) < f64(points, i + 1)
  const upper = swap ? j : i
  const lower = swap ? i : j
  const y = f64(points, k + 1)
  const first = y < f64(points, upper + 1)
  const last = y >= f64(points, lower + 1)
  order[0] = first ? k : upper
  order[1] = first ? upper : last ? lower : k
  order[2] = last ? k : lower
}

/**
 * Fills one triangle, given by where its corners begin in a list of points: x and y in cells, and z, which grows
 * towards the viewer and is linear on the screen. A cell belongs to the triangle that covers its middle; triangles
 * that share an edge leave no gap and no double, since the edge is computed from the same two points in the same
 * order. (Numbers are read from the list, not handed over: V8 puts every fraction it hands over on the heap.)
 */
export function fillTriangle(
  scan: Scan,
  face: number,
  points: Float64Array,
  i: number,
  j: number,
  k: number,
): void {
  sortByHeight(points, i, j, k)
  const a = i32(order, 0)
  const b = i32(order, 1)
  const c = i32(order, 2)
  const ay = f64(points, a + 1)
  const cy = f64(points, c + 1)
  const { width, height, near, face: faces, shift } = scan
  const first = Math.max(0, Math.ceil(ay - 0.5))
  const last = Math.min(height - 1, Math.ceil(cy - 0.5) - 1)
  if (last < first) return
  const ax = f64(points, a)
  const az = f64(points, a + 2)
  const bx = f64(points, b)
  const by = f64(points, b + 1)
  const cx = f64(points, c)
  const ux = bx - ax
  const uy = by - ay
  const uz = f64(points, b + 2) - az
  const vx = cx - ax
  const vy = cy - ay
  const vz = f64(points, c + 2) - az
  const area = ux * vy - vx * uy
  if (area === 0) return
  const dzdx = (uz * vy - vz * uy) / area
  const dzdy = (vz * ux - uz * vx) / area
  const z0 = az - ax * dzdx - ay * dzdy
  const long = vx / vy
  const upper = ux / uy
  const lower = (cx - bx) / (cy - by)
  for (let row = first; row <= last; row++) {
    const y = row + 0.5
    const middle = 0.5 + (shift[row % shift.length] ?? 0)
    const one = ax + (y - ay) * long
    const other = y < by ? ax + (y - ay) * upper : bx + (y - by) * lower
    const from = Math.max(0, Math.ceil((one < other ? one : other) - middle))
    const to = Math.min(width - 1, Math.ceil((one < other ? other : one) - middle) - 1)
    let z = z0 + (from + middle) * dzdx + y * dzdy
    for (let n = row * width + from, end = row * width + to; n <= end; n++, z += dzdx)
      if (z > f32(near, n)) {
        near[n] = z
        if (faces) faces[n] = face
      }
  }
}
