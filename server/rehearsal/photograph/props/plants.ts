import { through } from '../geometry/curve.ts'
import { chain, move, turnX, turnY, turnZ } from '../geometry/frame.ts'
import { type Part, part, placed } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { cylinder, thrown } from '../geometry/turned.ts'
import type { Vec } from '../geometry/vec.ts'
import type { Chance } from '../seed.ts'
import { colour } from '../surface/colour.ts'
import type { Material } from '../surface/material.ts'
import { concrete } from '../surface/stone.ts'
import { matt, patterned } from '../surface/stuff.ts'
import { leaf } from './leaf.ts'

export type PlantKind = 'rubber' | 'trailing' | 'snake' | 'fern' | 'herb'

const GREENS = ['#3f5f3c', '#54703f', '#2f4f3a', '#6a7f4a'] as const

/** A plant in its pot on the origin; about 20 cm for the small kinds, a metre for the rubber plant. */
export function potted(chance: Chance, kind: PlantKind, pot: string): Part[] {
  const green: Material = {
    colour: colour(chance.pick(GREENS)),
    gloss: kind === 'rubber' ? 0.5 : 0.2,
    sheer: 0.3,
  }
  if (kind === 'rubber')
    return [...placed(flowerpot(pot, 0.15, 0.27)), ...placed(rubber(chance, green), move(0, 0.24, 0))]
  if (kind === 'snake')
    return [...flowerpot(pot, 0.075, 0.13), ...placed(snake(chance, green), move(0, 0.11, 0))]
  if (kind === 'fern')
    return [...flowerpot(pot, 0.075, 0.12), ...placed(fern(chance, green), move(0, 0.1, 0))]
  if (kind === 'herb')
    return [...flowerpot(pot, 0.055, 0.1), ...placed(herb(chance, green), move(0, 0.085, 0))]
  return [...flowerpot(pot, 0.06, 0.1), ...placed(trailing(chance, green), move(0, 0.09, 0))]
}

function flowerpot(hex: string, r: number, tall: number): Part[] {
  const wall = thrown([
    [0, 0],
    [r * 0.72, 0],
    [r * 0.72, 0],
    [r * 0.76, tall * 0.04],
    [r * 0.98, tall * 0.96],
    [r, tall],
    [r, tall],
    [r * 0.9, tall],
    [r * 0.9, tall],
    [r * 0.88, tall * 0.8],
  ])
  return [
    part(wall, patterned(hex, concrete)),
    part(cylinder(r * 0.88, r * 0.88, tall * 0.78, tall * 0.86, 24), matt('#3b2d22')),
  ]
}

function rubber(chance: Chance, green: Material): Part[] {
  const stems = chance.whole(2, 3)
  return Array.from({ length: stems }, (_, s) => {
    const lean: Vec = [Math.cos(s * 2.4) * 0.12, 0, Math.sin(s * 2.4) * 0.12]
    const tall = chance.between(0.65, 1.05)
    const line = through(
      [
        [lean[0] * 0.2, 0, lean[2] * 0.2],
        [lean[0] * 0.7, tall * 0.5, lean[2] * 0.7],
        [lean[0] * 1.4, tall, lean[2] * 1.4],
      ],
      6,
    )
    const leaves = Array.from({ length: 9 }, (_, i) => {
      const at = line[3 + i] ?? line[line.length - 1] ?? [0, tall, 0]
      return placed(
        [leaf(chance.between(0.2, 0.29), chance.between(0.1, 0.13), 0.3, green, 8)],
        move(...at),
        turnY(i * 2.4 + s),
        turnZ(chance.between(0.35, 0.9)),
      )
    })
    return [part(pipe(line, 0.009, 8), matt('#5a4a34')), ...leaves.flat()]
  }).flat()
}

function snake(chance: Chance, green: Material): Part[] {
  return Array.from({ length: 9 }, (_, i) => {
    const frame = chain(
      turnY(i * 2.4),
      move(0.02 + i * 0.0035, 0, 0),
      turnZ(Math.PI / 2 - chance.between(0.02, 0.26)),
      turnX(1.2),
    )
    return placed([leaf(chance.between(0.2, 0.4), 0.045, 0.06, green, 8)], frame)
  }).flat()
}

function fern(chance: Chance, green: Material): Part[] {
  return Array.from({ length: 16 }, (_, i) => {
    const long = chance.between(0.16, 0.28)
    const rise = chance.between(0.5, 1.2)
    const line = through(
      [
        [0, 0, 0],
        [long * 0.35, long * rise * 0.6, 0],
        [long * 0.8, long * rise * 0.62, 0],
        [long * 1.1, long * rise * 0.3, 0],
      ],
      4,
    )
    const blades = line
      .slice(2)
      .flatMap((at, k) =>
        [-1, 1].map((side) =>
          placed([leaf(0.06 * (1 - k * 0.055), 0.016, 0.2, green, 4)], move(...at), turnY(side * -1.3)),
        ),
      )
    return placed(
      [part(pipe(line, 0.0016, 5), green), ...blades.flat()],
      turnY(i * 2.4 + chance.between(-0.2, 0.2)),
    )
  }).flat()
}

function herb(chance: Chance, green: Material): Part[] {
  return Array.from({ length: 12 }, (_, i) => {
    const tall = chance.between(0.06, 0.15)
    const lean = chance.between(0.1, 0.5)
    const line = through(
      [
        [0, 0, 0],
        [lean * tall * 0.5, tall * 0.6, 0],
        [lean * tall, tall, 0],
      ],
      4,
    )
    const leaves = [0.4, 0.65, 0.85, 1].flatMap((k) =>
      [0, 1].map((side) =>
        placed(
          [leaf(0.035, 0.024, 0.2, green, 4)],
          move(lean * tall * k, tall * k, 0),
          turnY(side * Math.PI + k * 9),
          turnZ(0.4),
        ),
      ),
    )
    return placed(
      [part(pipe(line, 0.0014, 5), green), ...leaves.flat()],
      turnY(i * 2.4),
      move(0.008 + i * 0.0016, 0, 0),
    )
  }).flat()
}

function trailing(chance: Chance, green: Material): Part[] {
  return Array.from({ length: 9 }, (_, i) => {
    const out = chance.between(0.06, 0.11)
    const down = chance.between(0.05, 0.26)
    const line = through(
      [
        [0, 0, 0],
        [out * 0.7, 0.035, 0],
        [out, 0.0, 0],
        [out * 1.1, -down * 0.5, 0.01],
        [out * 1.05, -down, 0],
      ],
      5,
    )
    const leaves = line
      .slice(2)
      .map((at, k) => placed([leaf(0.042, 0.034, 0.3, green, 4)], move(...at), turnY(k * 2.2), turnZ(-0.3)))
    return placed(
      [part(pipe(line, 0.0016, 5), green), ...leaves.flat()],
      turnY(i * 2.4 + chance.between(-0.3, 0.3)),
    )
  }).flat()
}
