import { move, turnY } from '../../geometry/frame.ts'
import { type Part, part, placed } from '../../geometry/part.ts'
import { grid } from '../../geometry/shape.ts'
import type { Vec } from '../../geometry/vec.ts'
import { pile } from '../../props/books.ts'
import { type Coat, sittingCat, sleepingCat } from '../../props/cat.ts'
import { chair, sideboard, stool } from '../../props/furniture.ts'
import { potted } from '../../props/plants.ts'
import { curtain, cushion, sofa } from '../../props/soft-furnishing.ts'
import { door, print, radiator } from '../../props/wall-things.ts'
import { striped, weave } from '../../surface/cloth.ts'
import { patterned, timber } from '../../surface/stuff.ts'
import type { Framing, Place, Setting } from '../setting.ts'

const FLOOR_VIEW: Framing = { yaw: 26, pitch: [7, 22], fill: [0.48, 0.7], angle: [32, 44] }

/** A corner of a room, dressed by the home's own taste. */
export function corner(place: Place): Setting {
  const { chance, thing } = place
  const [wide, , deep] = thing.size
  const back = -deep / 2 - chance.between(0.12, 0.75)
  const side = chance.pick([-1, 1])
  const reach = wide / 2
  const behind = windowBehind(place, side, back)
  return {
    parts: [
      ...(chance.happens(0.5) ? mat(place, reach) : []),
      ...beside(place, side, reach + 0.35, back),
      ...(chance.happens(0.6) ? beside(place, -side, reach + 0.45, back) : []),
      ...(behind.window ? drapes(place, behind.window) : wallDressing(place, back)),
      ...(chance.happens(0.3) ? pet(place, -side * (reach + 0.32), 0.25) : []),
    ],
    stand: [0, 0, 0],
    back,
    ...behind,
    view: FLOOR_VIEW,
  }
}

/** Where the thing leans on the wall itself. */
export function against(place: Place): Setting {
  const { chance, thing } = place
  const side = chance.pick([-1, 1])
  const reach = thing.size[0] / 2
  return {
    parts: [
      ...beside(place, side, reach + 0.4, 0),
      ...(chance.happens(0.6) ? beside(place, -side, reach + 0.5, 0) : []),
      ...(chance.happens(0.25) ? pet(place, -side * (reach + 0.3), 0.5) : []),
    ],
    stand: [0, 0, 0.018],
    back: 0,
    view: { ...FLOOR_VIEW, pitch: [1, 8], fill: [0.66, 0.85] },
  }
}

/** Now and then a window in the wall behind. */
function windowBehind({ chance, thing }: Place, side: number, back: number): { window?: Vec } {
  if (!chance.happens(0.3)) return {}
  return { window: [side * -chance.between(0.1, 0.5), Math.max(1.5, thing.size[1] * 0.6 + 0.85), back] }
}

function drapes({ chance, palette }: Place, [x, , z]: Vec): Part[] {
  const hex = chance.pick([palette.cloth[1], '#ece5d6', palette.cloth[2]])
  return [-1, 1].flatMap((side) => placed(curtain(hex, 0.42, 2.3), move(x + side * 0.9, 0.03, z + 0.1)))
}

function mat({ chance, palette }: Place, reach: number): Part[] {
  const pattern = striped(weave(0.01, 0.25), 'x', [{ every: 0.4, share: 0.5, colour: [0.9, 0.88, 0.84] }])
  const [w, d] = [reach * 2 + chance.between(0.5, 1.1), reach * 2 + chance.between(0.2, 0.6)]
  const lie = grid(1, 1, (u, v) => [(u - 0.5) * w, 0.006, (v - 0.4) * d])
  return placed([part(lie, patterned(palette.cloth[1], pattern))], turnY(chance.between(-0.15, 0.15)))
}

