import { bar, rod } from '../geometry/bar.ts'
import { chain, move, turnY } from '../geometry/frame.ts'
import { part } from '../geometry/part.ts'
import { thrown, turned } from '../geometry/turned.ts'
import { outline } from '../geometry/written.ts'
import { enamel, painted, timber } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

/** A rimmed tray on three crossed legs of wood with a dark ring between. */
export function trayTable({ main, second, detail }: Colours): Thing {
  const legs = [0, 1, 2].map((i) => {
    const frame = chain(turnY((i * 2 * Math.PI) / 3 + 0.4))
    return part(
      bar([0.17, 0, 0.05], [-0.16, 0.5, -0.03], 0.024, 0.024, 0.01),
      timber(detail, 'y', 0.16, 0.3, i),
      frame,
    )
  })
  const ring = turned(outline('45,252 52,247 59,252 59,262 52,267 45,262 45,252'))
  return {
    rests: 'floor',
    size: [0.5, 0.55, 0.5],
    parts: [
      ...legs,
      part(ring, painted(second)),
      part(thrown(TRAY, 48), enamel(main), move(0, 0.503, 0)),
      part(rod([0, 0.49, 0], [0, 0.505, 0], 0.2, 32), painted(second)),
    ],
  }
}

const TRAY = outline('0,4 228,4! 236,10 243,44 246,47 250,44 243,4 232,0! 0,0')
