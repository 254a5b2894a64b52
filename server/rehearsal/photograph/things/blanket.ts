import { bar } from '../geometry/bar.ts'
import { type Part, part } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { grid } from '../geometry/shape.ts'
import { smoothstep, type Vec } from '../geometry/vec.ts'
import { striped, weave } from '../surface/cloth.ts'
import { ofCell } from '../surface/noise.ts'
import { matt, patterned, ratio, timber } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

const WIDTH = 0.62
/** The rail it hangs over. */
const RAIL = 0.86

/** Hung over a ladder-like stand, longer before than behind. */
export function blanket({ main, second, detail }: Colours): Thing {
  const wool = patterned(
    main,
    striped(weave(0.009, 0.3), 'y', [
      { every: 2, share: 0.05, shift: -0.62, colour: ratio(main, second) },
      { every: 2, share: 0.02, shift: -0.77, colour: ratio(main, second) },
      { every: 2, share: 0.02, shift: -0.56, colour: ratio(main, second) },
    ]),
    { relief: true },
  )
  const hanging = grid(64, 60, (u, v) => drape(u, v), { coords: (u, v) => [u * WIDTH * 1.2, v * 1.45, 0] })
  return {
    rests: 'floor',
    size: [0.8, 0.92, 0.4],
    parts: [part(hanging, wool), ...fringe(detail), ...stand()],
  }
}

/** v runs from the front hem (0) over the rail to the back hem (1); the folds open towards the hems. */
function drape(u: number, v: number): Vec {
  const along = v * 1.45
  const front = 0.72
  const over = 0.07
  const down = along < front ? front - along : Math.max(0, along - front - over)
  const side = along < front ? 1 : along > front + over ? -1 : 1 - (2 * (along - front)) / over
  const top = 0.022 * Math.sqrt(Math.max(0, 1 - side * side))
  const loose = smoothstep(0, 0.5, down)
  const fold = Math.sin(u * 21 + 0.9 * Math.sin(u * 5)) * 0.022 + Math.sin(u * 9.3 + 1.2) * 0.018
  const x = (u - 0.5) * WIDTH * (1 - 0.06 * loose) + 0.006 * Math.sin(u * 21 + 1.5) * loose
  const slope = side > 0 ? 0.1 : 0.04
  return [x, RAIL + top - down, side * 0.022 + side * (down * slope) + fold * (0.2 + loose) * 0.85]
}

function fringe(hex: string): Part[] {
  return Array.from({ length: 40 }, (_, i) => {
    const u = (i + 0.5) / 40
    const [x, y, z] = drape(u, 0.002)
    const away = (ofCell(i, 7) - 0.5) * 0.014
    return part(
      pipe(
        [
          [x, y + 0.004, z],
          [x + away * 0.3, y - 0.03, z + away * 0.4],
          [x + away, y - 0.062, z + away],
        ],
        0.0042,
        5,
      ),
      matt(hex),
    )
  })
}

function stand(): Part[] {
  const wood = (salt: number) => timber('#a8794c', 'y', 0.2, 0.3, salt)
  const upright = (x: number) => [
    part(bar([x, 0, 0.16], [x, RAIL + 0.03, 0], 0.026, 0.026, 0.008), wood(x)),
    part(bar([x, 0, -0.2], [x, RAIL + 0.01, -0.005], 0.026, 0.026, 0.008), wood(x + 4)),
  ]
  return [
    ...upright(-0.375),
    ...upright(0.375),
    part(bar([-0.4, RAIL, 0], [0.4, RAIL, 0], 0.028, 0.028, 0.012), wood(1)),
    part(bar([-0.375, 0.18, -0.155], [0.375, 0.18, -0.155], 0.022, 0.022, 0.01), wood(2)),
    part(bar([-0.375, 0.16, 0.128], [0.375, 0.16, 0.128], 0.022, 0.022, 0.01), wood(3)),
  ]
}
