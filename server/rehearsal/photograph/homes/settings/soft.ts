import { move, turnY } from '../../geometry/frame.ts'
import { placed } from '../../geometry/part.ts'
import { sleepingCat } from '../../props/cat.ts'
import { bed, cushion, sofa } from '../../props/soft-furnishing.ts'
import { print } from '../../props/wall-things.ts'
import type { Place, Setting } from '../setting.ts'

/** On a bed, leaning on the pillow. */
export function onBed(place: Place): Setting {
  const { chance, palette } = place
  const x = chance.pick([-0.36, 0.36])
  return {
    parts: [
      ...placed(
        bed(palette.trim, chance.pick([palette.cloth[0], palette.cloth[2]]), palette.wood),
        move(-x, 0, -0.42),
      ),
      ...placed(print(chance, 0.5, 0.4, [...palette.cloth]), move(chance.between(-0.4, 0.4), 1.35, -0.42)),
      ...(chance.happens(0.35)
        ? placed(
            sleepingCat(chance.pick(['ginger', 'grey', 'black'])),
            move(-x * 1.1, 0.56, 0.38),
            turnY(-1.2),
          )
        : []),
    ],
    stand: [0, 0.525, -0.115],
    back: -0.42,
    view: { yaw: 24, pitch: [12, 26], fill: [0.36, 0.52], angle: [30, 42] },
  }
}

/** On a sofa, leaning on its back. */
export function onSofa(place: Place): Setting {
  const { chance, palette } = place
  const hex = chance.pick([palette.cloth[2], palette.cloth[1], palette.cloth[0]])
  const from = chance.pick([-0.55, -1.15])
  return {
    parts: [
      ...placed(sofa(hex), move(from, 0, 0.1)),
      ...placed(cushion(palette.cloth[1], 0.4), move(from < -1 ? -0.55 : 0.6, 0.52, -0.06), turnY(0.2)),
      ...placed(print(chance, 0.6, 0.5, [...palette.cloth]), move(chance.between(-0.4, 0.3), 1.4, -0.42)),
    ],
    stand: [0, 0.535, -0.135],
    back: -0.42,
    view: { yaw: 24, pitch: [8, 22], fill: [0.36, 0.52], angle: [30, 42] },
  }
}
