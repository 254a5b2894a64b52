import { type Outline, runs, smoothOutline } from './curve.ts'
import { grid, join, type Shape } from './shape.ts'

const TURN = 2 * Math.PI

/** What a potter or turner makes: the outline swung round the y axis. A point given twice is a sharp edge. */
export function turned(outline: Outline, sides = 36): Shape {
  return join(
    runs(outline).map((run) =>
      grid(
        sides,
        run.length - 1,
        (u, v) => {
          const [r, y] = run[Math.round(v * (run.length - 1))] ?? [0, 0]
          return [r * Math.cos(u * TURN), y, -r * Math.sin(u * TURN)]
        },
        { closedAcross: true },
      ),
    ),
  )
}

/** A cylinder or cone about the y axis, closed at both ends. */
export function cylinder(below: number, above: number, from: number, to: number, sides = 32): Shape {
  return turned(
    [
      [0, from],
      [below, from],
      [below, from],
      [above, to],
      [above, to],
      [0, to],
    ],
    sides,
  )
}

/** `turned` with the outline smoothed through its points; a point given twice stays an edge. */
export function thrown(outline: Outline, sides = 36): Shape {
  return turned(smoothOutline(outline), sides)
}
