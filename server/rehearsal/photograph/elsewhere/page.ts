import { chain, type Frame, move, turnX } from '../geometry/frame.ts'
import { type Part, part, placed } from '../geometry/part.ts'
import { grid } from '../geometry/shape.ts'
import { clamp } from '../geometry/vec.ts'
import { colour, toLinear } from '../surface/colour.ts'
import type { Material, Pattern } from '../surface/material.ts'
import { inkAt } from './letters.ts'

/** A picture in sRGB bytes, three a pixel. */
export interface Raster {
  width: number
  height: number
  bytes: Uint8Array
}

/** One page of the catalogue, in metres. */
const PAGE_WIDE = 0.2
const PAGE_TALL = 0.26

const LINEAR = Float32Array.from({ length: 256 }, (_, i) => toLinear(i / 255))
const PAPER = colour('#f2ede1')
const INK = colour('#2a2622')

/** A page as print: picture above; name, lines of text, price and folio below. The lines are bars, not letters. */
export function printed(raster: Raster, accent: string, name: string): Material {
  const loud = colour(accent)
  const pattern: Pattern = (x, y, _z, pixel, out) => {
    const u = x / PAGE_WIDE
    const v = 1 - y / PAGE_TALL
    if (u > 0.07 && u < 0.93 && v > 0.06 && v < 0.62)
      return sample(raster, (u - 0.07) / 0.86, (v - 0.06) / 0.56, out)
    const price = bar(u, v, 0.76, 0.93, 0.77, 0.03, pixel)
    const much = price > 0 ? price : typed(u, v, name, pixel)
    const ink = price > 0 ? loud : INK
    for (let i = 0; i < 3; i++) out[i] = (PAPER[i] ?? 1) * (1 - much) + (ink[i] ?? 0) * much
  }
  return { colour: [1, 1, 1], pattern, gloss: 0.35, sheer: 0.06 }
}

/** How black the page is at (u, v) below its picture. */
function typed(u: number, v: number, name: string, pixel: number): number {
  if (v > 0.65 && v < 0.74) {
    const unit = 0.0078
    return inkAt(
      name,
      (u - 0.075) / unit,
      ((v - 0.672) / unit) * (PAGE_TALL / PAGE_WIDE),
      0.15 + pixel / (unit * PAGE_WIDE),
    )
  }
  for (let line = 0; line < 5; line++) {
    const end = line === 4 ? 0.34 : 0.62 - 0.05 * ((line * 7 + name.length) % 3)
    const k = bar(u, v, 0.07, end, 0.77 + line * 0.027, 0.0085, pixel)
    if (k > 0) return k * 0.62
  }
  return bar(u, v, 0.88, 0.93, 0.945, 0.012, pixel) * 0.8
}

/** How much of a bar between two u, from `top` and `tall` in v, covers the place. */
function bar(
  u: number,
  v: number,
  from: number,
  to: number,
  top: number,
  tall: number,
  pixel: number,
): number {
  if (u < from || u > to) return 0
  return clamp(0.5 + (tall / 2 - Math.abs(v - top - tall / 2)) / (0.003 + pixel / PAGE_TALL), 0, 1)
}

function sample({ width, height, bytes }: Raster, u: number, v: number, out: Float64Array): void {
  const scale = Math.max(width, (height * 0.86 * PAGE_WIDE) / (0.56 * PAGE_TALL))
  const x = clamp(width / 2 + (u - 0.5) * scale - 0.5, 0, width - 1.01)
  const y = clamp(
    height / 2 + (v - 0.5) * scale * ((0.56 * PAGE_TALL) / (0.86 * PAGE_WIDE)) - 0.5,
    0,
    height - 1.01,
  )
  const i = Math.floor(x)
  const j = Math.floor(y)
  const du = x - i
  const dv = y - j
  for (let c = 0; c < 3; c++) {
    const n = (j * width + i) * 3 + c
    const top = (LINEAR[bytes[n] ?? 0] ?? 0) * (1 - du) + (LINEAR[bytes[n + 3] ?? 0] ?? 0) * du
    const low = n + width * 3
    const bottom = (LINEAR[bytes[low] ?? 0] ?? 0) * (1 - du) + (LINEAR[bytes[low + 3] ?? 0] ?? 0) * du
    out[c] = top * (1 - dv) + bottom * dv
  }
}

/** An open catalogue lying on the origin, its spine along z, the page with the thing on the right. */
export function openCatalogue(page: Material, other: Material): Part[] {
  const half = (side: number, material: Material, under: number) => {
    const sheet = grid(
      18,
      4,
      (u, v) => {
        const rise =
          0.013 * Math.sin(Math.PI * Math.min(1, u * 1.15) ** 0.55) * (1 - u * 0.35) + 0.004 - under
        return [side * (0.002 + u * PAGE_WIDE * 0.985), rise, (0.5 - v) * PAGE_TALL]
      },
      { coords: (u, v) => [(side > 0 ? u : 1 - u) * PAGE_WIDE, v * PAGE_TALL, 0] },
    )
    return part(sheet, material)
  }
  const stack: Material = { colour: colour('#ded6c4') }
  return [
    half(1, page, 0),
    half(-1, other, 0),
    ...[0.0012, 0.0024, 0.0036].flatMap((under, i) =>
      placed([half(1, stack, under), half(-1, stack, under)], move(i * 0.0006, 0, i * 0.0004)),
    ),
  ]
}

/** A catalogue folded back on itself and held up: one page in the plane of the frame, its lower right corner on the origin. */
export function heldPage(page: Material, frame: Frame): Part[] {
  const bow = (u: number, v: number) => 0.012 * Math.sin(u * Math.PI) + 0.006 * (v - 0.5) ** 2
  const sheet = grid(14, 10, (u, v) => [(u - 1) * PAGE_WIDE + 0.03, v * PAGE_TALL - 0.05, bow(u, v)], {
    coords: (u, v) => [u * PAGE_WIDE, v * PAGE_TALL, 0],
  })
  const under = grid(14, 10, (u, v) => [
    (u - 1) * PAGE_WIDE + 0.031,
    v * PAGE_TALL - 0.051,
    bow(u, v) - 0.004,
  ])
  return placed([part(sheet, page), part(under, { colour: colour('#d8d0be') })], chain(frame, turnX(0)))
}
