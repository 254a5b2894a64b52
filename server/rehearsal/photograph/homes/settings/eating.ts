import { box } from '../../geometry/box.ts'
import { move, turnY } from '../../geometry/frame.ts'
import { part, placed } from '../../geometry/part.ts'
import { books } from '../../props/books.ts'
import { mug } from '../../props/crockery.ts'
import { chair, counter, roundTable, table, wallShelf } from '../../props/furniture.ts'
import { potted } from '../../props/plants.ts'
import { print } from '../../props/wall-things.ts'
import { terrazzo } from '../../surface/stone.ts'
import { cloth, patterned, timber } from '../../surface/stuff.ts'
import { onTable } from '../extras.ts'
import { scatter } from '../scatter.ts'
import type { Place, Setting } from '../setting.ts'
import { mixedHex } from '../shell.ts'
import { around, onWall, TABLE_VIEW, taken, tops } from '../table-top.ts'

export function kitchenCounter(place: Place): Setting {
  const { chance, palette, thing } = place
  const top = chance.happens(0.5) ? tops(place) : patterned('#ddd6c8', terrazzo, { gloss: 0.5 })
  const fronts = chance.pick([palette.cloth[2], palette.trim, mixedHex(palette.wall, palette.cloth[2])])
  const z = thing.rests === 'lean' ? -0.31 : chance.between(-0.02, 0.06)
  const shelf = [
    ...wallShelf(timber(palette.wood, 'x', 0.2), 1.3, 0.2),
    ...placed(mug(palette.clay[0], false), move(-0.45, 0, 0.1)),
    ...placed(mug(palette.clay[1], false), move(-0.33, 0, 0.1), turnY(1)),
    ...placed(mug(palette.clay[2], false), move(-0.2, 0, 0.1), turnY(2)),
    ...placed(books(chance, 0.2), move(0.02, 0, 0.09)),
    ...placed(potted(chance, 'trailing', palette.clay[0]), move(0.42, 0, 0.1)),
  ]
  return {
    parts: [
      ...counter(top, fronts, 3, 0.9, 0.62),
      ...placed(shelf, move(chance.between(-0.4, 0.4), 1.62, -0.31)),
      ...scatter(
        chance,
        { y: 0.9, left: -0.62, right: 0.62, back: -0.3, front: 0.18 },
        taken(place, z),
        onTable(chance, palette, 4, 'kitchen'),
      ),
    ],
    stand: [0, 0.9, z],
    back: -0.31,
    view: { ...TABLE_VIEW, pitch: thing.rests === 'lean' ? [4, 16] : TABLE_VIEW.pitch },
  }
}

export function diningTable(place: Place): Setting {
  const { chance, palette, thing } = place
  const leans = thing.rests === 'lean'
  const deep = 0.8
  const behind = leans ? 0 : chance.between(0.05, 0.9)
  const z = leans ? -deep / 2 : chance.between(-0.12, 0.08)
  return {
    parts: [
      ...table(tops(place), palette.wood, 1.7, deep, 0.74),
      ...placed(
        chair(chance.pick([palette.wood, '#2f2c2a', palette.cloth[2]]), palette.cloth[0]),
        move(chance.pick([-0.62, 0.62]), 0, -0.62),
        turnY(0.1),
      ),
      ...onWall(place, behind + deep / 2, 1.5),
      ...scatter(
        chance,
        { y: 0.74, left: -0.7, right: 0.7, back: -0.38, front: 0.3 },
        taken(place, z),
        onTable(chance, palette, 3, chance.happens(0.5) ? 'kitchen' : 'room'),
      ),
    ],
    stand: [0, 0.74, z],
    back: -behind - deep / 2,
    view: { ...TABLE_VIEW, pitch: [12, 32] },
  }
}

/** A table in the middle of the room; the far wall is soft. */
export function roundInRoom(place: Place): Setting {
  const { chance, palette } = place
  const back = -chance.between(1.5, 2.2)
  const linen = chance.happens(0.4)
    ? [part(box(0.42, 0.004, 0.34, 0.002), cloth(palette.cloth[1], 0.004, 0.1), move(0.02, 0.743, 0.02))]
    : []
  return {
    parts: [
      ...roundTable(tops(place), palette.wood, 0.55, 0.74),
      ...linen,
      ...placed(chair(palette.wood, palette.cloth[0]), move(-0.55, 0, -0.62), turnY(0.7)),
      ...placed(chair(palette.wood, palette.cloth[0]), move(0.66, 0, -0.5), turnY(-0.8)),
      ...placed(potted(chance, 'rubber', palette.clay[2]), move(chance.pick([-1.25, 1.2]), 0, back + 0.45)),
      ...placed(print(chance, 0.6, 0.8, [...palette.cloth]), move(chance.between(-0.5, 0.5), 1.5, back)),
      ...scatter(
        chance,
        { y: 0.74, left: -0.42, right: 0.42, back: -0.4, front: 0.3 },
        [{ x: 0, z: 0, radius: around(place) }],
        onTable(chance, palette, 3, 'kitchen'),
      ),
    ],
    stand: [0, 0.745, 0],
    back,
    view: { ...TABLE_VIEW, pitch: [10, 26] },
  }
}
