import { box } from '../geometry/box.ts'
import { through } from '../geometry/curve.ts'
import { move, turnX, turnY, turnZ } from '../geometry/frame.ts'
import { type Part, part, placed } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { grid } from '../geometry/shape.ts'
import type { Vec } from '../geometry/vec.ts'
import { baguette, bouquet } from '../props/market.ts'
import { wicker } from '../surface/cloth.ts'
import { brass, cloth, leather, matt, patterned } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

const TALL = 0.24

/** Round before and straight behind, as it hangs on a handlebar, with what was bought on the way home. */
export function bicycleBasket({ main, second, detail }: Colours): Thing {
  const plait = patterned(main, wicker(0.03, 0.0115), { relief: true })
  const wall = (inset: number) =>
    grid(72, 20, (u, v) => rim(u, v * TALL, inset), {
      closedAcross: true,
      coords: (u, v) => [u * 1.08, v * TALL, 0],
    })
  const edge = (y: number, r: number) =>
    part(
      pipe(
        Array.from({ length: 61 }, (_, i) => rim(i / 60, y, -0.002)),
        r,
        8,
      ),
      patterned(main, twist, { relief: true }),
    )
  return {
    rests: 'table',
    size: [0.4, 0.42, 0.32],
    parts: [
      part(wall(0), plait),
      part(wall(0.012), patterned(main, wicker(0.03, 0.0115))),
      part(
        grid(
          24,
          1,
          (u, v) => {
            const p = rim(u, 0.004, 0)
            return [p[0] * v, 0.004, p[2] * v]
          },
          { closedAcross: true },
        ),
        matt(second),
      ),
      edge(TALL, 0.0125),
      edge(0.008, 0.01),
      edge(TALL * 0.72, 0.006),
      ...[-0.08, 0.08].flatMap((x) => strap(x, second)),
      ...placed([part(box(0.27, 0.03, 0.2, 0.014), cloth(detail, 0.006))], move(0, 0.17, 0), turnX(0.06)),
      ...placed(baguette(), move(-0.075, 0.06, -0.03), turnZ(0.3), turnX(-0.12)),
      ...placed(baguette(), move(-0.035, 0.07, -0.06), turnZ(0.16), turnX(-0.05)),
      ...placed(bouquet(), move(0.055, 0.12, 0.01), turnY(0.4), turnZ(-0.22)),
    ],
  }
}

/** A point of the wall: an oval that is flat at the back and wider above. */
function rim(u: number, y: number, inset: number): Vec {
  const a = u * 2 * Math.PI
  const wide = 0.165 + 0.03 * (y / TALL) - inset
  const deep = 0.115 + 0.025 * (y / TALL) - inset
  const power = (x: number, k: number) => Math.sign(x) * Math.abs(x) ** k
  const back = Math.sin(a) < 0 ? 0.45 : 0.85
  return [wide * power(Math.cos(a), 0.7), y, deep * power(Math.sin(a), back)]
}

function strap(x: number, hex: string): Part[] {
  const [, , z] = rim(0.25, TALL * 0.7, 0)
  return [
    part(box(0.03, 0.13, 0.005, 0.002), leather(hex), move(x, TALL * 0.74, z - 0.002)),
    part(box(0.04, 0.03, 0.006, 0.003), brass, move(x, TALL * 0.66, z + 0.001)),
    part(box(0.025, 0.018, 0.0065, 0.003), leather(hex), move(x, TALL * 0.66, z + 0.0015)),
    part(
      pipe(
        through([
          [x, TALL + 0.01, z - 0.025],
          [x, TALL + 0.018, z - 0.008],
          [x, TALL, z + 0.004],
        ]),
        0.009,
        8,
      ),
      leather(hex),
    ),
  ]
}

const twist: import('../surface/material.ts').Pattern = (x, y, _z, _pixel, out) => {
  const turn = 0.5 + 0.5 * Math.sin((x * 20 + y) * 260)
  for (let i = 0; i < 3; i++) out[i] = 0.75 + 0.25 * turn
  out[3] = turn * 0.001
}
