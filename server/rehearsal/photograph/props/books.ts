import { box } from '../geometry/box.ts'
import { chain, move, turnZ } from '../geometry/frame.ts'
import { type Part, part } from '../geometry/part.ts'
import type { Chance } from '../seed.ts'
import { lines } from '../surface/line.ts'
import type { Pattern } from '../surface/material.ts'
import { painted, patterned } from '../surface/stuff.ts'

const COVERS = [
  '#7d2e2a',
  '#2f4a5c',
  '#c9b48a',
  '#4f6247',
  '#d08b3e',
  '#e5dcc8',
  '#3a3440',
  '#a85f4a',
  '#8fa3a0',
  '#c7c0b0',
] as const

/** A row of standing books from the origin along +x, `wide` metres of them; their backs face z. */
export function books(chance: Chance, wide: number): Part[] {
  const row: Part[] = []
  let x = 0
  while (true) {
    const thick = chance.between(0.016, 0.038)
    if (x + thick > wide) return row
    const tall = chance.between(0.17, 0.25)
    const deep = chance.between(0.12, 0.155)
    const lean = row.length > 2 && x + thick + 0.06 > wide ? -0.16 : 0
    const frame = chain(move(x + (lean ? 0.02 : 0), 0, 0), turnZ(lean), move(thick / 2, tall / 2, 0))
    row.push(part(box(thick - 0.001, tall, deep, 0.0035), cover(chance.pick(COVERS)), frame))
    x += thick
  }
}

/** A pile of lying books, the largest below, its middle over the origin. */
export function pile(chance: Chance, count: number): Part[] {
  let y = 0
  return Array.from({ length: count }, (_, i) => {
    const thick = chance.between(0.018, 0.036)
    const size = 0.25 - i * 0.018
    y += thick
    const frame = chain(move(chance.between(-0.012, 0.012), y - thick / 2, chance.between(-0.01, 0.01)), [
      ...turnedY(chance.between(-0.25, 0.25)),
    ])
    return part(box(size, thick - 0.0008, size * 0.72, 0.003), painted(chance.pick(COVERS), 0.2), frame)
  })
}

function turnedY(angle: number): number[] {
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  return [c, 0, s, 0, 0, 1, 0, 0, -s, 0, c, 0]
}

/** Two bars across the back where author and title would stand. */
function cover(hex: string) {
  const bars: Pattern = (_x, y, z, pixel, out) => {
    const k = z > 0.05 ? 0.5 * lines(y - 0.045, 3, 0.012, pixel) + 0.35 * lines(y + 0.05, 3, 0.006, pixel) : 0
    for (let i = 0; i < 3; i++) out[i] = 1 + k * 0.9
  }
  return patterned(hex, bars, { gloss: 0.2 })
}
