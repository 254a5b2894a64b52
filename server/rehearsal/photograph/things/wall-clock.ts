import { box } from '../geometry/box.ts'
import { chain, move, turnX, turnZ } from '../geometry/frame.ts'
import { part } from '../geometry/part.ts'
import { cylinder, thrown } from '../geometry/turned.ts'
import { outline } from '../geometry/written.ts'
import { brass, matt, painted, timber } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

const FACE = 0.03

/** Ten past ten, as in every catalogue. */
export function wallClock({ main, second, detail }: Colours): Thing {
  const front = turnX(Math.PI / 2)
  const hand = (angle: number, long: number, wide: number, z: number, hex: string) =>
    part(
      box(wide, long, 0.0025, 0.001),
      painted(hex, 0.3),
      chain(move(0, 0, FACE + z), turnZ((-angle * Math.PI) / 180), move(0, long / 2 - 0.022, 0)),
    )
  const marks = Array.from({ length: 12 }, (_, i) => {
    const quarter = i % 3 === 0
    return part(
      box(quarter ? 0.009 : 0.005, quarter ? 0.026 : 0.016, 0.002, 0.001),
      matt(detail),
      chain(turnZ((i * Math.PI) / 6), move(0, 0.124 - (quarter ? 0.005 : 0), FACE + 0.001)),
    )
  })
  return {
    rests: 'wall',
    size: [0.33, 0.33, 0.06],
    parts: [
      part(thrown(RIM, 56), timber(second, 'x', 0.25, 0.35), front),
      part(cylinder(0.148, 0.148, 0, FACE, 46), painted(main, 0.25), front),
      ...marks,
      hand(305, 0.1, 0.0115, 0.004, detail),
      hand(60, 0.142, 0.008, 0.008, detail),
      hand(205, 0.15, 0.0025, 0.012, '#c64a2f'),
      part(cylinder(0.009, 0.008, 0, 0.016, 24), brass, chain(move(0, 0, FACE), front)),
    ],
  }
}

const RIM = outline('158,0 163,4 164,34 161,44 155,46 150,43 148,30 148,28')
