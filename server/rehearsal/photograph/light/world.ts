import type { Part } from '../geometry/part.ts'
import { f32, u32 } from './numbers.ts'

/** All parts in one list of triangles, in the room's own space. */
export interface World {
  points: Float64Array
  normals: Float32Array
  coords: Float32Array
  triangles: Uint32Array
  /** The part each triangle belongs to. */
  owner: Uint16Array
  parts: Part[]
}

export function worldOf(parts: Part[]): World {
  const points = parts.reduce((sum, p) => sum + p.shape.points.length, 0)
  const corners = parts.reduce((sum, p) => sum + p.shape.triangles.length, 0)
  const world: World = {
    points: new Float64Array(points),
    normals: new Float32Array(points),
    coords: new Float32Array(points),
    triangles: new Uint32Array(corners),
    owner: new Uint16Array(corners / 3),
    parts,
  }
  let point = 0
  let corner = 0
  for (const [index, part] of parts.entries()) {
    putPoints(world, part, point)
    const { triangles } = part.shape
    for (let i = 0; i < triangles.length; i++) world.triangles[corner + i] = u32(triangles, i) + point / 3
    world.owner.fill(index, corner / 3, (corner + triangles.length) / 3)
    world.coords.set(part.shape.coords, point)
    point += part.shape.points.length
    corner += triangles.length
  }
  return world
}

function putPoints(world: World, { shape, frame }: Part, start: number): void {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0, j = 0, k = 0, l = 0] = frame
  const { points, normals } = shape
  for (let n = 0; n < points.length; n += 3) {
    const x = f32(points, n)
    const y = f32(points, n + 1)
    const z = f32(points, n + 2)
    world.points[start + n] = a * x + b * y + c * z + d
    world.points[start + n + 1] = e * x + f * y + g * z + h
    world.points[start + n + 2] = i * x + j * y + k * z + l
    const nx = f32(normals, n)
    const ny = f32(normals, n + 1)
    const nz = f32(normals, n + 2)
    world.normals[start + n] = a * nx + b * ny + c * nz
    world.normals[start + n + 1] = e * nx + f * ny + g * nz
    world.normals[start + n + 2] = i * nx + j * ny + k * nz
  }
}
