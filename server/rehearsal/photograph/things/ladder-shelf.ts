import { bar } from '../geometry/bar.ts'
import { box } from '../geometry/box.ts'
import { move, turnY, turnZ } from '../geometry/frame.ts'
import { type Part, part, placed } from '../geometry/part.ts'
import { cylinder, thrown } from '../geometry/turned.ts'
import { outline } from '../geometry/written.ts'
import { books } from '../props/books.ts'
import { potted } from '../props/plants.ts'
import { chanceFrom } from '../seed.ts'
import { painted, porcelain, timber } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

const TALL = 1.75
const DEEP = 0.42

/** Leans on the wall behind: its foot is `DEEP` away from it. */
export function ladderShelf({ main, second, detail }: Colours): Thing {
  const wood = (salt: number) => timber(main, 'y', 0.2, 0.28, salt)
  const rails = [-0.3, 0.3].flatMap((x) => [
    part(bar([x, 0, DEEP], [x, TALL, 0.03], 0.032, 0.045, 0.006), wood(x)),
  ])
  const shelves = [0.3, 0.66, 1.02, 1.38].map((y, i) => {
    const front = DEEP - (y / TALL) * (DEEP - 0.03)
    const deep = front - 0.015
    return part(box(0.57, 0.02, deep, 0.004), timber(main, 'x', 0.2, 0.28, i), move(0, y, 0.015 + deep / 2))
  })
  return {
    rests: 'lean',
    size: [0.66, TALL, DEEP + 0.02],
    parts: [...rails, ...shelves, ...stacked(second, detail)],
  }
}

/** What its owner has put on it: it is always shown full, so that one knows it again. */
function stacked(second: string, detail: string): Part[] {
  const chance = chanceFrom(11)
  const bowl = thrown(outline('0,0 40,0! 75,45 85,75! 79,75 60,35 0,15'))
  return [
    ...placed(books(chance, 0.3), move(-0.25, 0.31, 0.12)),
    ...placed([part(box(0.18, 0.15, 0.14, 0.006), painted(detail, 0.2))], move(0.16, 0.386, 0.16)),
    ...placed(books(chance, 0.2), move(-0.02, 0.67, 0.1)),
    ...placed([part(bowl, porcelain())], move(-0.15, 0.67, 0.14)),
    ...placed(potted(chance, 'trailing', '#efe8da'), move(0.14, 1.03, 0.1), turnY(1)),
    ...placed(books(chance, 0.16), move(-0.25, 1.03, 0.07)),
    ...placed([part(cylinder(0.045, 0.05, 0, 0.09), painted(second, 0.5))], move(-0.02, 1.03, 0.1)),
    ...placed(books(chance, 0.12), move(0.12, 1.39, 0.08), turnZ(0)),
    part(
      thrown(outline('0,0 30,0! 50,50 30,120 14,150 20,170! 15,165')),
      painted(second, 0.5),
      move(-0.14, 1.39, 0.07),
    ),
  ]
}
