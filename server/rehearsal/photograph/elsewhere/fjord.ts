import { part } from '../geometry/part.ts'
import { grid } from '../geometry/shape.ts'
import { smoothstep, unit, type Vec } from '../geometry/vec.ts'
import type { Shot } from '../homes/home.ts'
import { moodFor } from '../homes/mood.ts'
import type { Chance } from '../seed.ts'
import { shade } from '../surface/colour.ts'
import type { Pattern } from '../surface/material.ts'
import { noise, roughness } from '../surface/noise.ts'
import { patterned } from '../surface/stuff.ts'

/** Water, three ridges one behind the other, each paler, and a large sky. Distances are a hundredth of the real ones. */
export function fjordShot(chance: Chance): Shot {
  const mood = moodFor(chance, ['morning', 'overcast', 'afternoon'])
  const salt = chance.between(0, 30)
  const eye: Vec = [0, chance.between(1.2, 2.6), 0]
  const ridges = [34, 22, 13].map((away, i) =>
    ridge(away, [14, 8.5, 4.6][i] ?? 4, salt + i * 9, i, chance.pick([-1, 1])),
  )
  const toward = unit([chance.between(-0.8, 0.8), chance.between(0.25, 0.6), -0.4])
  return {
    scene: {
      parts: [sky(salt), ...ridges, shore(salt), water(salt)],
      surroundings: {
        windows: [],
        sun: mood.sun && { toward, light: shade(mood.sun, 0.3), through: null, blur: 0.01, leaves: 0 },
        lamps: [],
        ambience: { above: [1.05, 1.15, 1.3], level: [0.85, 0.92, 1.0], below: [0.2, 0.24, 0.26] },
        floor: 0,
        walls: [],
      },
      aim: {
        eye,
        at: [chance.between(-3, 3), eye[1] + 0.6, -20],
        angle: chance.between(38, 52),
        lean: chance.between(-2, 2),
      },
      focus: { centre: [0, 0, -20], radius: 30 },
    },
    mood,
    lens: { sharpAt: 20, blur: 0.002 },
  }
}

/** A long heightfield; farther ones are bluer and paler, as air makes them. */
function ridge(away: number, tall: number, salt: number, step: number, side: number) {
  const slope = grid(110, 26, (u, v) => {
    const x = (u - 0.5) * away * 3.4
    const z = -away - v * away * 0.5
    const shape =
      0.42 + 0.58 * noise(x * 0.09 * (34 / away) + salt, 1, 1) + 0.34 * noise(x * 0.3 + salt, z * 0.2, 2)
    const valley = smoothstep(0, 0.5, Math.abs(u - 0.5 + side * 0.1) + 0.08)
    const high = Math.max(0.02, shape * valley + 0.16 * roughness(x * 0.8, z * 0.8, salt, 4))
    return [x, v === 0 ? -0.2 : tall * high * v ** 0.8, z]
  })
  const haze = [0.62, 0.42, 0.22][step] ?? 0.2
  return part(slope, {
    ...patterned('#4d5a44', slopes),
    glow: [0.36 * haze, 0.46 * haze, 0.58 * haze],
  })
}

const slopes: Pattern = (x, y, z, _pixel, out) => {
  const rock = smoothstep(1.4, 3.6, y + 1.2 * noise(x * 0.5, z * 0.5, 2))
  const snowy = smoothstep(4.2, 5.4, y + 1.5 * noise(x * 0.7, z * 0.7, 5))
  const tone = 1 + 0.45 * roughness(x * 1.7, y * 1.7, z * 1.7, 3)
  out[0] = tone * (1 + 0.7 * rock) + 3.5 * snowy
  out[1] = tone * (1 + 0.4 * rock) + 3.2 * snowy
  out[2] = tone * (1 + 1.0 * rock) + 4.2 * snowy
}

function sky(salt: number) {
  const dome = grid(30, 12, (u, v) => {
    const a = (u - 0.5) * 3
    return [Math.sin(a) * 90, -2 + v * 70, -Math.cos(a) * 90]
  })
  const clouds: Pattern = (x, y, _z, _pixel, out) => {
    const high = smoothstep(0, 60, y)
    const cloud = smoothstep(-0.05, 0.5, roughness(x * 0.03 + salt, y * 0.1, 3, 4))
    out[0] = (1.0 - 0.5 * high) * (1 - cloud) + 1.25 * cloud
    out[1] = (1.1 - 0.32 * high) * (1 - cloud) + 1.25 * cloud
    out[2] = (1.2 - 0.08 * high) * (1 - cloud) + 1.28 * cloud
  }
  return part(dome, { colour: [0, 0, 0], glow: [0.95, 0.95, 0.95], pattern: clouds }, undefined, false)
}

function shore(salt: number) {
  const stones = grid(90, 24, (u, v) => {
    const x = (u - 0.5) * 9
    const z = -1.2 - v * 2.6
    const lump =
      Math.max(0, noise(x * 2.2 + salt, z * 2.2, 4)) * 0.22 +
      Math.max(0, noise(x * 5 + salt, z * 5, 6)) * 0.09
    return [x, 0.16 - v * 0.34 + lump, z]
  })
  const pattern: Pattern = (x, y, z, _pixel, out) => {
    const tone = 1 + 0.5 * roughness(x * 6, y * 6, z * 6, 3) - 0.4 * smoothstep(0.08, -0.02, y)
    for (let i = 0; i < 3; i++) out[i] = tone
  }
  return part(stones, patterned('#77736a', pattern))
}

function water(salt: number) {
  const surface = grid(1, 1, (u, v) => [(u - 0.5) * 160, 0, -1 - v * 70])
  const waves: Pattern = (x, _y, z, pixel, out) => {
    const fade = Math.min(1, 0.1 / pixel)
    const wave = fade * noise(x * 2.2 + salt, z * 6, 1) + 0.5 * noise(x * 0.35, z * 0.9 + salt, 2)
    for (let i = 0; i < 3; i++) out[i] = 1 + 0.28 * wave
  }
  return part(surface, { ...patterned('#3d5560', waves), gloss: 0.75, glow: [0.03, 0.05, 0.06] })
}
