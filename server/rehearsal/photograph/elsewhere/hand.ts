import { blob } from '../geometry/blob.ts'
import { bone, melted } from '../geometry/distance.ts'
import { chain, move, turnX, turnY, turnZ } from '../geometry/frame.ts'
import { once } from '../geometry/once.ts'
import { type Part, part } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { ball } from '../geometry/soft.ts'
import { track } from '../geometry/written.ts'
import type { Chance } from '../seed.ts'
import { colour } from '../surface/colour.ts'
import type { Material, Pattern } from '../surface/material.ts'
import { noise } from '../surface/noise.ts'
import { knitted } from '../surface/stuff.ts'

const SKINS = ['#d9a58a', '#c58f70', '#a8714f', '#7c5138', '#e3b8a2'] as const

/**
 * A right hand that holds a page by its lower right corner at the origin: the thumb before it (z > 0), four fingers
 * behind, wrist and sleeve going down to the right.
 */
export function holdingHand(chance: Chance, sleeve: string): Part[] {
  const skin: Material = { colour: colour(chance.pick(SKINS)), pattern: creases, gloss: 0.3 }
  const nail = part(
    ball(0.0075, 0.0085, 0.0022, 12),
    { colour: colour('#e9c2b0'), gloss: 0.65 },
    chain(move(-0.0495, 0.0335, 0.0218), turnZ(0.9), turnX(-0.1), turnY(-0.1)),
  )
  return [
    part(thumb(), skin),
    part(fingers(), skin),
    nail,
    part(
      pipe(track('62,-108,-20 80,-140,-28 160,-300,-60 240,-460,-100'), (v) => 0.041 + 0.012 * v, 24),
      knitted(sleeve, 0.009),
    ),
  ]
}

const thumb = once(() => {
  const flesh = melted(
    0.016,
    bone([-0.052, 0.034, 0.014], [-0.022, 0.012, 0.017], 0.0085, 0.0105),
    bone([-0.022, 0.012, 0.017], [0.012, -0.022, 0.012], 0.0105, 0.0125),
    bone([0.012, -0.022, 0.012], [0.045, -0.07, -0.004], 0.016, 0.025),
    bone([0.045, -0.07, -0.004], [0.085, -0.15, -0.03], 0.03, 0.031),
    bone([0.04, -0.04, -0.03], [0.075, -0.12, -0.035], 0.018, 0.026),
  )
  return blob(flesh, [-0.08, -0.2, -0.08], [0.14, 0.06, 0.05], 0.0048)
})

const fingers = once(() => {
  const finger = (y: number, long: number, thick: number) =>
    melted(
      0.01,
      bone([0.045, y - 0.02, -0.03], [0, y, -0.02], thick * 1.15, thick),
      bone([0, y, -0.02], [-long, y + 0.012, -0.011], thick, thick * 0.85),
    )
  const four = melted(
    0.012,
    finger(0.03, 0.045, 0.0095),
    finger(0.01, 0.052, 0.0095),
    finger(-0.011, 0.048, 0.009),
    finger(-0.031, 0.036, 0.008),
  )
  return blob(four, [-0.08, -0.09, -0.06], [0.09, 0.07, 0.02], 0.006)
})

const creases: Pattern = (x, y, z, _pixel, out) => {
  const tone = 1 + 0.05 * noise(x * 120, y * 120, z * 120) + 0.06 * noise(x * 30, y * 30, z * 30)
  out[0] = tone * 1.02
  out[1] = tone
  out[2] = tone * 0.98
}
