import { rod } from '../geometry/bar.ts'
import { move, turnX, turnY, turnZ } from '../geometry/frame.ts'
import { type Part, part, placed } from '../geometry/part.ts'
import { ball } from '../geometry/soft.ts'
import { thrown } from '../geometry/turned.ts'
import type { Vec } from '../geometry/vec.ts'
import { outline } from '../geometry/written.ts'
import { matt, painted, stoneware } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

const STALK = matt('#4b3822')

export function fruitBowl({ main, second, detail }: Colours): Thing {
  return {
    rests: 'table',
    size: [0.33, 0.22, 0.33],
    parts: [
      part(thrown(BOWL, 46), stoneware(main)),
      ...apple(second, [-0.062, 0.094, 0.045], 0.4, -0.25),
      ...apple(second, [0.074, 0.096, -0.02], 2, 0.3),
      ...apple('#a9b04a', [-0.02, 0.092, -0.07], 4, 0.5),
      ...apple(second, [-0.004, 0.137, 0.0], 1, 0.3),
      ...placed(
        [
          part(thrown(PEAR, 30), painted('#c4b04d', 0.4)),
          part(rod([0, 0.095, 0], [0.006, 0.118, 0], 0.0018, 6), STALK),
        ],
        move(-0.115, 0.138, -0.02),
        turnZ(-0.8),
        turnX(0.2),
      ),
      ...placed(
        [
          part(ball(0.04, 0.029, 0.029), painted(detail, 0.35)),
          part(ball(0.01), painted(detail, 0.35), move(0.037, 0, 0)),
        ],
        move(0.03, 0.124, 0.082),
        turnY(0.5),
      ),
    ],
  }
}

export function apple(hex: string, [x, y, z]: Vec, turn = 0, lean = 0): Part[] {
  return placed(
    [
      part(thrown(APPLE, 30), painted(hex, 0.5)),
      part(rod([0, 0.055, 0], [0.005, 0.083, 0], 0.0017, 6), STALK),
    ],
    move(x, y, z),
    turnY(turn),
    turnX(lean),
  )
}

const BOWL = outline(
  '0,0 62,0! 64,6 40,18 26,40 30,62 80,75 135,100 157,128 159,133 155,135 149,130 125,104 70,84 0,80',
)

const APPLE = outline('0,10 12,4 26,2 37,18 40,40 34,61 20,71 8,66 0,58')

const PEAR = outline('0,2 18,1 34,14 37,34 26,60 16,80 13,94 6,100 0,100')
