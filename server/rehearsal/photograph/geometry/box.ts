import { grid, join, type Shape } from './shape.ts'
import { add, sub, times, unit, type Vec } from './vec.ts'

/** A box with rounded edges, its middle at the origin. */
export function box(width: number, height: number, depth: number, round = 0.004, steps = 2): Shape {
  const half: Vec = [width / 2, height / 2, depth / 2]
  const r = Math.min(round, ...half)
  const sides: [number, number, number, number][] = [
    [0, 1, 2, 1],
    [0, 1, 2, -1],
    [1, 2, 0, 1],
    [1, 2, 0, -1],
    [2, 0, 1, 1],
    [2, 0, 1, -1],
  ]
  return join(sides.map((side) => boxSide(half, r, steps, side)))
}

function boxSide(
  half: Vec,
  r: number,
  steps: number,
  [a, b, c, sign]: [number, number, number, number],
): Shape {
  const stops = (h: number) => {
    const turn = Array.from({ length: steps }, (_, i) => Math.tan((Math.PI / 4) * (1 - i / steps)) * r)
    return [...turn.map((d) => -(h - r) - d), -(h - r), h - r, ...turn.reverse().map((d) => h - r + d)]
  }
  const [sa, sb] = [stops(half[a] ?? 0), stops(half[b] ?? 0)]
  const at = (u: number, v: number): { inner: Vec; out: Vec } => {
    const p: [number, number, number] = [0, 0, 0]
    p[a] = sa[Math.round(u * (sa.length - 1))] ?? 0
    p[b] = sb[Math.round(v * (sb.length - 1))] ?? 0
    p[c] = sign * (half[c] ?? 0)
    const inner = p.map((x, i) => Math.min((half[i] ?? 0) - r, Math.max(r - (half[i] ?? 0), x)))
    const core: Vec = [inner[0] ?? 0, inner[1] ?? 0, inner[2] ?? 0]
    return { inner: core, out: unit(sub(p, core)) }
  }
  const flip = sign < 0
  const shape = grid(sa.length - 1, sb.length - 1, (u, v) => {
    const { inner, out } = at(flip ? 1 - u : u, v)
    return add(inner, times(out, r))
  })
  for (let i = 0, n = 0; i < sb.length; i++)
    for (let j = 0; j < sa.length; j++, n += 3) {
      const u = j / (sa.length - 1)
      const { out } = at(flip ? 1 - u : u, i / (sb.length - 1))
      shape.normals.set(out, n)
    }
  return shape
}

/** A flat four-sided piece from a corner along two edges, in `cells` × `cells` pieces. */
export function flat(corner: Vec, across: Vec, along: Vec, cells = 1): Shape {
  return grid(cells, cells, (u, v) => add(corner, add(times(across, u), times(along, v))))
}
