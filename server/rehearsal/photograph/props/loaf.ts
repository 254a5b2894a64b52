import { blob } from '../geometry/blob.ts'
import { block, egg, melted } from '../geometry/distance.ts'
import { move, turnY } from '../geometry/frame.ts'
import { once } from '../geometry/once.ts'
import { type Part, part, placed } from '../geometry/part.ts'
import { smoothstep } from '../geometry/vec.ts'
import type { Pattern } from '../surface/material.ts'
import { noise } from '../surface/noise.ts'
import { patterned } from '../surface/stuff.ts'
import { crust } from './market.ts'

const dome = melted(
  0.03,
  egg([0, 0.05, 0], 0.13, 0.062, 0.075),
  block([0, 0.025, 0], [0.09, 0.025, 0.05], 0.025),
)
const cut = (x: number, y: number, z: number) => Math.max(dome(x, y, z), x - 0.075)

const rest = once(() => blob(cut, [-0.15, -0.01, -0.09], [0.1, 0.13, 0.09], 0.0085))
const slice = once(() =>
  blob(
    (x, y, z) => Math.max(dome(0, y, z), Math.abs(x) - 0.007),
    [-0.02, -0.01, -0.09],
    [0.02, 0.12, 0.09],
    0.0065,
  ),
)

/** A loaf with its heel cut off, and two slices before it. */
export function loaf(): Part[] {
  const inside = patterned('#e6cfa0', crumb)
  return [
    part(rest(), patterned('#a86f3a', crust, { gloss: 0.12 })),
    ...placed([part(slice(), inside)], move(0.076, 0.001, 0)),
    ...placed([part(slice(), inside)], move(0.13, 0.0, 0.02), turnY(0.25), tipped),
  ]
}

/** Lying flat. */
const tipped = [0, -1, 0, 0.06, 1, 0, 0, 0.007, 0, 0, 1, 0]

const crumb: Pattern = (x, y, z, _pixel, out) => {
  const hole = smoothstep(0.35, 0.7, noise(x * 190, y * 190, z * 190))
  for (let i = 0; i < 3; i++) out[i] = 1 - 0.3 * hole
}
