import { bar } from '../geometry/bar.ts'
import { box } from '../geometry/box.ts'
import { through } from '../geometry/curve.ts'
import { chain, move, turnY } from '../geometry/frame.ts'
import { type Part, part, placed } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { cylinder, thrown } from '../geometry/turned.ts'
import { track } from '../geometry/written.ts'
import type { Material } from '../surface/material.ts'
import { brass, cloth, painted, timber } from '../surface/stuff.ts'

/** A table with its top's middle over the origin. */
export function table(wood: Material, legs: string, wide: number, deep: number, tall: number): Part[] {
  const leg = (x: number, z: number) =>
    part(
      bar([x * 1.03, 0, z * 1.03], [x, tall - 0.03, z], 0.045, 0.045, 0.012),
      timber(legs, 'y', 0.2, 0.3, x + z),
    )
  const [x, z] = [wide / 2 - 0.08, deep / 2 - 0.07]
  return [
    part(box(wide, 0.03, deep, 0.008), wood, move(0, tall - 0.015, 0)),
    part(box(wide - 0.2, 0.07, deep - 0.18, 0.004), timber(legs, 'x', 0.2, 0.3), move(0, tall - 0.065, 0)),
    leg(-x, -z),
    leg(x, -z),
    leg(-x, z),
    leg(x, z),
  ]
}

export function roundTable(wood: Material, legs: string, r: number, tall: number): Part[] {
  const top = thrown(
    [
      [0, tall],
      [r - 0.006, tall],
      [r - 0.006, tall],
      [r, tall - 0.006],
      [r, tall - 0.018],
      [r - 0.014, tall - 0.028],
      [r - 0.014, tall - 0.028],
      [0, tall - 0.028],
    ],
    72,
  )
  return [
    part(top, wood),
    ...[0, 1, 2].map((i) =>
      part(
        bar([r * 0.72, 0, 0], [r * 0.4, tall - 0.02, 0], 0.04, 0.04, 0.014),
        timber(legs, 'y', 0.2, 0.3, i),
        turnY((i * 2 * Math.PI) / 3 + 0.5),
      ),
    ),
  ]
}

/** A cabinet on legs with doors, its foot on the origin, its back at z = -deep / 2. */
export function sideboard(wood: Material, legs: string, wide: number, tall: number, deep: number): Part[] {
  const doors = Math.round(wide / 0.5)
  const w = (wide - 0.04) / doors
  return [
    part(box(wide, tall - 0.2, deep, 0.006), wood, move(0, 0.2 + (tall - 0.2) / 2, 0)),
    ...Array.from({ length: doors }, (_, i) => [
      part(
        box(w - 0.008, tall - 0.245, 0.016, 0.003),
        wood,
        move((i - (doors - 1) / 2) * w, 0.2 + (tall - 0.2) / 2, deep / 2 + 0.004),
      ),
      part(
        cylinder(0.012, 0.01, 0, 0.02, 16),
        brass,
        chain(
          move((i - (doors - 1) / 2) * w + (i % 2 ? -1 : 1) * (w / 2 - 0.05), tall - 0.16, deep / 2 + 0.012),
          [1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0],
        ),
      ),
    ]).flat(),
    ...[-1, 1].flatMap((x) =>
      [-1, 1].map((z) =>
        part(
          bar(
            [x * (wide / 2 - 0.08), 0, z * (deep / 2 - 0.06)],
            [x * (wide / 2 - 0.1), 0.21, z * (deep / 2 - 0.08)],
            0.032,
            0.032,
            0.012,
          ),
          timber(legs, 'y'),
        ),
      ),
    ),
  ]
}

