import { rod } from '../geometry/bar.ts'
import { move } from '../geometry/frame.ts'
import { part } from '../geometry/part.ts'
import { ball } from '../geometry/soft.ts'
import { thrown } from '../geometry/turned.ts'
import { outline } from '../geometry/written.ts'
import { enamel, glowing, matt, metal } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

/** A bell with a brass collar; the cord runs up and out of the picture. */
export function pendant({ main, second, detail }: Colours, lit: boolean): Thing {
  return {
    rests: 'ceiling',
    size: [0.44, 0.36, 0.44],
    parts: [
      part(thrown(SHADE, 48), enamel(main)),
      part(thrown(LINING, 48), lit ? glowing(second, 1.3) : enamel(second), undefined, false),
      part(ball(0.045), lit ? glowing('#fff0d0', 7) : enamel('#f4eee2'), move(0, 0.06, 0), false),
      part(thrown(outline('34,238 36,244 30,285 12,300 6,310')), metal(detail)),
      part(rod([0, 0.3, 0], [0, 3, 0], 0.0035, 8), matt('#2b2723')),
    ],
    lamps: lit ? [{ at: [0, 0.02, 0], light: [0.75, 0.56, 0.34], size: 0.06, beam: [0, -1, 0] }] : [],
  }
}

const SHADE = outline('220,0 222.5,3 214,30 180,85 125,140 75,185 45,225 34,245')

const LINING = outline('220,0 209,30 175,82 120,135 70,180 30,220 0,235')
