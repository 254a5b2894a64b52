import { rod } from '../geometry/bar.ts'
import { move } from '../geometry/frame.ts'
import { part } from '../geometry/part.ts'
import { ball } from '../geometry/soft.ts'
import { thrown } from '../geometry/turned.ts'
import { outline } from '../geometry/written.ts'
import { enamel, glowing, metal } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

/** A mushroom: a steel cap on a flared foot, open below. */
export function tableLamp({ main, second, detail }: Colours, lit: boolean): Thing {
  return {
    rests: 'table',
    size: [0.34, 0.4, 0.34],
    parts: [
      part(thrown(FOOT, 48), enamel(main)),
      part(thrown(CAP, 46), enamel(main)),
      part(thrown(LINING, 46), lit ? glowing(second, 1.5) : enamel(second), undefined, false),
      part(ball(0.035), lit ? glowing('#fff0d0', 7) : enamel('#f4eee2'), move(0, 0.262, 0), false),
      part(rod([0, 0.373, 0], [0, 0.384, 0], 0.008), metal(detail)),
    ],
    lamps: lit ? [{ at: [0, 0.245, 0], light: [0.42, 0.3, 0.17], size: 0.05, beam: [0, -1, 0] }] : [],
  }
}

const FOOT = outline('0,0 85,0! 88,5 78,12 40,35 24,80 20,150 24,220 30,250')

const CAP = outline('168,252 170,256 166,280 145,325 100,360 45,373 0,375')

const LINING = outline('168,252 163,278 142,320 98,354 45,368 0,370')
