import { bar } from '../geometry/bar.ts'
import { blob } from '../geometry/blob.ts'
import { box } from '../geometry/box.ts'
import { block, melted } from '../geometry/distance.ts'
import { chain, move, turnX, turnY } from '../geometry/frame.ts'
import { once } from '../geometry/once.ts'
import { type Part, part } from '../geometry/part.ts'
import { grid } from '../geometry/shape.ts'
import { pillow } from '../geometry/soft.ts'
import { smoothstep } from '../geometry/vec.ts'
import { knit } from '../surface/cloth.ts'
import type { Material } from '../surface/material.ts'
import { cloth, patterned, timber } from '../surface/stuff.ts'

/** A curtain from its rail down to the origin: `wide` when hung, `tall`, in folds; light comes through. */
export function curtain(hex: string, wide: number, tall: number, sheer = 0.5): Part[] {
  const folds = Math.round(wide / 0.085)
  const hung = grid(folds * 6, 10, (u, v) => {
    const a = u * folds * Math.PI
    const deep = 0.022 + 0.014 * (1 - v)
    return [
      (u - 0.5) * wide * (1 + 0.08 * (1 - v)) + 0.012 * Math.sin(a * 0.37 + v * 2),
      tall * v,
      deep * Math.sin(a + 0.3 * Math.sin(v * 3 + u * 7)) + 0.012 * Math.sin(u * 11 + v),
    ]
  })
  return [part(hung, cloth(hex, 0.004, 0.08, sheer))]
}

/** A cushion standing on the origin, leaning back a little. */
export function cushion(hex: string, size = 0.42): Part[] {
  return [part(pillow(size, size, 0.15, 3), cloth(hex, 0.007), chain(move(0, size * 0.46, 0), turnX(-0.25)))]
}

/** Width of the sofa in metres. */
const SOFA_WIDE = 1.7

/** A sofa for two; its left end is on the origin, it goes on along +x, its back is at z = -0.45. */
export function sofa(hex: string): Part[] {
  const wool = cloth(hex, 0.006, 0.16)
  const seat = (SOFA_WIDE - 0.2) / 2
  return [
    part(sofaFrame(), wool),
    ...[0, 1].map((i) =>
      part(
        pillow(seat * 1.06, 0.78, 0.2, 6),
        wool,
        chain(move(0.2 + seat * (i + 0.5), 0.44, 0.05), turnX(-Math.PI / 2)),
      ),
    ),
    ...[0.12, SOFA_WIDE - 0.1].flatMap((x) =>
      [-0.34, 0.34].map((z) => part(bar([x, 0, z], [x, 0.2, z], 0.035, 0.035, 0.01), timber('#6b4a30', 'y'))),
    ),
  ]
}

const sofaFrame = once(() => {
  const half = SOFA_WIDE / 2
  const frame = melted(
    0.04,
    block([half, 0.3, 0], [half, 0.1, 0.42], 0.05),
    block([half, 0.56, -0.34], [half, 0.24, 0.1], 0.07),
    block([0.09, 0.44, 0.02], [0.1, 0.18, 0.41], 0.07),
  )
  return blob(frame, [-0.08, 0.16, -0.5], [SOFA_WIDE + 0.05, 0.86, 0.48], 0.035)
})

/** A made bed seen from its foot: headboard at the wall (z = 0), mattress towards the viewer; its top is 52 cm up. */
export function bed(linen: string, cover: string, wood: string): Part[] {
  const quilt = grid(40, 40, (u, v) => {
    const x = (u - 0.5) * 1.5
    const side = smoothstep(0.44, 0.5, Math.abs(u - 0.5))
    const ripple =
      0.012 * Math.sin(u * 14 + v * 5) * Math.sin(v * 9 - u * 4) + 0.008 * Math.sin(u * 31 + v * 17)
    return [x, 0.545 - side * 0.3 + ripple * (1 - side), 0.52 + v * 1.5]
  })
  const blanket = patterned(cover, knit(0.02, 0.3), { relief: true })
  const top = grid(40, 16, (u, v) => {
    const side = smoothstep(0.44, 0.5, Math.abs(u - 0.5))
    return [(u - 0.5) * 1.53, 0.562 - side * 0.3 + 0.01 * Math.sin(u * 9 + v * 6), 1.15 + v * 0.6]
  })
  const sheet: Material = cloth(linen, 0.004, 0.06)
  return [
    part(pillow(1.46, 0.5, 2.1, 8), sheet, chain(move(0, 0.32, 1.08), turnX(0), turnY(0)), true),
    part(quilt, sheet),
    part(top, blanket),
    ...[-0.37, 0.37].map((x) =>
      part(pillow(0.68, 0.46, 0.17, 2.5), sheet, chain(move(x, 0.7, 0.19), turnX(-0.5))),
    ),
    part(box(1.62, 0.62, 0.045, 0.02), timber(wood, 'x', 0.2, 0.3, 2), move(0, 0.66, 0.03)),
  ]
}