/** A kitchen worktop with cupboards under it; its front edge is at z = deep / 2. */
export function counter(top: Material, fronts: string, wide: number, tall: number, deep: number): Part[] {
  const paint = painted(fronts, 0.3)
  const count = Math.round(wide / 0.5)
  const w = wide / count
  return [
    part(box(wide, 0.04, deep + 0.03, 0.006), top, move(0, tall - 0.02, 0.01)),
    part(box(wide, tall - 0.14, deep - 0.04, 0.002), paint, move(0, 0.1 + (tall - 0.14) / 2, -0.02)),
    ...Array.from({ length: count }, (_, i) => {
      const x = (i - (count - 1) / 2) * w
      return [
        part(box(w - 0.006, 0.16, 0.02, 0.003), paint, move(x, tall - 0.13, deep / 2 - 0.03)),
        part(
          box(w - 0.006, tall - 0.33, 0.02, 0.003),
          paint,
          move(x, 0.1 + (tall - 0.33) / 2, deep / 2 - 0.03),
        ),
        part(
          pipe(
            through(
              [
                [x - 0.06, tall - 0.13, deep / 2 - 0.02],
                [x - 0.06, tall - 0.13, deep / 2 + 0.005],
                [x + 0.06, tall - 0.13, deep / 2 + 0.005],
                [x + 0.06, tall - 0.13, deep / 2 - 0.02],
              ],
              3,
            ),
            0.005,
            8,
          ),
          brass,
        ),
      ]
    }).flat(),
  ]
}

/** A stool with a round seat. */
export function stool(wood: string, tall = 0.46, r = 0.17): Part[] {
  return [
    part(
      thrown(
        [
          [0, tall],
          [r - 0.02, tall],
          [r, tall - 0.012],
          [r, tall - 0.022],
          [r - 0.02, tall - 0.034],
          [0, tall - 0.034],
        ],
        48,
      ),
      timber(wood, 'x', 0.2, 0.3),
    ),
    ...[0, 1, 2, 3].map((i) =>
      part(
        bar([r * 1.05, 0, 0], [r * 0.62, tall - 0.02, 0], 0.026, 0.026, 0.011),
        timber(wood, 'y', 0.2, 0.3, i),
        turnY((i * Math.PI) / 2 + 0.7),
      ),
    ),
  ]
}

/** A plain wooden chair that looks along +z. */
export function chair(hex: string, seat: string): Part[] {
  const wood = painted(hex, 0.4)
  const spindles = [-0.12, -0.06, 0, 0.06, 0.12].map((x) =>
    part(bar([x, 0.45, -0.18], [x * 1.25, 0.8, -0.235], 0.012, 0.012, 0.005), wood),
  )
  const rail = through(track('-220,810,-210 -100,825,-255 100,825,-255 220,810,-210'))
  return [
    part(box(0.42, 0.03, 0.41, 0.014), wood, move(0, 0.44, 0)),
    part(box(0.37, 0.03, 0.36, 0.015), cloth(seat, 0.006), move(0, 0.465, 0)),
    ...[-1, 1].flatMap((s) => [
      part(bar([s * 0.205, 0, 0.2], [s * 0.175, 0.44, 0.165], 0.03, 0.03, 0.013), wood),
      part(bar([s * 0.205, 0, -0.23], [s * 0.175, 0.44, -0.17], 0.03, 0.03, 0.013), wood),
      part(bar([s * 0.17, 0.44, -0.18], [s * 0.215, 0.83, -0.22], 0.026, 0.026, 0.011), wood),
    ]),
    part(pipe(rail, 0.021, 12), wood),
    ...spindles,
  ]
}

/** A board on the wall (at z = 0), its upper side at y = 0. */
export function wallShelf(wood: Material, wide: number, deep: number): Part[] {
  return [
    part(box(wide, 0.024, deep, 0.004), wood, move(0, -0.012, deep / 2)),
    ...[-1, 1].flatMap((s) =>
      placed(
        [
          part(box(0.018, 0.16, 0.016, 0.003), painted('#2c2a28', 0.3), move(0, -0.1, 0.008)),
          part(bar([0, -0.16, 0.012], [0, -0.03, deep * 0.75], 0.012, 0.012, 0.003), painted('#2c2a28', 0.3)),
        ],
        move(s * wide * 0.36, 0, 0),
      ),
    ),
  ]
}
