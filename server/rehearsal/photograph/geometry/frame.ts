import type { Vec } from './vec.ts'

/** Where something stands and how it is turned, three rows of a 3×4 matrix: p' = M·p + t. Frames never stretch. */
export type Frame = readonly number[]

export const here: Frame = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]

export const move = (x: number, y: number, z: number): Frame => [1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z]

/** Turns by radians, counter-clockwise when the axis points at the viewer. */
export function turnX(angle: number): Frame {
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  return [1, 0, 0, 0, 0, c, -s, 0, 0, s, c, 0]
}
export function turnY(angle: number): Frame {
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  return [c, 0, s, 0, 0, 1, 0, 0, -s, 0, c, 0]
}
export function turnZ(angle: number): Frame {
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  return [c, -s, 0, 0, s, c, 0, 0, 0, 0, 1, 0]
}

/** The last frame is applied first, as in mathematics: `chain(move(…), turnY(…))` turns, then moves. */
export function chain(...frames: Frame[]): Frame {
  return frames.reduce(after, here)
}

function after(a: Frame, b: Frame): Frame {
  const out: number[] = []
  for (let row = 0; row < 3; row++) {
    const [x = 0, y = 0, z = 0, t = 0] = a.slice(row * 4, row * 4 + 4)
    for (let column = 0; column < 4; column++) {
      const sum = x * (b[column] ?? 0) + y * (b[4 + column] ?? 0) + z * (b[8 + column] ?? 0)
      out.push(column === 3 ? sum + t : sum)
    }
  }
  return out
}

export function apply(frame: Frame, p: Vec): Vec {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0, j = 0, k = 0, l = 0] = frame
  return [
    a * p[0] + b * p[1] + c * p[2] + d,
    e * p[0] + f * p[1] + g * p[2] + h,
    i * p[0] + j * p[1] + k * p[2] + l,
  ]
}
