import { through } from '../geometry/curve.ts'
import { chain, move, turnX, turnY } from '../geometry/frame.ts'
import { type Part, part, placed } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { ball } from '../geometry/soft.ts'
import { thrown } from '../geometry/turned.ts'
import type { Vec } from '../geometry/vec.ts'
import { outline } from '../geometry/written.ts'
import { leaf } from '../props/leaf.ts'
import { fur } from '../surface/cloth.ts'
import { matt, patterned, stoneware } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

/** A gourd with a narrow neck and three stems of something yellow from the verge. */
export function vase({ main, second, detail }: Colours): Thing {
  return {
    rests: 'table',
    size: [0.3, 0.52, 0.24],
    parts: [
      part(thrown(BODY, 44), stoneware(main)),
      ...stem([-0.105, 0.43, 0.02], -0.03, second, detail, 1),
      ...stem([0.03, 0.5, -0.02], 0.02, second, detail, 1.2),
      ...stem([0.125, 0.395, 0.03], 0.04, second, detail, 0.9),
    ],
  }
}

function stem(tip: Vec, bend: number, flower: string, green: string, size: number): Part[] {
  const line = through(
    [
      [bend * 0.1, 0.1, 0],
      [tip[0] * 0.12, 0.24, 0],
      [tip[0] * 0.5 + bend, 0.24 + (tip[1] - 0.24) * 0.55, tip[2] * 0.5],
      tip,
    ],
    8,
  )
  const side = Math.sign(tip[0]) || 1
  return [
    part(pipe(line, 0.0024, 7), matt(green)),
    ...placed(
      [leaf(0.085, 0.02, 0.35, matt(green))],
      move(tip[0] * 0.5 + bend, 0.24 + (tip[1] - 0.24) * 0.52, tip[2] * 0.5),
      turnY(side > 0 ? 0.4 : Math.PI - 0.4),
      turnX(0.4),
    ),
    ...placed(daisy(flower, size), chain(move(...tip), turnX(0.75), turnY(tip[0] * 20))),
  ]
}

/** Two rings of petals round a furry middle. */
function daisy(hex: string, size: number): Part[] {
  const petals = [0, 1].flatMap((ring) =>
    Array.from({ length: 11 }, (_, i) =>
      placed(
        [leaf(0.038 * size * (1 - ring * 0.2), 0.0135 * size, 0.3 - ring * 0.5, matt(hex))],
        move(0, ring * 0.003, 0),
        turnY(((i + ring * 0.5) * 2 * Math.PI) / 11),
      ),
    ),
  )
  return [
    ...petals.flat(),
    part(ball(0.0135 * size, 0.009 * size), patterned('#7a4a1e', fur(0.6)), move(0, 0.003, 0)),
  ]
}

const BODY = outline(
  '0,0 50,0! 56,4 78,45 86,85 74,130 40,168 21.5,195 19.5,235 26,258 26.5,260 23.5,260! 16.5,235 16,200',
)
