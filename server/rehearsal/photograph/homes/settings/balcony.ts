import { bar } from '../../geometry/bar.ts'
import { flat } from '../../geometry/box.ts'
import { move, turnY } from '../../geometry/frame.ts'
import { part, placed } from '../../geometry/part.ts'
import { mug } from '../../props/crockery.ts'
import { roundTable } from '../../props/furniture.ts'
import { potted } from '../../props/plants.ts'
import { painted, patterned, timber } from '../../surface/stuff.ts'
import { boards } from '../../surface/wood.ts'
import { forest, meadow, openAir } from '../open-air.ts'
import type { Place, Setting } from '../setting.ts'

/** A balcony: deck boards, a railing, trees beyond. */
export function balcony(place: Place): Setting {
  const { chance, palette, thing } = place
  const back = -chance.between(0.55, 1.0) - thing.size[2] / 2
  const onTop = thing.rests === 'table'
  const paint = painted(chance.pick(['#e8e3d8', '#3c4144', '#8b8f86', '#c9c2b0']), 0.25)
  const deck = chance.pick(['#a58a6a', '#8f8b83', '#c2a37c', '#7f6149'])
  const upright = chance.happens(0.6)
  const railing = Array.from({ length: upright ? 46 : 7 }, (_, i) =>
    upright
      ? part(bar([(i - 23) * 0.115, 0.06, back], [(i - 23) * 0.115, 0.95, back], 0.035, 0.022), paint)
      : part(bar([-3, 0.12 + i * 0.13, back], [3, 0.12 + i * 0.13, back], 0.022, 0.075), paint),
  )
  const side = chance.pick([-1, 1])
  return {
    parts: [
      part(
        flat([-4, 0, back - 0.2], [8, 0, 0], [0, 0, 6]),
        patterned(deck, boards(0.12, 3.2, 0.25), { gloss: 0.15 }),
      ),
      ...railing,
      part(bar([-3, 0.97, back], [3, 0.97, back], 0.04, 0.09, 0.01), timber(deck, 'y', 0.2)),
      part(
        flat([-30, -3, back - 0.2], [60, 0, 0], [0, 0, -9]),
        patterned('#5f7042', meadow),
        undefined,
        false,
      ),
      ...forest(back - 7, chance.between(0, 90)),
      ...placed(
        potted(chance, 'rubber', palette.clay[2]),
        move(side * (0.75 + thing.size[0] / 2), 0, back + 0.4),
      ),
      ...placed(
        potted(chance, 'fern', palette.clay[0]),
        move(-side * (0.45 + thing.size[0] / 2), 0, back + 0.25),
      ),
      ...(onTop ? roundTable(painted('#dcd6c8', 0.4), '#3c4144', 0.36, 0.7) : []),
      ...(onTop && thing.size[0] < 0.4
        ? placed(mug(palette.clay[1]), move(side * 0.24, 0.7, 0.08), turnY(chance.between(0, 6)))
        : []),
    ],
    stand: [0, onTop ? 0.7 : 0, 0],
    sky: openAir(
      [chance.between(-0.8, 0.8), chance.between(0.5, 0.9), chance.between(0.1, 0.6)],
      [0.3, 0.25, 0.19],
    ),
    view: {
      yaw: 26,
      pitch: thing.rests === 'flat' ? [28, 42] : [9, 24],
      fill: thing.rests === 'flat' ? [0.62, 0.82] : [0.46, 0.64],
      angle: [34, 44],
    },
  }
}
