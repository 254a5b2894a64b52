import { through } from '../geometry/curve.ts'
import { chain, move, turnZ } from '../geometry/frame.ts'
import { part } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { cylinder, thrown, turned } from '../geometry/turned.ts'
import { outline, track } from '../geometry/written.ts'
import { brass, enamel, matt } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

export function wateringCan({ main, second }: Colours): Thing {
  const coat = enamel(main)
  const handle = through(track('-100,45,0 -185,110,0 -190,220,0 -110,310,0 -5,315,0 70,245,0'), 8)
  const spout = through(track('95,35,0 170,60,0 240,150,0 340,285,0'), 8)
  return {
    rests: 'table',
    size: [0.58, 0.34, 0.24],
    parts: [
      part(thrown(BODY, 44), coat),
      part(cylinder(0.07, 0.07, 0.228, 0.23, 40), matt('#2c3a28')),
      part(pipe(handle, 0.0095, 12), { ...brass, colour: [0.5, 0.34, 0.14] }),
      part(
        pipe(spout, (v) => 0.022 - 0.0105 * v, 16),
        coat,
      ),
      part(
        cylinder(0.0115, 0.036, 0, 0.045, 32),
        { ...brass, colour: [0.55, 0.38, 0.16] },
        chain(move(0.336, 0.28, 0), turnZ(-0.64)),
      ),
      part(turned(outline('105,75 108.5,78 105,81'), 48), enamel(second)),
    ],
  }
}

const BODY = outline('0,0 100,0! 106,5 106,90 100,150 82,215 78,230 81,236 81,238 76,238 73,228')
