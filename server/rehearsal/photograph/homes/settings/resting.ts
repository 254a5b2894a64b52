import { box } from '../../geometry/box.ts'
import { move, turnY } from '../../geometry/frame.ts'
import { part, placed } from '../../geometry/part.ts'
import { books } from '../../props/books.ts'
import { mug } from '../../props/crockery.ts'
import { sideboard, stool, table, wallShelf } from '../../props/furniture.ts'
import { potted } from '../../props/plants.ts'
import { bed, curtain } from '../../props/soft-furnishing.ts'
import { print } from '../../props/wall-things.ts'
import { painted, timber } from '../../surface/stuff.ts'
import { onTable } from '../extras.ts'
import { scatter } from '../scatter.ts'
import type { Place, Setting } from '../setting.ts'
import { around, onWall, TABLE_VIEW } from '../table-top.ts'

export function cabinet(place: Place): Setting {
  const { chance, palette } = place
  const wood = chance.happens(0.6)
    ? timber(palette.wood, 'x', 0.24, 0.35, chance.between(0, 9))
    : painted(chance.pick([palette.cloth[2], palette.trim]), 0.35)
  const picture = print(chance, chance.between(0.42, 0.6), chance.between(0.5, 0.75), [...palette.cloth])
  return {
    parts: [
      ...sideboard(wood, palette.wood, 1.6, 0.78, 0.42),
      ...placed(picture, move(chance.between(-0.38, 0.38), 1.42, -0.225)),
      ...scatter(
        chance,
        { y: 0.78, left: -0.7, right: 0.7, back: -0.2, front: 0.18 },
        [{ x: 0, z: 0, radius: around(place) }],
        onTable(chance, palette, 3, 'room'),
      ),
    ],
    stand: [0, 0.78, 0.01],
    back: -0.225,
    view: { ...TABLE_VIEW, pitch: [4, 16] },
  }
}

/** The thing stands before the day, on a sill. */
export function windowSill(place: Place): Setting {
  const { chance, palette, thing } = place
  const tall = 1.35
  const deep = Math.max(0.3, thing.size[2] + 0.08)
  const y = 0.84
  const middle = y + 0.1 + tall / 2
  const hem = chance.pick([palette.cloth[1], '#ece5d6', palette.cloth[2]])
  return {
    parts: [
      part(box(2.2, 0.035, deep, 0.006), painted(palette.trim, 0.4), move(0, y - 0.0175, deep / 2 - 0.02)),
      ...[-1, 1].flatMap((s) =>
        chance.happens(0.75) ? placed(curtain(hem, 0.36, 2.0), move(s * 0.84, 0.42, 0.1)) : [],
      ),
      ...scatter(
        chance,
        { y, left: -0.62, right: 0.62, back: 0.01, front: deep - 0.02 },
        [{ x: 0, z: deep / 2, radius: around(place) }],
        onTable(chance, palette, 2, 'room'),
      ),
    ],
    stand: [0, y, deep / 2],
    back: 0,
    window: [chance.between(-0.12, 0.12), middle, 0],
    view: { ...TABLE_VIEW, yaw: 22, pitch: [2, 15], fill: [0.42, 0.6] },
  }
}

export function shelf(place: Place): Setting {
  const { chance, palette, thing } = place
  const wood = timber(palette.wood, 'x', 0.22, 0.3, chance.between(0, 9))
  const deep = Math.max(0.26, thing.size[2] + 0.06)
  const y = 1.24
  const w = thing.size[0] / 2
  const above = 0.36 + thing.size[1] * 0.55
  return {
    parts: [
      ...placed(wallShelf(wood, 1.7, deep), move(0, y, 0)),
      ...placed(wallShelf(wood, 1.7, deep), move(0, y + above + 0.16, 0)),
      ...placed(books(chance, 0.42), move(w + 0.1, y, 0.09)),
      ...placed(books(chance, 0.2), move(-w - 0.34, y, 0.09)),
      ...placed(potted(chance, 'trailing', chance.pick(palette.clay)), move(-w - 0.48, y, deep / 2)),
      ...placed(books(chance, 0.5), move(-0.5, y + above + 0.16, 0.09)),
      ...placed(potted(chance, 'fern', chance.pick(palette.clay)), move(0.36, y + above + 0.16, 0.12)),
    ],
    stand: [0, y, deep / 2],
    back: 0,
    view: { ...TABLE_VIEW, pitch: [-2, 9], fill: [0.4, 0.58] },
  }
}

/** A stool for a night table, beside a bed. */
export function bedside(place: Place): Setting {
  const { chance, palette } = place
  const side = chance.pick([-1, 1])
  const tall = chance.happens(0.5)
  const stand = tall
    ? sideboard(timber(palette.wood, 'x', 0.2), palette.wood, 0.46, 0.55, 0.36)
    : stool(palette.wood, 0.52, 0.21)
  const y = tall ? 0.55 : 0.52
  return {
    parts: [
      ...stand,
      ...placed(
        bed(palette.trim, chance.pick([palette.cloth[0], palette.cloth[2]]), palette.wood),
        move(side * 1.08, 0, -0.26),
      ),
      ...onWall(place, 0.25, 1.35),
      ...(chance.happens(0.5) ? placed(mug(palette.clay[1]), move(side * -0.13, y, 0.1), turnY(2)) : []),
    ],
    stand: [side * 0.03, y, -0.02],
    back: -0.26,
    view: { ...TABLE_VIEW, yaw: 20, pitch: [10, 26], fill: [0.36, 0.5] },
  }
}

/** A low bench or stool in the hall. */
export function lowBench(place: Place): Setting {
  const { chance, palette, thing } = place
  const y = 0.45
  const wide = Math.max(0.9, thing.size[0] + 0.4)
  return {
    parts: [
      ...table(timber(palette.wood, 'x', 0.22, 0.3), palette.wood, wide, 0.38, y),
      ...placed(
        potted(chance, 'rubber', palette.clay[0]),
        move(chance.pick([-1, 1]) * (wide / 2 + 0.3), 0, -0.02),
      ),
      ...onWall(place, 0.21, 1.25),
    ],
    stand: [0, y, 0],
    back: -0.21,
    view: { ...TABLE_VIEW, pitch: [12, 26], fill: [0.42, 0.58] },
  }
}
