import { box } from '../geometry/box.ts'
import { move } from '../geometry/frame.ts'
import { type Part, part } from '../geometry/part.ts'
import { grid } from '../geometry/shape.ts'
import { smoothstep } from '../geometry/vec.ts'
import type { Chance } from '../seed.ts'
import { colour, type Rgb } from '../surface/colour.ts'
import type { Pattern } from '../surface/material.ts'
import { noise } from '../surface/noise.ts'
import { matt, painted, timber } from '../surface/stuff.ts'

/** A framed print with its middle on the origin of the wall; pictures of nothing in particular. */
export function print(chance: Chance, wide: number, tall: number, inks: readonly string[]): Part[] {
  const edge = 0.018
  const frame = chance.happens(0.5)
    ? timber('#b08a5c', 'y', 0.2)
    : painted(chance.pick(['#2b2926', '#efe8da']), 0.3)
  const side = (w: number, h: number, x: number, y: number) =>
    part(box(w, h, 0.022, 0.002), frame, move(x, y, 0.013))
  const paper = grid(1, 1, (u, v) => [(u - 0.5) * wide, (v - 0.5) * tall, 0.012], {
    coords: (u, v) => [u, v * (tall / wide), 0],
  })
  return [
    part(paper, { colour: [1, 1, 1], pattern: motif(chance, inks.map(colour), tall / wide), gloss: 0.3 }),
    side(wide + edge, edge, 0, tall / 2),
    side(wide + edge, edge, 0, -tall / 2),
    side(edge, tall + edge, -wide / 2, 0),
    side(edge, tall + edge, wide / 2, 0),
  ]
}

type Motif = (
  x: number,
  y: number,
  tall: number,
  soft: number,
  inks: Inks,
  salt: number,
  out: Float64Array,
) => void
type Inks = readonly [Rgb, Rgb, Rgb]

const CREAM = colour('#efe7d6')

/** One of the motifs in the given inks on cream paper with a broad margin; `tall` is height / width. */
function motif(chance: Chance, [a = CREAM, b = CREAM, c = CREAM]: Rgb[], tall: number): Pattern {
  const draw = chance.pick([hills, twig, stones])
  const salt = chance.between(0, 50)
  return (x, y, _z, pixel, out) => {
    for (let i = 0; i < 3; i++) out[i] = CREAM[i] ?? 1
    if (x < 0.11 || x > 0.89 || y < 0.11 || y > tall - 0.11) return
    draw(x, y, tall, 0.004 + pixel, [a, b, c], salt, out)
  }
}

/** Lays an ink where `away` from its edge is below zero. */
function put(out: Float64Array, ink: Rgb, away: number, soft: number): void {
  const k = 1 - smoothstep(0, soft, away)
  for (let i = 0; i < 3; i++) out[i] = (out[i] ?? 0) * (1 - k) + (ink[i] ?? 0) * k
}

const hills: Motif = (x, y, tall, soft, [a, b, c], salt, out) => {
  put(out, a, Math.hypot(x - 0.62, y - tall * 0.66) - 0.14, soft)
  for (const [i, ink] of [b, c, a].entries())
    put(out, ink, y - tall * (0.5 - i * 0.13) - 0.12 * noise(x * (2.2 + i) + salt, i * 7, 1), soft)
}

const twig: Motif = (x, y, tall, soft, [a, b, c], _salt, out) => {
  for (let i = 0; i < 5; i++) {
    const middle = tall * (0.2 + 0.15 * i)
    for (const side of [-1, 1]) {
      const u = (x - 0.5) * side
      const away = Math.hypot(u - 0.15 - (y - middle) * 0.1, (y - middle - u * 0.5) * 2.6) - 0.12
      put(out, i % 2 ? a : b, away, soft)
    }
  }
  put(out, c, Math.abs(x - 0.5) - 0.008, soft)
}

const stones: Motif = (x, y, tall, soft, [a, b, c], salt, out) => {
  const stone = (cx: number, cy: number, r: number) =>
    Math.hypot(x - cx, (y - cy) * 1.15) - r * (1 + 0.1 * noise(x * 4 + salt, y * 4, 2))
  put(out, a, stone(0.4, tall * 0.42, 0.24), soft)
  put(out, b, stone(0.6, tall * 0.62, 0.17), soft)
  put(out, c, stone(0.36, tall * 0.72, 0.08), soft)
}

/** A panelled door, shut, its foot on the origin. */
export function door(hex: string): Part[] {
  const paint = painted(hex, 0.3)
  const parts = [
    part(box(0.86, 2.04, 0.04, 0.004), paint, move(0, 1.02, 0.01)),
    ...[-0.2, 0.2].flatMap((x) => [
      part(box(0.28, 0.75, 0.02, 0.008), paint, move(x, 0.5, 0.026)),
      part(box(0.28, 0.85, 0.02, 0.008), paint, move(x, 1.48, 0.026)),
    ]),
    part(box(0.1, 2.15, 0.03, 0.006), painted('#efe9dc', 0.3), move(-0.49, 1.07, 0.02)),
    part(box(0.1, 2.15, 0.03, 0.006), painted('#efe9dc', 0.3), move(0.49, 1.07, 0.02)),
    part(box(1.08, 0.1, 0.03, 0.006), painted('#efe9dc', 0.3), move(0, 2.11, 0.02)),
    part(box(0.11, 0.018, 0.02, 0.008), matt('#8a7a55'), move(0.34, 1.02, 0.07)),
  ]
  return parts.map((p) => ({ ...p, castsShadow: false }))
}

/** An old radiator, its foot on the origin. */
export function radiator(wide: number): Part[] {
  const count = Math.round(wide / 0.06)
  return Array.from({ length: count }, (_, i) =>
    part(
      box(0.05, 0.56, 0.13, 0.024, 3),
      painted('#ece5d8', 0.4),
      move((i - (count - 1) / 2) * 0.06, 0.4, 0.1),
    ),
  )
}
