import { flat } from '../../geometry/box.ts'
import { move, turnY } from '../../geometry/frame.ts'
import { part, placed } from '../../geometry/part.ts'
import { grid } from '../../geometry/shape.ts'
import { smoothstep } from '../../geometry/vec.ts'
import { potted } from '../../props/plants.ts'
import type { Pattern } from '../../surface/material.ts'
import { noise } from '../../surface/noise.ts'
import { matt, patterned } from '../../surface/stuff.ts'
import { panelling } from '../../surface/wood.ts'
import { FACADES, forest, meadow, openAir } from '../open-air.ts'
import type { Place, Setting } from '../setting.ts'

/** On the outer wall of a wooden house, a climber at its side. */
export function houseWall(place: Place): Setting {
  const { chance, thing } = place
  const facade = chance.pick(FACADES)
  const side = chance.pick([-1, 1])
  const y = 1.7
  const climber = Array.from({ length: 46 }, (_, i) => {
    const up = 0.4 + i * 0.052
    const x = side * (0.36 + 0.1 * Math.sin(i * 0.7) + chance.between(-0.09, 0.12))
    return placed(
      potted(chance, 'herb', facade).slice(2, 12),
      move(x, up, 0.02 + chance.between(0, 0.05)),
      turnY(chance.between(0, 6)),
    )
  })
  return {
    parts: [
      part(
        flat([-5, -0.2, 0], [10, 0, 0], [0, 5, 0]),
        patterned(facade, panelling(0.14, 0.06), { gloss: 0.08 }),
      ),
      ...climber.flat(),
      part(flat([-5, 0, 0], [10, 0, 0], [0, 0, 6]), matt('#6f7a4a')),
    ],
    stand: [0, y, 0.002],
    sky: openAir(
      [chance.between(-0.7, 0.7), chance.between(0.45, 0.8), chance.between(0.35, 0.8)],
      [0.22, 0.24, 0.14],
    ),
    view: { yaw: 32, pitch: [-14, 4], fill: [thing.size[1] > 0.6 ? 0.6 : 0.4, 0.58], angle: [30, 42] },
  }
}

/** On the trunk of a birch before a soft wood. */
export function birch(place: Place): Setting {
  const { chance } = place
  const trunk = grid(
    28,
    20,
    (u, v) => {
      const a = u * 2 * Math.PI
      const r = 0.105 + 0.006 * Math.sin(v * 9)
      return [r * Math.cos(a) + 0.02 * Math.sin(v * 3), v * 9 - 0.2, r * Math.sin(a) - 0.104]
    },
    { closedAcross: true, coords: (u, v) => [u * 0.68, v * 9, 0] },
  )
  const others = Array.from({ length: 7 }, (_, i) => {
    const x = (i - 3) * 1.1 + chance.between(-0.4, 0.4)
    return placed([part(trunk, patterned('#d9d4c8', bark))], move(x, 0, -chance.between(2.2, 5)), turnY(i))
  })
  return {
    parts: [
      part(trunk, patterned('#e3ded2', bark)),
      ...others.flat(),
      part(flat([-9, 0, -8], [18, 0, 0], [0, 0, 16]), patterned('#66753f', meadow)),
      ...forest(-9, chance.between(0, 90)),
    ],
    stand: [0, 1.75, 0.012],
    sky: openAir(
      [chance.between(-0.8, 0.8), chance.between(0.4, 0.8), chance.between(0.2, 0.8)],
      [0.2, 0.24, 0.12],
    ),
    view: { yaw: 34, pitch: [-12, 6], fill: [0.42, 0.58], angle: [30, 40] },
  }
}

const bark: Pattern = (x, y, _z, _pixel, out) => {
  const stroke =
    smoothstep(0.3, 0.55, noise(x * 9, y * 46, 1)) * smoothstep(-0.2, 0.3, noise(x * 4, y * 7, 2))
  const tone = 1 - 0.75 * stroke + 0.07 * noise(x * 40, y * 12, 3)
  for (let i = 0; i < 3; i++) out[i] = tone
}
