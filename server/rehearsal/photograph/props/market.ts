import { through } from '../geometry/curve.ts'
import { move, turnY } from '../geometry/frame.ts'
import { type Part, part, placed } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { grid } from '../geometry/shape.ts'
import { ball } from '../geometry/soft.ts'
import { smoothstep } from '../geometry/vec.ts'
import { track } from '../geometry/written.ts'
import type { Pattern } from '../surface/material.ts'
import { noise } from '../surface/noise.ts'
import { concrete } from '../surface/stone.ts'
import { matt, patterned } from '../surface/stuff.ts'
import { leaf } from './leaf.ts'

/** A long loaf standing on its end. */
export function baguette(): Part[] {
  const line = through(track('0,0,0 4,140,0 0,300,0'), 8)
  return [
    part(
      pipe(line, (v) => 0.033 * Math.sin(Math.PI * Math.min(0.97, Math.max(0.03, v))) ** 0.35, 18),
      patterned('#c08a4a', crust, { gloss: 0.15 }),
    ),
  ]
}

/** Slashes where the loaf opened, flour on the rest. */
export const crust: Pattern = (x, y, z, _pixel, out) => {
  const slash = smoothstep(0.55, 0.9, Math.sin(y * 75 + x * 60))
  const flour = 0.16 * noise(x * 60, y * 60, z * 60) + 0.1 * noise(x * 15, y * 15, z * 15)
  out[0] = 1 + 0.3 * slash + flour
  out[1] = 1 + 0.4 * slash + flour
  out[2] = 1 + 0.55 * slash + flour
}

/** Stems in paper with round heads of three colours, standing up. */
export function bouquet(): Part[] {
  const paper = grid(
    24,
    6,
    (u, v) => {
      const a = u * 2 * Math.PI
      const r = 0.018 + 0.06 * v ** 1.4
      return [
        r * Math.cos(a),
        v * 0.17 + 0.008 * v * Math.sin(a * 5),
        r * Math.sin(a) * (1 + 0.1 * Math.sin(a * 3)),
      ]
    },
    { closedAcross: true },
  )
  const heads = [
    '#e2a13c',
    '#d8694f',
    '#f1e6d2',
    '#c45674',
    '#e9c46a',
    '#d8694f',
    '#f1e6d2',
    '#e2a13c',
    '#c45674',
    '#f1e6d2',
  ]
  const flowers = heads.flatMap((hex, i) => {
    const a = i * 2.4
    const r = 0.008 + 0.0062 * i
    const y = 0.215 - 0.004 * i + 0.012 * Math.sin(i * 2)
    return placed(flowerHead(hex, 0.02 + 0.003 * Math.sin(i * 3)), move(r * Math.cos(a), y, r * Math.sin(a)))
  })
  const green = Array.from({ length: 9 }, (_, i) =>
    placed([leaf(0.085, 0.028, -0.55, matt('#4f6b40'), 5)], move(0, 0.16, 0), turnY(i * 0.7)),
  )
  return [part(paper, patterned('#d9c9a8', concrete, { sheer: 0.2 })), ...flowers, ...green.flat()]
}

/** A ball of petals, as ranunculus have. */
function flowerHead(hex: string, r: number): Part[] {
  const petals: Pattern = (x, y, z, _pixel, out) => {
    const ring = Math.sin(Math.atan2(Math.hypot(x, z), y) * 9 + 2 * Math.atan2(z, x))
    for (let i = 0; i < 3; i++) out[i] = 0.88 + 0.16 * ring
  }
  return [part(ball(r, r * 0.82, r, 10), patterned(hex, petals, { sheer: 0.1 }))]
}
