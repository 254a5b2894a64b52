import type { Camera } from './camera.ts'
import { f64, u16, u32 } from './numbers.ts'
import type { World } from './world.ts'

/** Nothing nearer than this is seen, in metres. */
export const NEAREST = 0.04

/** The world and, for every triangle that crosses the nearest plane, the one or two pieces of it in front. */
export function cutAtLens(world: World, camera: Camera): World {
  const depth = depthsOf(world, camera)
  const crossing = crossingTriangles(world, depth)
  if (crossing.length === 0) return world
  const pieces: Pieces = {
    count: depth.length,
    points: [],
    normals: [],
    coords: [],
    triangles: [],
    owner: [],
  }
  for (const t of crossing) cutOne(world, depth, t, pieces)
  return {
    parts: world.parts,
    points: joined(Float64Array, world.points, pieces.points),
    normals: joined(Float32Array, world.normals, pieces.normals),
    coords: joined(Float32Array, world.coords, pieces.coords),
    triangles: joined(Uint32Array, world.triangles, pieces.triangles),
    owner: joined(Uint16Array, world.owner, pieces.owner),
  }
}

/** How far each point is before the nearest plane; below zero behind it. */
function depthsOf({ points }: World, { eye, forward }: Camera): Float64Array {
  const depth = new Float64Array(points.length / 3)
  for (let p = 0, n = 0; p < depth.length; p++, n += 3)
    depth[p] =
      (f64(points, n) - eye[0]) * forward[0] +
      (f64(points, n + 1) - eye[1]) * forward[1] +
      (f64(points, n + 2) - eye[2]) * forward[2] -
      NEAREST
  return depth
}

function crossingTriangles({ triangles }: World, depth: Float64Array): number[] {
  const found: number[] = []
  for (let t = 0; t < triangles.length; t += 3) {
    const a = f64(depth, u32(triangles, t)) > 0
    const b = f64(depth, u32(triangles, t + 1)) > 0
    const c = f64(depth, u32(triangles, t + 2)) > 0
    if (a !== b || b !== c) found.push(t)
  }
  return found
}

interface Pieces {
  /** Points so far, those of the world among them. */
  count: number
  points: number[]
  normals: number[]
  coords: number[]
  triangles: number[]
  owner: number[]
}

function cutOne(world: World, depth: Float64Array, t: number, pieces: Pieces): void {
  const kept: number[] = []
  for (let i = 0; i < 3; i++) {
    const a = u32(world.triangles, t + i)
    const b = u32(world.triangles, t + ((i + 1) % 3))
    const da = f64(depth, a)
    const db = f64(depth, b)
    if (da > 0) kept.push(a)
    if (da > 0 !== db > 0) kept.push(between(world, a, b, da / (da - db), pieces))
  }
  for (let i = 2; i < kept.length; i++) {
    pieces.triangles.push(kept[0] ?? 0, kept[i - 1] ?? 0, kept[i] ?? 0)
    pieces.owner.push(u16(world.owner, t / 3))
  }
}

/** Adds the point `k` of the way from one to another; answers its number. */
function between(world: World, a: number, b: number, k: number, pieces: Pieces): number {
  for (const name of ['points', 'normals', 'coords'] as const)
    for (let i = 0; i < 3; i++) {
      const from = world[name][a * 3 + i] ?? 0
      pieces[name].push(from + ((world[name][b * 3 + i] ?? 0) - from) * k)
    }
  return pieces.count++
}

type Numbers = Float64Array | Float32Array | Uint32Array | Uint16Array

function joined<T extends Numbers>(kind: new (length: number) => T, first: T, then: number[]): T {
  const list = new kind(first.length + then.length)
  list.set(first)
  list.set(then, first.length)
  return list
}
