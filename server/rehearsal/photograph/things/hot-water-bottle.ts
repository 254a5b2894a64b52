import { blob } from '../geometry/blob.ts'
import { block, bone, melted } from '../geometry/distance.ts'
import { move, turnX } from '../geometry/frame.ts'
import { once } from '../geometry/once.ts'
import { part, placed } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { ball } from '../geometry/soft.ts'
import { cylinder, thrown } from '../geometry/turned.ts'
import { outline, track } from '../geometry/written.ts'
import { knit, striped } from '../surface/cloth.ts'
import { knitted, matt, painted, patterned, ratio } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

/** Sits up and leans on what is behind it, as one finds it in the morning. */
export function hotWaterBottle({ main, second, detail }: Colours): Thing {
  const jumper = striped(knit(0.0105, 0.45), 'y', [
    { every: 3, share: 0.0105, shift: -0.16, colour: ratio(main, second) },
    { every: 3, share: 0.0035, shift: -0.146, colour: ratio(main, second) },
    { every: 3, share: 0.0035, shift: -0.202, colour: ratio(main, second) },
  ])
  const collar = thrown(outline('34,262 40,268 41,300 43,318 38,322 30,316 26,290'))
  return {
    rests: 'lean',
    size: [0.23, 0.38, 0.16],
    parts: placed(
      [
        part(body(), patterned(main, jumper, { relief: true })),
        part(collar, knitted(second, 0.009)),
        part(cylinder(0.017, 0.015, 0.3, 0.345, 24), painted(detail, 0.4)),
        part(cylinder(0.02, 0.02, 0.338, 0.362, 20), painted(detail, 0.5)),
        part(ball(0.013, 0.006), painted(detail, 0.5), move(0, 0.363, 0)),
        part(ball(0.0125), patterned(second, knit(0.006)), move(0.026, 0.232, 0.052)),
        part(ball(0.0125), patterned(second, knit(0.006)), move(0.012, 0.206, 0.062)),
        part(pipe(track('0,268,38 20,250,46 26,232,50'), 0.002, 6), matt(second)),
        part(pipe(track('0,268,38 12,238,50 12,206,60'), 0.002, 6), matt(second)),
      ],
      move(0, 0.005, 0.06),
      turnX(-0.2),
    ),
  }
}

const trunk = block([0, 0.12, 0], [0.105, 0.12, 0.035], 0.035)
const puff = bone([0, 0.07, 0], [0, 0.17, 0], 0.055, 0.05)
const neck = bone([0, 0.2, 0], [0, 0.27, 0], 0.05, 0.03)
const belly = melted(0.06, trunk, puff, neck)
const body = once(() => blob(belly, [-0.14, -0.03, -0.09], [0.14, 0.32, 0.09], 0.009))
