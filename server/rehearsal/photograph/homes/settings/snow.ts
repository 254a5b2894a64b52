import { flat } from '../../geometry/box.ts'
import { move } from '../../geometry/frame.ts'
import { type Part, part, placed } from '../../geometry/part.ts'
import { grid } from '../../geometry/shape.ts'
import { smoothstep, type Vec } from '../../geometry/vec.ts'
import type { Pattern } from '../../surface/material.ts'
import { noise } from '../../surface/noise.ts'
import { patterned } from '../../surface/stuff.ts'
import { panelling } from '../../surface/wood.ts'
import { FACADES, forest, openAir } from '../open-air.ts'
import type { Place, Setting } from '../setting.ts'

/** New snow before a house or a wood. */
export function snow(place: Place): Setting {
  const { chance, thing } = place
  const low: Vec = [chance.between(-0.9, 0.9), chance.between(0.28, 0.5), chance.between(0.0, 0.6)]
  const wooden = chance.happens(0.55)
  const back = -thing.size[2] / 2 - chance.between(0.7, 1.4)
  const ground = grid(60, 80, (u, v) => {
    const x = (u - 0.5) * 24
    const z = back - 10 + v * 19
    const drift = 0.06 * noise(x * 0.8, z * 0.8, 3) + 0.02 * noise(x * 3, z * 3, 5)
    return [
      x,
      0.004 +
        drift * smoothstep(0.35, 1.2, Math.hypot(x, z)) +
        (wooden ? 0.25 * smoothstep(0.5, 0, z - back) : 0),
      z,
    ]
  })
  const behind = wooden
    ? [
        part(
          flat([-7, -0.2, back - 0.02], [14, 0, 0], [0, 5, 0]),
          patterned(chance.pick(FACADES), panelling(0.15, 0.06), { gloss: 0.06 }),
        ),
      ]
    : [...forest(back - 7, chance.between(0, 90)), ...spruces(place, back)]
  return {
    parts: [part(ground, patterned('#eef0f2', glitter)), ...behind],
    stand: [0, -0.004, 0],
    bright: 1.35,
    sky: (mood) => openAir(low, [0.62, 0.66, 0.72])({ ...mood, leaves: 0 }),
    view: { yaw: 34, pitch: [8, 20], fill: [0.6, 0.78], angle: [34, 44] },
  }
}

const glitter: Pattern = (x, y, z, pixel, out) => {
  const tone =
    1 + 0.03 * noise(x * 20, y * 20, z * 20) + (pixel < 0.004 ? 0.05 * noise(x * 200, y * 200, z * 200) : 0)
  for (let i = 0; i < 3; i++) out[i] = tone
}

/** Young spruces with snow on their boughs. */
function spruces({ chance }: Place, back: number): Part[] {
  return Array.from({ length: 9 }, (_, i) => {
    const tall = chance.between(1.6, 3.4)
    const x = (i - 4) * 0.95 + chance.between(-0.4, 0.4)
    const tree = grid(
      36,
      40,
      (u, v) => {
        const a = u * 2 * Math.PI
        const tier = (v * 9) % 1
        const r =
          tall * 0.24 * (1 - v) * (1 - 0.42 * tier) * (1 + 0.16 * Math.sin(a * 7 + Math.floor(v * 9) * 2))
        return [r * Math.cos(a), 0.1 + v * tall + 0.03 * tier, r * Math.sin(a)]
      },
      { closedAcross: true },
    )
    return placed([part(tree, patterned('#2f4536', boughs))], move(x, 0, back - chance.between(0.8, 3.2)))
  }).flat()
}

const boughs: Pattern = (x, y, z, _pixel, out) => {
  const snowy = smoothstep(-0.1, 0.5, noise(x * 7, y * 5, z * 7))
  const needle = 1 + 0.3 * noise(x * 60, y * 60, z * 60)
  out[0] = needle + 14 * snowy
  out[1] = needle + 9 * snowy
  out[2] = needle + 12 * snowy
}
