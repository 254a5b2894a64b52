import { move, turnY } from '../../geometry/frame.ts'
import { type Part, placed } from '../../geometry/part.ts'
import { pile } from '../../props/books.ts'
import { bowl, mug } from '../../props/crockery.ts'
import { counter, roundTable, sideboard, stool, table } from '../../props/furniture.ts'
import { potted } from '../../props/plants.ts'
import { curtain } from '../../props/soft-furnishing.ts'
import { door, print, radiator } from '../../props/wall-things.ts'
import { painted, timber } from '../../surface/stuff.ts'
import { onTable } from '../extras.ts'
import { scatter } from '../scatter.ts'
import type { Place, Setting } from '../setting.ts'

/** High on a wall, with something of the home below. */
export function onTheWall(place: Place): Setting {
  const { chance, palette, thing } = place
  const low = thing.size[1] > 0.6
  const y = low ? 1.62 : chance.between(1.5, 1.72)
  const side = chance.pick([-1, 1])
  const below: (() => Part[])[] = low
    ? [
        () =>
          placed(table(timber(palette.wood, 'x', 0.22), palette.wood, 1.1, 0.34, 0.42), move(0.1, 0, 0.2)),
        () => placed(potted(chance, 'rubber', palette.clay[1]), move(side * 0.8, 0, 0.3)),
        () => placed(door(chance.pick([palette.trim, palette.cloth[2]])), move(side * 1.15, 0, 0)),
      ]
    : [
        () => [
          ...placed(
            sideboard(timber(palette.wood, 'x', 0.22), palette.wood, 1.5, 0.95, 0.4),
            move(side * 0.2, 0, 0.21),
          ),
          ...placed(potted(chance, 'fern', palette.clay[0]), move(side * 0.42, 0.95, 0.2)),
          ...placed(pile(chance, 3), move(-side * 0.25, 0.95, 0.2)),
        ],
        () => [
          ...placed(
            counter(timber(palette.wood, 'x', 0.2), palette.cloth[2], 2.5, 0.9, 0.6),
            move(0, 0, 0.3),
          ),
          ...placed(potted(chance, 'herb', palette.clay[2]), move(side * 0.3, 0.9, 0.2)),
          ...placed(mug(palette.clay[0], false), move(-side * 0.2, 0.9, 0.25), turnY(1)),
        ],
        () => placed(print(chance, 0.32, 0.42, [...palette.cloth]), move(side * 0.5, y - 0.12, 0)),
        () => placed(curtain(palette.cloth[1], 0.6, 2.4), move(side * 0.72, 0.02, 0.12)),
        () => placed(radiator(0.8), move(side * 0.2, 0, 0)),
        () => placed(potted(chance, 'rubber', palette.clay[1]), move(side * 0.62, 0, 0.4)),
      ]
  const chosen = chance.whole(0, below.length - 1)
  const second = chance.whole(0, below.length - 1)
  return {
    parts: [
      ...(below[chosen]?.() ?? []),
      ...(second > 1 && second !== chosen ? (below[second]?.() ?? []) : []),
    ],
    stand: [0, y, 0.001],
    back: 0,
    view: {
      yaw: 30,
      pitch: low ? [-3, 8] : [-9, 5],
      fill: low ? [0.6, 0.78] : [0.34, 0.54],
      angle: [32, 44],
      lift: low ? 0 : 0.06,
    },
  }
}

/** Over a table, as lamps hang. */
export function overTable(place: Place): Setting {
  const { chance, palette } = place
  const back = -chance.between(0.75, 1.8)
  const wood = chance.happens(0.6) ? timber(palette.wood, 'x', 0.22, 0.35) : painted(palette.trim, 0.4)
  const side = chance.pick([-1, 1])
  return {
    parts: [
      ...roundTable(wood, palette.wood, 0.55, 0.74),
      ...placed(bowl(palette.clay[2], 0.1), move(side * 0.12, 0.74, 0.05)),
      ...scatter(
        chance,
        { y: 0.74, left: -0.4, right: 0.4, back: -0.35, front: 0.3 },
        [{ x: side * 0.12, z: 0.05, radius: 0.12 }],
        onTable(chance, palette, 2, 'kitchen'),
      ),
      ...placed(stool(palette.wood), move(side * 0.78, 0, 0.1)),
      ...placed(print(chance, 0.55, 0.7, [...palette.cloth]), move(-side * 0.5, 1.45, back)),
      ...(chance.happens(0.5)
        ? placed(potted(chance, 'rubber', palette.clay[1]), move(side * 1.0, 0, back + 0.4))
        : []),
    ],
    stand: [0, chance.between(1.3, 1.42), 0],
    back,
    view: { yaw: 28, pitch: [0, 10], fill: [0.32, 0.42], angle: [40, 50], lift: 0.24 },
  }
}
