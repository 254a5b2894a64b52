import { box } from './box.ts'
import { pipe } from './pipe.ts'
import { join, type Shape, shaped } from './shape.ts'
import { add, cross, length, mix, sub, times, unit, type Vec } from './vec.ts'

/** A straight round bar with closed ends. */
export function rod(from: Vec, to: Vec, radius: number, sides = 12): Shape {
  const line = [from, add(from, times(sub(to, from), 0.5)), to]
  const cap = (at: Vec, toward: Vec) =>
    pipe([add(at, times(toward, 0.001)), at], (v) => (v === 0 ? 0.0001 : radius), sides)
  const way = unit(sub(to, from))
  return join([pipe(line, radius, sides), cap(from, times(way, -1)), cap(to, way)])
}

/** A straight four-sided bar, `wide` across and `deep` from front to back; its grain runs along its own y. */
export function bar(from: Vec, to: Vec, wide: number, deep: number, round = 0.003): Shape {
  const way = unit(sub(to, from))
  const side = unit(cross(way, Math.abs(way[2]) > 0.9 ? [0, 1, 0] : [0, 0, 1]))
  const front = cross(side, way)
  const middle = mix(from, to, 0.5)
  return shaped(box(wide, length(sub(to, from)), deep, round), [
    side[0],
    way[0],
    front[0],
    middle[0],
    side[1],
    way[1],
    front[1],
    middle[1],
    side[2],
    way[2],
    front[2],
    middle[2],
  ])
}
