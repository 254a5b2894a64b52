import { move, turnY } from '../geometry/frame.ts'
import { type Part, part, placed } from '../geometry/part.ts'
import { ball } from '../geometry/soft.ts'
import { thrown, turned } from '../geometry/turned.ts'
import { outline } from '../geometry/written.ts'
import type { Subject } from '../homes/home.ts'
import { places } from '../homes/plans.ts'
import { pile } from '../props/books.ts'
import { type Coat, sittingCat, sleepingCat } from '../props/cat.ts'
import { candle, mug, plate } from '../props/crockery.ts'
import { potted } from '../props/plants.ts'
import { chanceFrom } from '../seed.ts'
import { bands } from '../surface/line.ts'
import type { Pattern } from '../surface/material.ts'
import { matt, painted, patterned } from '../surface/stuff.ts'

/** What people post when they mean well and have misread the rules. */
export const otherSubjects: readonly [Subject, ...Subject[]] = [
  {
    thing: () => ({ rests: 'floor', size: [0.5, 0.26, 0.36], parts: catOf('ginger', sleepingCat) }),
    plans: [places.sofa, places.floor, places.bed],
  },
  {
    thing: () => ({ rests: 'floor', size: [0.44, 0.44, 0.34], parts: catOf('grey', sittingCat) }),
    plans: [places.floor, places.bench],
  },
  {
    thing: () => ({ rests: 'table', size: [0.3, 0.2, 0.3], parts: cake() }),
    plans: [places.dining, places.round, places.terrace],
  },
  {
    thing: () => ({ rests: 'table', size: [0.3, 0.2, 0.24], parts: coffeeAndBook() }),
    plans: [places.sill, places.round, places.night],
  },
  {
    thing: () => ({
      rests: 'floor',
      size: [0.5, 1.2, 0.5],
      parts: potted(chanceFrom(5), 'rubber', '#b4694a'),
    }),
    plans: [places.floor],
  },
]

function catOf(coat: Coat, pose: (coat: Coat) => Part[]): Part[] {
  return placed(pose(coat), turnY(-1.1))
}

/** Three layers with cream between, strawberries on top, one slice gone. */
function cake(): Part[] {
  const body = turned(outline('0,18 115,18! 115,108! 0,108'), 60)
  const cream = thrown(outline('0,122 100,121 116,114 119,104 115,98'), 60)
  const berries = Array.from({ length: 13 }, (_, i) => {
    const r = i === 0 ? 0 : i < 6 ? 0.045 : 0.085
    const a = i < 6 ? i * 1.257 : i * 0.898
    return part(
      ball(0.017, 0.02, 0.017, 12),
      painted('#b3202a', 0.55),
      move(r * Math.cos(a), 0.133, r * Math.sin(a)),
    )
  })
  return [
    ...plate('#e8e0d0', 0.16),
    part(body, patterned('#d9ac6a', layers)),
    part(cream, matt('#f4ecdd')),
    ...berries,
  ]
}

const layers: Pattern = (_x, y, _z, pixel, out) => {
  const cream = bands(y - 0.012, 0.03, 0.22, pixel)
  out[0] = 1 + 0.2 * cream
  out[1] = 1 + 0.6 * cream
  out[2] = 1 + 1.6 * cream
}

function coffeeAndBook(): Part[] {
  return [
    ...pile(chanceFrom(3), 2),
    ...placed(mug('#7f8f93'), move(0.16, 0, 0.07), turnY(0.6)),
    ...placed(candle('#e9dfc8', 0.09), move(-0.15, 0, -0.06)),
  ]
}
