import { apply, type Frame } from './frame.ts'
import type { Vec } from './vec.ts'

/** A surface of triangles. Points, unit normals and texture coordinates take three numbers each. */
export interface Shape {
  points: Float32Array
  normals: Float32Array
  /** Where a point lies in the pattern of its material; as a rule its own place, in metres. */
  coords: Float32Array
  /** Three indices of points each. */
  triangles: Uint32Array
}

export interface GridOptions {
  /** The last column meets the first. */
  closedAcross?: boolean
  closedAlong?: boolean
  /** Texture coordinates, where the place itself will not do. */
  coords?: (u: number, v: number) => Vec
}

/** A curved sheet: `at(u, v)` for u and v from 0 to 1, in `across` × `along` four-sided cells. */
export function grid(
  across: number,
  along: number,
  at: (u: number, v: number) => Vec,
  options: GridOptions = {},
): Shape {
  const columns = across + 1
  const count = columns * (along + 1)
  const points = new Float32Array(count * 3)
  const coords = options.coords ? new Float32Array(count * 3) : points
  for (let j = 0, n = 0; j <= along; j++)
    for (let i = 0; i <= across; i++, n += 3) {
      put(points, n, at(i / across, j / along))
      if (options.coords) put(coords, n, options.coords(i / across, j / along))
    }
  const triangles = new Uint32Array(across * along * 6)
  for (let j = 0, n = 0; j < along; j++)
    for (let i = 0; i < across; i++, n += 6) {
      const a = j * columns + i
      triangles[n] = a
      triangles[n + 1] = a + 1
      triangles[n + 2] = a + columns
      triangles[n + 3] = a + 1
      triangles[n + 4] = a + columns + 1
      triangles[n + 5] = a + columns
    }
  return { points, normals: gridNormals(points, across, along, options), coords, triangles }
}

function put(list: Float32Array, n: number, [x, y, z]: Vec): void {
  list[n] = x
  list[n + 1] = y
  list[n + 2] = z
}

/** Normals from the neighbours; at a pole, where a whole row is one point, from the next row in. */
function gridNormals(
  points: Float32Array,
  across: number,
  along: number,
  options: GridOptions,
): Float32Array {
  const normals = new Float32Array(points.length)
  const column = (i: number) =>
    options.closedAcross ? (i + across) % across : i < 0 ? 0 : i > across ? across : i
  const row = (j: number) => (options.closedAlong ? (j + along) % along : j < 0 ? 0 : j > along ? along : j)
  const index = (i: number, j: number) => (row(j) * (across + 1) + column(i)) * 3
  for (let j = 0, n = 0; j <= along; j++)
    for (let i = 0; i <= across; i++, n += 3) {
      const found =
        crossAt(points, index(i + 1, j), index(i - 1, j), index(i, j + 1), index(i, j - 1), normals, n) ||
        crossAt(points, index(i + 1, j + 1), index(i - 1, j + 1), index(i, j + 1), index(i, j), normals, n) ||
        crossAt(points, index(i + 1, j - 1), index(i - 1, j - 1), index(i, j), index(i, j - 1), normals, n)
      if (!found) put(normals, n, [0, 1, 0])
    }
  return normals
}

/** Writes the unit normal of two directions, each from the second to the first point; false where they span none. */
function crossAt(
  p: Float32Array,
  a: number,
  b: number,
  c: number,
  d: number,
  to: Float32Array,
  n: number,
): boolean {
  const ux = (p[a] ?? 0) - (p[b] ?? 0)
  const uy = (p[a + 1] ?? 0) - (p[b + 1] ?? 0)
  const uz = (p[a + 2] ?? 0) - (p[b + 2] ?? 0)
  const vx = (p[c] ?? 0) - (p[d] ?? 0)
  const vy = (p[c + 1] ?? 0) - (p[d + 1] ?? 0)
  const vz = (p[c + 2] ?? 0) - (p[d + 2] ?? 0)
  const x = uy * vz - uz * vy
  const y = uz * vx - ux * vz
  const z = ux * vy - uy * vx
  const size = Math.sqrt(x * x + y * y + z * z)
  if (size < 1e-12) return false
  to[n] = x / size
  to[n + 1] = y / size
  to[n + 2] = z / size
  return true
}

/** Several surfaces as one. */
export function join(shapes: Shape[]): Shape {
  const size = (of: (shape: Shape) => { length: number }) => shapes.reduce((sum, s) => sum + of(s).length, 0)
  const joined: Shape = {
    points: new Float32Array(size((s) => s.points)),
    normals: new Float32Array(size((s) => s.normals)),
    coords: new Float32Array(size((s) => s.coords)),
    triangles: new Uint32Array(size((s) => s.triangles)),
  }
  let point = 0
  let triangle = 0
  for (const shape of shapes) {
    joined.points.set(shape.points, point)
    joined.normals.set(shape.normals, point)
    joined.coords.set(shape.coords, point)
    for (let i = 0; i < shape.triangles.length; i++)
      joined.triangles[triangle + i] = (shape.triangles[i] ?? 0) + point / 3
    point += shape.points.length
    triangle += shape.triangles.length
  }
  return joined
}

/** The surface moved and turned; its pattern stays as it lay. The frame must not stretch. */
export function shaped(shape: Shape, frame: Frame): Shape {
  const points = new Float32Array(shape.points.length)
  const normals = new Float32Array(shape.normals.length)
  const turn: Frame = frame.map((x, i) => (i % 4 === 3 ? 0 : x))
  for (let n = 0; n < points.length; n += 3) {
    points.set(apply(frame, triple(shape.points, n)), n)
    normals.set(apply(turn, triple(shape.normals, n)), n)
  }
  return { ...shape, points, normals }
}

function triple(list: Float32Array, n: number): Vec {
  return [list[n] ?? 0, list[n + 1] ?? 0, list[n + 2] ?? 0]
}
