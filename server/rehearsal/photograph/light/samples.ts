import { f32, u8, u32 } from './numbers.ts'
import { ACROSS, SAMPLES, type View } from './view.ts'
import type { World } from './world.ts'

/** Samples of a pixel that lie on one part and differ in distance by less than this share are looked at once. */
const SAME_DISTANCE = 0.02

/** Where the pixel's sample `i` lies in the scan. */
export function sampleOf(corner: number, i: number, width: number): number {
  const row = (i / ACROSS) | 0
  return corner + row * width + i - row * ACROSS
}

/** Puts the pixel's samples into groups that lie on one surface, each spoken for by its first. */
export function group(view: View, corner: number, counts: Uint8Array): void {
  for (let i = 0; i < SAMPLES; i++) {
    counts[i] = 0
    const leader = leaderOf(view, corner, i, counts)
    counts[leader] = u8(counts, leader) + 1
  }
}

/** The first sample of the pixel that lies on the same surface as sample `i`; `i` itself where none does. */
function leaderOf({ faces, scan, world }: View, corner: number, i: number, counts: Uint8Array): number {
  const sample = sampleOf(corner, i, scan.width)
  const face = u32(faces, sample)
  for (let j = 0; j < i; j++) {
    if (counts[j] === 0) continue
    const other = sampleOf(corner, j, scan.width)
    const otherFace = u32(faces, other)
    if (face === otherFace) return j
    if (face === 0 || otherFace === 0 || world.owner[face - 1] !== world.owner[otherFace - 1]) continue
    if (Math.abs(f32(scan.near, sample) / (scan.near[other] ?? 1) - 1) > SAME_DISTANCE) continue
    if (alike(world, face - 1, otherFace - 1)) return j
  }
  return i
}

/** Whether two triangles lie about the same way: no sharp edge is between them. */
function alike({ triangles, normals }: World, one: number, other: number): boolean {
  const a = u32(triangles, one * 3) * 3
  const b = u32(triangles, other * 3) * 3
  const along =
    f32(normals, a) * f32(normals, b) +
    f32(normals, a + 1) * f32(normals, b + 1) +
    f32(normals, a + 2) * f32(normals, b + 2)
  return along > 0.7
}
