import { wholes } from './buffers.ts'
import { type Camera, focalLength } from './camera.ts'
import { cutAtLens, NEAREST } from './cut.ts'
import { f32, f64, u32 } from './numbers.ts'
import { emptyScan, fillTriangle, type Scan } from './raster.ts'
import type { World } from './world.ts'

/** What the camera sees: a scan finer than the picture, and the projected points. */
export interface View {
  scan: Scan
  /** For each sample the triangle's number plus one; 0 where nothing is. */
  faces: Uint32Array
  /** For each triangle -1 where its normals point away from the camera, else 1. */
  sides: Int8Array
  /** For each point: x and y in pixels of the picture, and 1 / distance. */
  seen: Float64Array
  /** The world with triangles cut at the lens. */
  world: World
  camera: Camera
  /** Pixels a metre has at one metre's distance. */
  focal: number
  width: number
  height: number
}

/** Samples of a pixel: three rows of two, each row moved a little, so that no two share an x. */
export const ACROSS = 2
export const DOWN = 3
export const SAMPLES = ACROSS * DOWN
export const SHIFT: readonly number[] = [-1 / 3, 0, 1 / 3]

export function look(whole: World, camera: Camera, width: number, height: number): View {
  const world = cutAtLens(whole, camera)
  const seen = projectAll(world.points, camera, width, height)
  const faces = wholes('faces', width * height * SAMPLES)
  const scan = emptyScan('view', width * ACROSS, height * DOWN, faces, SHIFT)
  const cells = inCells(seen)
  const { triangles } = world
  for (let t = 0; t < triangles.length; t += 3) {
    const a = u32(triangles, t) * 3
    const b = u32(triangles, t + 1) * 3
    const c = u32(triangles, t + 2) * 3
    if (cells[a + 2] === 0 || cells[b + 2] === 0 || cells[c + 2] === 0) continue
    fillTriangle(scan, t / 3 + 1, cells, a, b, c)
  }
  return {
    scan,
    faces,
    sides: sidesOf(world, camera),
    seen,
    world,
    camera,
    focal: focalLength(camera, width, height),
    width,
    height,
  }
}

/** Pixels of the picture as cells of the scan. */
function inCells(seen: Float64Array): Float64Array {
  const cells = new Float64Array(seen.length)
  for (let n = 0; n < seen.length; n += 3) {
    cells[n] = f64(seen, n) * ACROSS
    cells[n + 1] = f64(seen, n + 1) * DOWN
    cells[n + 2] = f64(seen, n + 2)
  }
  return cells
}

/** x, y and 1 / distance of every point; 1 / distance is 0 for what is behind the lens. */
function projectAll(points: Float64Array, camera: Camera, width: number, height: number): Float64Array {
  const seen = new Float64Array(points.length)
  const { eye, right, up, forward } = camera
  const f = focalLength(camera, width, height)
  for (let n = 0; n < points.length; n += 3) {
    const x = f64(points, n) - eye[0]
    const y = f64(points, n + 1) - eye[1]
    const z = f64(points, n + 2) - eye[2]
    const distance = x * forward[0] + y * forward[1] + z * forward[2]
    if (distance < NEAREST * 0.99) continue
    const near = 1 / distance
    seen[n] = width / 2 + (x * right[0] + y * right[1] + z * right[2]) * f * near
    seen[n + 1] = height / 2 - (x * up[0] + y * up[1] + z * up[2]) * f * near
    seen[n + 2] = near
  }
  return seen
}

/** Which way the normals of a triangle's first corner point, seen from the camera. */
function sidesOf({ triangles, points, normals }: World, { eye }: Camera): Int8Array {
  const sides = new Int8Array(triangles.length / 3)
  for (let t = 0; t < triangles.length; t += 3) {
    const a = u32(triangles, t) * 3
    const b = u32(triangles, t + 1) * 3
    const c = u32(triangles, t + 2) * 3
    const x = f64(points, a)
    const y = f64(points, a + 1)
    const z = f64(points, a + 2)
    const ux = f64(points, b) - x
    const uy = f64(points, b + 1) - y
    const uz = f64(points, b + 2) - z
    const vx = f64(points, c) - x
    const vy = f64(points, c + 1) - y
    const vz = f64(points, c + 2) - z
    const gx = uy * vz - uz * vy
    const gy = uz * vx - ux * vz
    const gz = ux * vy - uy * vx
    const nx = f32(normals, a) + f32(normals, b) + f32(normals, c)
    const ny = f32(normals, a + 1) + f32(normals, b + 1) + f32(normals, c + 1)
    const nz = f32(normals, a + 2) + f32(normals, b + 2) + f32(normals, c + 2)
    const towardEye = gx * (eye[0] - x) + gy * (eye[1] - y) + gz * (eye[2] - z)
    sides[t / 3] = towardEye * (gx * nx + gy * ny + gz * nz) < 0 ? -1 : 1
  }
  return sides
}
