import { type Part, part } from '../geometry/part.ts'
import { grid } from '../geometry/shape.ts'
import type { Material } from '../surface/material.ts'

/**
 * A leaf or petal from the origin along +x, `long` and `wide` in metres. `bend` is how far it droops, in parts of
 * its length (below zero it rises); light comes through it.
 */
export function leaf(long: number, wide: number, bend: number, material: Material, cells = 6): Part {
  const blade = grid(cells, 4, (u, v) => {
    const half = (wide / 2) * Math.sin(Math.PI * u ** 0.8) ** 0.8
    const side = (v - 0.5) * 2
    const fold = Math.abs(side) * half * 0.35
    return [long * (u - bend * bend * 0.3 * u * u), -bend * long * u * u + fold, side * half]
  })
  return part(blade, { sheer: 0.25, ...material })
}
