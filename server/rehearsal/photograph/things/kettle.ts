import { rod } from '../geometry/bar.ts'
import { through } from '../geometry/curve.ts'
import { chain, move, turnZ } from '../geometry/frame.ts'
import { part } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { ball } from '../geometry/soft.ts'
import { cylinder, thrown } from '../geometry/turned.ts'
import { outline, track } from '../geometry/written.ts'
import { enamel, iron, timber } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

export function kettle({ main, second, detail }: Colours): Thing {
  const black = iron(second)
  const bow = through(track('-82,128,0 -94,190,0 -58,250,0 0,263,0 58,250,0 94,190,0 82,128,0'), 6)
  const spout = through(track('85,55,0 125,75,0 148,112,0 172,142,0'))
  return {
    rests: 'table',
    size: [0.28, 0.27, 0.22],
    parts: [
      part(thrown(BODY, 44), enamel(main)),
      part(thrown(LID, 44), enamel(main)),
      part(cylinder(0.0548, 0.0548, 0.148, 0.153, 44), black),
      part(
        pipe(spout, (v) => 0.027 - 0.0135 * v, 18),
        enamel(main),
      ),
      part(cylinder(0.0138, 0.0138, 0, 0.005, 18), black, chain(move(0.17, 0.138, 0), turnZ(-0.68))),
      part(rod([0, 0.172, 0], [0, 0.182, 0], 0.006), black),
      part(ball(0.014, 0.012), timber(detail, 'y', 0.2), move(0, 0.19, 0)),
      part(pipe(bow, 0.0048, 10), black),
      part(
        pipe(bow.slice(11, 26), (v) => 0.0108 - 0.003 * Math.abs(v * 2 - 1) ** 3, 12),
        timber(detail, 'x', 0.2),
      ),
      ...[-1, 1].map((side) => part(ball(0.0095), black, move(side * 0.082, 0.128, 0))),
    ],
  }
}

const BODY = outline('0,0 88,0! 100,10 113,45 107,95 83,135 56,150 50,153')

const LID = outline('54,150 55,156! 45,166 18,173 0,174')
