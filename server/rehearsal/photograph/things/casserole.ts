import { rod } from '../geometry/bar.ts'
import { through } from '../geometry/curve.ts'
import { move, turnZ } from '../geometry/frame.ts'
import { type Part, part, placed } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { cylinder, thrown } from '../geometry/turned.ts'
import { outline } from '../geometry/written.ts'
import { enamel, metal } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

export function casserole({ main, second, detail }: Colours): Thing {
  return {
    rests: 'table',
    size: [0.37, 0.19, 0.29],
    parts: [
      part(thrown(POT, 44), enamel(main)),
      ...placed(
        [
          part(thrown(LID, 44), enamel(main)),
          part(cylinder(0.1462, 0.1462, 0.1055, 0.109, 48), enamel(second)),
          part(rod([0, 0.146, 0], [0, 0.16, 0], 0.008), metal(detail)),
          part(thrown(KNOB, 28), metal(detail)),
        ],
        move(0.006, 0.003, 0.004),
        turnZ(0.025),
      ),
      ear(1, main),
      ear(-1, main),
    ],
  }
}

function ear(side: number, hex: string): Part {
  const loop = through(
    [
      [side * 0.132, 0.086, -0.05],
      [side * 0.165, 0.091, -0.045],
      [side * 0.182, 0.093, 0],
      [side * 0.165, 0.091, 0.045],
      [side * 0.132, 0.086, 0.05],
    ],
    6,
  )
  return part(pipe(loop, 0.0088, 12), enamel(hex))
}

const POT = outline('0,0 118,0! 128,6 136,30 141,105 142,108! 130,108')

const LID = outline('146,108 147,116 143,120! 110,135 50,147 0,149')

const KNOB = outline('0,158 16,158 23,164 21,172 0,175')
