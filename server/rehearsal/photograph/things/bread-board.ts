import { blob } from '../geometry/blob.ts'
import { through } from '../geometry/curve.ts'
import { slab } from '../geometry/distance.ts'
import { move, turnX } from '../geometry/frame.ts'
import { once } from '../geometry/once.ts'
import { part, placed } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { clamp } from '../geometry/vec.ts'
import { track } from '../geometry/written.ts'
import { matt, timber } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

/** Its foot stands 7 cm from what it leans on. */
export function breadBoard({ main, detail }: Colours): Thing {
  const string = through(track('0,392,10 4,387,24 14,340,25 3,305,24 -12,340,25 -4,387,24 0,392,10'), 6)
  return {
    rests: 'lean',
    size: [0.3, 0.42, 0.14],
    parts: placed(
      [part(board(), timber(main, 'y', 0.36, 0.28)), part(pipe(string, 0.0018, 6), matt(detail))],
      move(0, 0.005, 0.072),
      turnX(-0.18),
    ),
  }
}

const board = once(() =>
  blob(slab(shapeOfBoard, 0.02, 0.005), [-0.14, -0.01, -0.005], [0.14, 0.43, 0.025], 0.005),
)

/** A rounded square with a handle, melted together, and a hole to hang it by. */
function shapeOfBoard(x: number, y: number): number {
  const plate = roundedSquare(x, y - 0.135, 0.125, 0.135, 0.045)
  const handle = roundedSquare(x, y - 0.33, 0.032, 0.085, 0.032)
  const k = clamp(0.5 + (0.5 * (handle - plate)) / 0.05, 0, 1)
  const whole = handle + (plate - handle) * k - 0.05 * k * (1 - k)
  return Math.max(whole, 0.0125 - Math.hypot(x, y - 0.383))
}

function roundedSquare(x: number, y: number, halfWidth: number, halfHeight: number, round: number): number {
  const a = Math.abs(x) - halfWidth + round
  const b = Math.abs(y) - halfHeight + round
  return Math.min(Math.max(a, b), 0) + Math.hypot(Math.max(a, 0), Math.max(b, 0)) - round
}
