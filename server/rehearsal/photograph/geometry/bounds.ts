import { apply } from './frame.ts'
import type { Part } from './part.ts'
import type { Vec } from './vec.ts'

/** The eight corners of the smallest upright box round all parts; without parts, the origin. */
export function cornersOf(parts: Part[]): Vec[] {
  if (parts.length === 0) return [[0, 0, 0]]
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { shape, frame } of parts)
    for (let n = 0; n < shape.points.length; n += 3) {
      const p = apply(frame, [shape.points[n] ?? 0, shape.points[n + 1] ?? 0, shape.points[n + 2] ?? 0])
      for (let i = 0; i < 3; i++) {
        low[i] = Math.min(low[i] ?? 0, p[i] ?? 0)
        high[i] = Math.max(high[i] ?? 0, p[i] ?? 0)
      }
    }
  return [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => [
    (bits & 1 ? high : low)[0] ?? 0,
    (bits & 2 ? high : low)[1] ?? 0,
    (bits & 4 ? high : low)[2] ?? 0,
  ])
}