/** One piece of furniture or a plant on one side, `away` from the middle. */
function beside(place: Place, side: number, away: number, back: number): Part[] {
  const { chance, palette } = place
  const x = side * away
  const choice = chance.whole(0, 6)
  const z = back + 0.3
  if (choice <= 1)
    return placed(
      potted(chance, 'rubber', chance.pick(palette.clay)),
      move(x, 0, z),
      turnY(chance.between(0, 6)),
    )
  if (choice === 2)
    return placed([...stool(palette.wood), ...placed(pile(chance, 3), move(0, 0.46, 0))], move(x, 0, z))
  if (choice === 3)
    return placed(
      curtain(chance.pick([palette.cloth[1], palette.cloth[2]]), 0.7, 2.35),
      move(x + side * 0.3, 0.03, back + 0.12),
    )
  if (choice === 4)
    return placed(
      chair(palette.wood, palette.cloth[0]),
      move(x + side * 0.12, 0, z + 0.05),
      turnY(-side * 0.4),
    )
  if (choice === 5)
    return placed(
      [
        ...sideboard(timber(palette.wood, 'x', 0.22), palette.wood, 1.1, 0.72, 0.4),
        ...placed(potted(chance, 'fern', palette.clay[0]), move(-side * 0.3, 0.72, 0)),
        ...placed(pile(chance, 3), move(side * 0.1, 0.72, 0)),
      ],
      move(x + side * 0.45, 0, back + 0.215),
    )
  return [
    ...placed(pile(chance, chance.whole(3, 6)), move(x, 0, z)),
    ...placed(cushion(palette.cloth[2]), move(x + side * 0.45, 0, back + 0.14)),
  ]
}

function wallDressing({ chance, palette, thing }: Place, back: number): Part[] {
  const choice = chance.whole(0, 5)
  const high = Math.max(1.55, thing.size[1] + 0.5)
  const x = chance.between(-0.45, 0.45)
  if (choice <= 2)
    return placed(
      print(chance, chance.between(0.4, 0.62), chance.between(0.5, 0.8), [...palette.cloth]),
      move(x, high, back),
    )
  if (choice === 3) return placed(radiator(0.9), move(x - 0.6, 0, back))
  if (choice === 4)
    return placed(
      door(chance.pick([palette.trim, palette.cloth[2]])),
      move(chance.pick([-1.1, 1.1]), 0, back),
    )
  return [
    ...placed(print(chance, 0.3, 0.4, [...palette.cloth]), move(x - 0.26, high, back)),
    ...placed(print(chance, 0.3, 0.4, [...palette.cloth].reverse()), move(x + 0.2, high + 0.06, back)),
  ]
}

function pet({ chance }: Place, x: number, z: number): Part[] {
  const coat = chance.pick<Coat>(['ginger', 'grey', 'black'])
  const cat = chance.happens(0.5) ? sleepingCat(coat) : sittingCat(coat)
  return placed(cat, move(x, 0.006, z), turnY(chance.between(-1.9, -0.6)))
}

/** A flat thing on the floor before a sofa, seen from above. */
export function beforeSofa(place: Place): Setting {
  const { chance, palette, thing } = place
  const side = chance.pick([-1, 1])
  const back = -thing.size[2] / 2 - chance.between(0.7, 1.1)
  const seat = chance.happens(0.6)
    ? placed(
        sofa(chance.pick([palette.cloth[0], palette.cloth[2], palette.cloth[1]])),
        move(-0.85 + side * 0.15, 0, back + 0.5),
      )
    : [
        ...placed(
          chair(palette.wood, palette.cloth[0]),
          move(side * 0.75, 0, back + 0.5),
          turnY(-side * 0.5),
        ),
        ...placed(potted(chance, 'rubber', palette.clay[2]), move(-side * 0.8, 0, back + 0.4)),
      ]
  return {
    parts: [
      ...seat,
      ...(chance.happens(0.55) ? pet(place, chance.between(-0.25, 0.25), chance.between(-0.4, 0.3)) : []),
      ...(chance.happens(0.4) ? placed(pile(chance, 3), move(-side * 0.72, 0, 0.2)) : []),
      ...placed(print(chance, 0.6, 0.8, [...palette.cloth]), move(side * 0.2, 1.6, back)),
    ],
    stand: [0, 0, 0],
    back,
    view: { yaw: 28, pitch: [28, 44], fill: [0.66, 0.88], angle: [38, 48] },
  }
}
