/** A point or direction in metres: x to the right, y up, z towards the photographer. */
export type Vec = readonly [number, number, number]

export const add = (a: Vec, b: Vec): Vec => [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
export const sub = (a: Vec, b: Vec): Vec => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
export const times = (a: Vec, k: number): Vec => [a[0] * k, a[1] * k, a[2] * k]
export const dot = (a: Vec, b: Vec): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
export const length = (a: Vec): number => Math.hypot(a[0], a[1], a[2])

export const cross = (a: Vec, b: Vec): Vec => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]

/** The zero vector stays zero. */
export function unit(a: Vec): Vec {
  const size = length(a)
  return size === 0 ? a : times(a, 1 / size)
}

export const mix = (a: Vec, b: Vec, k: number): Vec => add(times(a, 1 - k), times(b, k))
export const clamp = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x))

/** 0 below `from`, 1 above `to`, an S between. */
export function smoothstep(from: number, to: number, x: number): number {
  const k = clamp((x - from) / (to - from), 0, 1)
  return k * k * (3 - 2 * k)
}
