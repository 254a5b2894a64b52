import { rod } from '../geometry/bar.ts'
import { box } from '../geometry/box.ts'
import { chain, move, turnX } from '../geometry/frame.ts'
import { part } from '../geometry/part.ts'
import { cylinder, turned } from '../geometry/turned.ts'
import { outline } from '../geometry/written.ts'
import { matt, painted, patterned, steel, timber } from '../surface/stuff.ts'
import { panelling } from '../surface/wood.ts'
import type { Colours, Thing } from './thing.ts'

const WIDE = 0.16
const TALL = 0.26
const DEEP = 0.15

/** A small house with a roof that slopes to the front, white corners and a round door. */
export function nestBox({ main, second, detail }: Colours): Thing {
  const red = patterned(main, panelling(0.0535, 0.12), { gloss: 0.12 })
  const front = chain(move(0, 0.035, DEEP + 0.012), turnX(Math.PI / 2))
  const trim = painted(detail, 0.2)
  return {
    rests: 'wall',
    size: [0.24, 0.36, 0.22],
    parts: [
      part(box(WIDE, TALL, DEEP, 0.002), red, move(0, -0.005, 0.012 + DEEP / 2)),
      ...[-1, 1].map((s) =>
        part(box(0.018, TALL + 0.002, 0.02, 0.002), trim, move(s * (WIDE / 2 - 0.004), -0.005, DEEP + 0.006)),
      ),
      part(box(WIDE + 0.01, 0.018, 0.018, 0.002), trim, move(0, -TALL / 2 + 0.004, DEEP + 0.006)),
      part(box(WIDE + 0.01, 0.018, 0.018, 0.002), trim, move(0, TALL / 2 - 0.018, DEEP + 0.006)),
      part(
        box(0.225, 0.016, 0.225, 0.003),
        timber(second, 'z', 0.1, 0.2),
        chain(move(0, TALL / 2 + 0.018, 0.105), turnX(0.16)),
      ),
      part(
        box(0.225, 0.006, 0.02, 0.002),
        painted(second, 0.3),
        chain(move(0, TALL / 2 + 0.0, 0.213), turnX(0.16)),
      ),
      part(cylinder(0.023, 0.023, -0.001, 0.0015, 40), matt('#120d0a'), front),
      part(turned(outline('23,0 30,0! 30,4 23,4! 23,-4'), 40), trim, front),
      part(rod([0, -0.03, DEEP], [0, -0.03, DEEP + 0.05], 0.005), timber('#c79d6b', 'z', 0.2)),
      part(box(0.06, TALL + 0.1, 0.014, 0.003), timber('#c79d6b', 'y', 0.25), move(0, 0, 0.006)),
      ...[-1, 1].map((s) =>
        part(
          cylinder(0.006, 0.006, 0, 0.003, 16),
          steel,
          chain(move(0, s * (TALL / 2 + 0.036), 0.013), turnX(Math.PI / 2)),
        ),
      ),
    ],
  }
}
