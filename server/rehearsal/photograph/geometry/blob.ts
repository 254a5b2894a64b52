import type { Shape } from './shape.ts'
import { unit, type Vec } from './vec.ts'

/** How far a point is from a surface, in metres: below zero inside. */
export type Distance = (x: number, y: number, z: number) => number

/**
 * The surface of a distance as triangles, by naive surface nets (Gibson 1998): one point in every cell that the
 * surface passes, in the mean of its crossings with the cell's edges. `low` and `high` must hold all of it.
 */
export function blob(distance: Distance, low: Vec, high: Vec, cell: number): Shape {
  const net = sampled(distance, low, high, cell)
  const points: number[] = []
  const pointOf = new Int32Array(net.values.length).fill(-1)
  const triangles: number[] = []
  for (let k = 0; k < net.nz - 1; k++)
    for (let j = 0; j < net.ny - 1; j++)
      for (let i = 0; i < net.nx - 1; i++) {
        const middle = crossing(net, i, j, k)
        if (!middle) continue
        pointOf[indexOf(net, i, j, k)] = points.length / 3
        points.push(low[0] + middle[0] * cell, low[1] + middle[1] * cell, low[2] + middle[2] * cell)
        addFaces(net, pointOf, i, j, k, triangles)
      }
  const positions = Float32Array.from(points)
  return {
    points: positions,
    normals: normalsOf(distance, positions, cell * 0.4),
    coords: positions,
    triangles: Uint32Array.from(triangles),
  }
}

interface Net {
  nx: number
  ny: number
  nz: number
  values: Float32Array
}

function indexOf({ nx, ny }: Net, i: number, j: number, k: number): number {
  return (k * ny + j) * nx + i
}

function sampled(distance: Distance, low: Vec, high: Vec, cell: number): Net {
  const count = (i: 0 | 1 | 2) => Math.ceil((high[i] - low[i]) / cell) + 1
  const net: Net = {
    nx: count(0),
    ny: count(1),
    nz: count(2),
    values: new Float32Array(count(0) * count(1) * count(2)),
  }
  let n = 0
  for (let k = 0; k < net.nz; k++)
    for (let j = 0; j < net.ny; j++)
      for (let i = 0; i < net.nx; i++, n++)
        net.values[n] = distance(low[0] + i * cell, low[1] + j * cell, low[2] + k * cell)
  return net
}

/** The twelve edges of a cell as pairs of its corners, whose bits are x, y and z. */
const EDGES = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((corner) =>
  [1, 2, 4].filter((bit) => (corner & bit) === 0).map((bit) => [corner, corner | bit] as const),
)

/** The mean of the places where the surface crosses the cell's edges; null where it does not pass. */
function crossing(net: Net, i: number, j: number, k: number): Vec | null {
  let x = 0
  let y = 0
  let z = 0
  let count = 0
  for (const [a, b] of EDGES) {
    const va = net.values[indexOf(net, i + (a & 1), j + ((a >> 1) & 1), k + (a >> 2))] ?? 1
    const vb = net.values[indexOf(net, i + (b & 1), j + ((b >> 1) & 1), k + (b >> 2))] ?? 1
    if (va < 0 === vb < 0) continue
    const t = va / (va - vb)
    x += (a & 1) + t * ((b & 1) - (a & 1))
    y += ((a >> 1) & 1) + t * (((b >> 1) & 1) - ((a >> 1) & 1))
    z += (a >> 2) + t * ((b >> 2) - (a >> 2))
    count++
  }
  return count === 0 ? null : [i + x / count, j + y / count, k + z / count]
}

/** The faces between this cell and those before it, one for each of its first three edges that is crossed. */
function addFaces(net: Net, pointOf: Int32Array, i: number, j: number, k: number, triangles: number[]): void {
  const inside = (net.values[indexOf(net, i, j, k)] ?? 1) < 0
  const at = (di: number, dj: number, dk: number) => pointOf[indexOf(net, i - di, j - dj, k - dk)] ?? -1
  const face = (crossed: number, a: number, b: number, c: number) => {
    if ((net.values[crossed] ?? 1) < 0 === inside) return
    const d = at(0, 0, 0)
    if (a >= 0 && b >= 0 && c >= 0) triangles.push(d, a, b, d, b, c)
  }
  if (j > 0 && k > 0) face(indexOf(net, i + 1, j, k), at(0, 1, 0), at(0, 1, 1), at(0, 0, 1))
  if (i > 0 && k > 0) face(indexOf(net, i, j + 1, k), at(1, 0, 0), at(1, 0, 1), at(0, 0, 1))
  if (i > 0 && j > 0) face(indexOf(net, i, j, k + 1), at(1, 0, 0), at(1, 1, 0), at(0, 1, 0))
}

function normalsOf(distance: Distance, points: Float32Array, step: number): Float32Array {
  const normals = new Float32Array(points.length)
  for (let n = 0; n < points.length; n += 3) {
    const x = points[n] ?? 0
    const y = points[n + 1] ?? 0
    const z = points[n + 2] ?? 0
    const slope: Vec = [
      distance(x + step, y, z) - distance(x - step, y, z),
      distance(x, y + step, z) - distance(x, y - step, z),
      distance(x, y, z + step) - distance(x, y, z - step),
    ]
    normals.set(unit(slope), n)
  }
  return normals
}
