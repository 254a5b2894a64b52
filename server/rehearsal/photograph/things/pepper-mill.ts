import { move } from '../geometry/frame.ts'
import { part } from '../geometry/part.ts'
import { ball } from '../geometry/soft.ts'
import { cylinder, thrown } from '../geometry/turned.ts'
import { outline } from '../geometry/written.ts'
import { metal, timber } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

export function pepperMill({ main, second, detail }: Colours): Thing {
  return {
    rests: 'table',
    size: [0.09, 0.28, 0.09],
    parts: [
      part(thrown(BODY), timber(main, 'y', 0.3, 0.55)),
      part(thrown(RING), timber(second, 'y', 0.12, 0.4)),
      part(thrown(HEAD), timber(main, 'y', 0.3, 0.55, 3)),
      part(cylinder(0.0055, 0.0055, 0.249, 0.257, 16), metal(detail)),
      part(ball(0.009, 0.007), metal(detail), move(0, 0.262, 0)),
    ],
  }
}

const BODY = outline('0,0 33,0! 36,4 34,22 26,50 19.5,95 22,140 29,168 30,174 28,178')

const RING = outline('26.5,178 29,181 29,189 26.5,192')

const HEAD = outline('26,192 32,197 34.5,213 31,233 19,247 9,250 0,251')
