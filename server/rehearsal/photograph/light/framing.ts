import { add, dot, sub, times, type Vec } from '../geometry/vec.ts'
import { type Aim, cameraFor } from './camera.ts'

/**
 * Steps back along `toward` (a unit vector from the thing to the photographer) until the corners of the thing fill
 * `fill` of the picture's shorter edge, or as much of the longer one as `aspect` (width / height) gives, and turns
 * so that they are in the middle.
 */
export function framed(corners: Vec[], toward: Vec, angle: number, fill: number, aspect: number): Aim {
  const half = Math.tan((angle * Math.PI) / 360)
  const room =
    aspect < 1
      ? { across: 1, upward: Math.min(1 / aspect, 1.2) }
      : { across: Math.min(aspect, 1.2), upward: 1 }
  let at: Vec = times(
    corners.reduce((sum, c) => add(sum, c), [0, 0, 0] as Vec),
    1 / corners.length,
  )
  let distance = 1
  for (let round = 0; round < 6; round++) {
    const eye = add(at, times(toward, distance))
    const { right, up, forward } = cameraFor({ eye, at, angle })
    const seen = corners.map((c) => {
      const d = sub(c, eye)
      const away = Math.max(0.05, dot(d, forward))
      return { x: dot(d, right) / away, y: dot(d, up) / away }
    })
    const xs = seen.map((s) => s.x)
    const ys = seen.map((s) => s.y)
    const [left, rightmost, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
    at = add(
      at,
      add(times(right, ((left + rightmost) / 2) * distance), times(up, ((low + high) / 2) * distance)),
    )
    const share = Math.max((rightmost - left) / room.across, (high - low) / room.upward) / (2 * half * fill)
    distance *= Math.min(2.5, Math.max(0.4, share))
  }
  return { eye: add(at, times(toward, distance)), at, angle }
}
