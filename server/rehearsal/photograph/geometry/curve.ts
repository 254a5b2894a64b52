import { add, sub, times, type Vec } from './vec.ts'

/** A point of an outline: distance from the axis, height. */
export type Outline = readonly (readonly [number, number])[]

/** A smooth line through all points (centripetal-like Catmull-Rom with end points doubled), `steps` pieces a span. */
export function through(points: Vec[], steps = 8): Vec[] {
  const line: Vec[] = []
  const at = (i: number): Vec => points[Math.min(points.length - 1, Math.max(0, i))] ?? [0, 0, 0]
  for (let i = 0; i < points.length - 1; i++)
    for (let s = 0; s < steps; s++) line.push(spline(at(i - 1), at(i), at(i + 1), at(i + 2), s / steps))
  line.push(at(points.length - 1))
  return line
}

function spline(a: Vec, b: Vec, c: Vec, d: Vec, t: number): Vec {
  const linear = times(sub(c, a), t)
  const square = times(add(sub(times(a, 2), times(b, 5)), sub(times(c, 4), d)), t * t)
  const cube = times(add(sub(times(b, 3), a), sub(d, times(c, 3))), t * t * t)
  return add(b, times(add(add(linear, square), cube), 0.5))
}

/** `through` for an outline; a point given twice in a row stays a corner. */
export function smoothOutline(outline: Outline, steps = 4): [number, number][] {
  const line: [number, number][] = []
  for (const run of runs(outline))
    for (const p of through(
      run.map(([r, y]) => [Math.max(0, r), y, 0] as const),
      steps,
    ))
      line.push([Math.max(0, p[0]), p[1]])
  return line
}

/** The outline cut at its corners (points given twice in a row). */
export function runs(outline: Outline): (readonly [number, number])[][] {
  const all: (readonly [number, number])[][] = [[]]
  let last: readonly [number, number] | undefined
  for (const point of outline) {
    if (last && last[0] === point[0] && last[1] === point[1]) all.push([])
    all[all.length - 1]?.push(point)
    last = point
  }
  return all.filter((run) => run.length > 1)
}
