import { type Part, part } from '../geometry/part.ts'
import { grid } from '../geometry/shape.ts'
import { smoothstep, unit, type Vec } from '../geometry/vec.ts'
import type { Surroundings } from '../light/surroundings.ts'
import { type Rgb, shade } from '../surface/colour.ts'
import type { Pattern } from '../surface/material.ts'
import { noise } from '../surface/noise.ts'
import type { Mood } from './mood.ts'

/** Paints of wooden houses. */
export const FACADES = ['#8d3b30', '#c9a24e', '#dcd6c8', '#5d6f73', '#7a8a76'] as const

/** Sky from above, green from the side; the sun comes from where the seed says. */
export function openAir(toward: Vec, ground: Rgb): (mood: Mood) => Surroundings {
  return ({ sun, leaves }) => ({
    windows: [],
    sun: sun && { toward: unit(toward), light: shade(sun, 0.42), through: null, blur: 0.012, leaves },
    lamps: [],
    ambience: { above: [1.0, 1.1, 1.25], level: [0.62, 0.66, 0.62], below: ground },
    floor: 0,
    walls: [{ at: [0, 0, 0], facing: [0, 1, 0] }],
  })
}

/** A far wood under the sky, out of focus: a curved sheet that glows by itself. */
export function forest(z: number, salt: number): Part[] {
  const sheet = grid(
    24,
    1,
    (u, v) => {
      const a = (u - 0.5) * 2.6
      return [Math.sin(a) * -z * 1.5, -3 + v * 12, Math.cos(a) * z]
    },
    { coords: (u, v) => [u * 26, v * 12 - 3, 0] },
  )
  return [
    part(sheet, { colour: [0, 0, 0], glow: [1.15, 1.25, 1.35], pattern: trees(salt) }, undefined, false),
  ]
}

function trees(salt: number): Pattern {
  return (x, y, _z, _pixel, out) => {
    const top = 2.4 + 1.1 * noise(x * 0.32 + salt, 1, 1) + 0.5 * noise(x * 1.3 + salt, 2, 2)
    const sky = smoothstep(-0.35, 0.5, y - top)
    const lit = smoothstep(-0.3, 0.6, noise(x * 0.5 + salt, y * 0.6, 4))
    const leaf = 0.3 + 0.22 * lit + 0.1 * noise(x * 1.9, y * 1.9 + salt, 5)
    const gap = 0.45 * smoothstep(0.5, 0.8, noise(x * 1.5 + salt, y * 1.5, 6)) * smoothstep(-1, 2.5, y)
    out[0] = (leaf * (0.86 + 0.3 * lit) + gap) * (1 - sky) + 1.15 * sky
    out[1] = (leaf * (0.98 + 0.12 * lit) + gap) * (1 - sky) + 1.2 * sky
    out[2] = (leaf * 0.5 + gap * 0.85) * (1 - sky) + 1.25 * sky
  }
}

/** Grass, seen from above. */
export const meadow: Pattern = (x, _y, z, _pixel, out) => {
  const tone = 1 + 0.3 * noise(x * 3, z * 3, 1) + 0.25 * noise(x * 14, z * 14, 2)
  out[0] = tone
  out[1] = tone * (1 + 0.08 * noise(x * 2, z * 2, 5))
  out[2] = tone
}
