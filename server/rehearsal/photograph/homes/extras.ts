import { move } from '../geometry/frame.ts'
import { placed } from '../geometry/part.ts'
import { pile } from '../props/books.ts'
import { bottle, bowl, candle, mug, plate, utensils } from '../props/crockery.ts'
import { loaf } from '../props/loaf.ts'
import { type PlantKind, potted } from '../props/plants.ts'
import type { Chance } from '../seed.ts'
import { apple } from '../things/fruit-bowl.ts'
import type { Palette } from './palettes.ts'
import type { Extra } from './scatter.ts'

/** What may stand on a table beside the thing, chosen `count` times from what people have there. */
export function onTable(chance: Chance, palette: Palette, count: number, where: 'kitchen' | 'room'): Extra[] {
  const { clay } = palette
  const small = () => chance.pick<PlantKind>(['fern', 'herb', 'trailing', 'snake'])
  const makers: (() => Extra)[] = [
    () => ({ parts: mug(chance.pick(clay)), radius: 0.07 }),
    () => ({ parts: potted(chance, small(), chance.pick(clay)), radius: 0.12 }),
    () => ({ parts: bowl(chance.pick(clay), 0.08), radius: 0.09 }),
    ...(where === 'kitchen'
      ? [
          () => ({
            parts: bottle(chance.pick(['#3f4f35', '#7a4a24', '#d8d2c0']), chance.between(0.22, 0.3)),
            radius: 0.05,
          }),
          () => ({ parts: utensils(chance.pick(clay)), radius: 0.07 }),
          () => ({ parts: loaf(), radius: 0.17 }),
          () => ({
            parts: [...apple('#b9402f', [0, 0, 0]), ...apple('#a9a24a', [0.085, 0, 0.02], 2)],
            radius: 0.1,
          }),
          () => ({ parts: plate(chance.pick(clay)), radius: 0.14 }),
        ]
      : [
          () => ({ parts: pile(chance, chance.whole(2, 4)), radius: 0.16 }),
          () => ({
            parts: [...pile(chance, 2), ...placed(mug(chance.pick(clay)), move(0.02, 0.07, 0))],
            radius: 0.16,
          }),
          () => ({
            parts: candle(chance.pick(['#e9dfc8', '#b5705a', '#5d6a5c']), chance.between(0.06, 0.16)),
            radius: 0.05,
          }),
        ]),
  ]
  const chosen: Extra[] = []
  for (let i = 0; i < count && makers.length > 0; i++) {
    const [maker] = makers.splice(chance.whole(0, makers.length - 1), 1)
    if (maker) chosen.push(maker())
  }
  return chosen
}
