import { grid, type Shape } from './shape.ts'
import { add, cross, dot, sub, times, unit, type Vec } from './vec.ts'

const TURN = 2 * Math.PI

/** A pipe along a line, round in section; `radius` may change along the way (0 to 1). Its ends are open. */
export function pipe(line: Vec[], radius: number | ((along: number) => number), sides = 10): Shape {
  const width = typeof radius === 'number' ? () => radius : radius
  const frames = frameAlong(line)
  const long = lengthOf(line)
  return grid(
    sides,
    line.length - 1,
    (u, v) => {
      const i = Math.round(v * (line.length - 1))
      const frame = frames[i]
      const at = line[i]
      if (!frame || !at) return [0, 0, 0]
      const r = width(v)
      return add(at, add(times(frame.side, r * Math.cos(u * TURN)), times(frame.up, r * Math.sin(u * TURN))))
    },
    { closedAcross: true, coords: (u, v) => [u * 0.05, v * long, 0] },
  )
}

/** Sideways and upward directions that turn as little as possible along the line. */
function frameAlong(line: Vec[]): { side: Vec; up: Vec }[] {
  let up: Vec = [0, 0, 0]
  return line.map((_, i) => {
    const way = unit(
      sub(line[Math.min(line.length - 1, i + 1)] ?? [0, 1, 0], line[Math.max(0, i - 1)] ?? [0, 0, 0]),
    )
    if (i === 0) up = Math.abs(way[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0]
    up = unit(sub(up, times(way, dot(up, way))))
    return { up, side: unit(cross(way, up)) }
  })
}

function lengthOf(line: Vec[]): number {
  let sum = 0
  for (let i = 1; i < line.length; i++) {
    const step = sub(line[i] ?? [0, 0, 0], line[i - 1] ?? [0, 0, 0])
    sum += Math.hypot(...step)
  }
  return sum
}
