import { here } from '../geometry/frame.ts'
import { type Part, part } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { grid } from '../geometry/shape.ts'
import { striped, weave } from '../surface/cloth.ts'
import { ofCell } from '../surface/noise.ts'
import { matt, patterned, ratio } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

const WIDTH = 1.0
const LONG = 1.55

export function rug({ main, second, detail }: Colours): Thing {
  const pattern = striped(weave(0.011, 0.3), 'z', [
    { every: 0.31, share: 0.5, shift: 0.0775, colour: ratio(main, second) },
    { every: 0.31, share: 0.07, shift: -0.1457, colour: ratio(main, detail) },
  ])
  const surface = grid(30, 44, (u, v) => [(u - 0.5) * WIDTH, height(u, v), (v - 0.5) * LONG])
  const hem = grid(44, 1, (u, v) => [-WIDTH / 2, v * height(0, u), (u - 0.5) * LONG])
  return {
    rests: 'flat',
    size: [WIDTH, 0.03, LONG],
    parts: [
      part(surface, patterned(main, pattern, { relief: true }), here),
      part(hem, matt(main)),
      part(
        grid(44, 1, (u, v) => [WIDTH / 2, v * height(1, u), (u - 0.5) * LONG]),
        matt(main),
      ),
      ...fringe(second),
    ],
  }
}

/** Wool never lies quite flat. */
function height(u: number, v: number): number {
  return (
    0.011 + 0.004 * Math.sin(u * 5 + 1) * Math.sin(v * 7) + 0.005 * Math.max(0, Math.abs(v - 0.5) * 2 - 0.9)
  )
}

function fringe(hex: string): Part[] {
  return Array.from({ length: 60 }, (_, i) => {
    const end = i % 2 === 0 ? 1 : -1
    const x = ((Math.floor(i / 2) + 0.5) / 30 - 0.5) * WIDTH
    const away = (ofCell(i, 1) - 0.5) * 0.03
    const z = (end * LONG) / 2
    return part(
      pipe(
        [
          [x, 0.012, z - end * 0.005],
          [x + away * 0.4, 0.009, z + end * 0.025],
          [x + away, 0.004, z + end * 0.055],
        ],
        0.006,
        5,
      ),
      matt(hex),
    )
  })
}
