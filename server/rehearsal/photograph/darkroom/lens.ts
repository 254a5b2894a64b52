import { clamp, smoothstep } from '../geometry/vec.ts'
import type { Exposure } from '../light/expose.ts'

/** What a lens does to the light on its way to the film. */
export interface Lens {
  /** Distance of what is sharp, in metres. */
  sharpAt: number
  /** Diameter of the blur of the infinitely far, in parts of the picture's shorter edge, for what is sharp at 1 m. */
  blur: number
}

/** Distances between which the blur is smaller than `pixels` in a picture of this shorter edge. */
export function sharpRange(lens: Lens, shorterEdge: number, pixels: number): { from: number; to: number } {
  const slack = pixels / (lens.blur * shorterEdge)
  const middle = 1 / lens.sharpAt
  return { from: 1 / (middle + slack), to: middle > slack ? 1 / (middle - slack) : Number.POSITIVE_INFINITY }
}

/** How many times smaller the blurred pictures are. */
const SMALLER = 4

/**
 * Blurs what is out of focus, on the film itself, in two steps of softness. Only unsharp light spreads, so that a sharp thing keeps its
 * edge before a soft wall.
 */
export function focus(film: Exposure, lens: Lens): void {
  const { width, height, light, distance } = film
  const most = lens.blur * Math.min(width, height)
  const circle = new Float32Array(width * height)
  for (let i = 0; i < circle.length; i++)
    circle[i] = most * Math.abs(1 / (distance[i] ?? 1) - 1 / lens.sharpAt)
  const slight = softened(film, circle, 1.2, 1)
  const strong = softened(film, circle, 4, 3)
  for (let y = 0, n = 0; y < height; y++)
    for (let x = 0; x < width; x++, n++) {
      const c = circle[n] ?? 0
      const a = clamp((c - 0.6) / 2.2, 0, 1)
      if (a > 0) blendIn(light, n, a, slight, smoothstep(4, 12, c), strong, x, y)
    }
}

interface Soft {
  columns: number
  rows: number
  /** Red, green, blue, and how much unsharp light there was. */
  values: Float32Array
}

function blendIn(
  light: Float32Array,
  n: number,
  a: number,
  slight: Soft,
  b: number,
  strong: Soft,
  x: number,
  y: number,
): void {
  const u = clamp((x + 0.5) / SMALLER - 0.5, 0, slight.columns - 1.001)
  const v = clamp((y + 0.5) / SMALLER - 0.5, 0, slight.rows - 1.001)
  const i = Math.floor(u)
  const j = Math.floor(v)
  const du = u - i
  const dv = v - j
  const k = (j * slight.columns + i) * 4
  const down = slight.columns * 4
  for (let c = 0; c < 3; c++) {
    const soft = bilinear(slight.values, k + c, down, du, dv)
    const softer = b === 0 ? soft : soft + (bilinear(strong.values, k + c, down, du, dv) - soft) * b
    const sharp = light[n * 3 + c] ?? 0
    light[n * 3 + c] = sharp + (softer - sharp) * a
  }
}

function bilinear(values: Float32Array, k: number, down: number, du: number, dv: number): number {
  const top = (values[k] ?? 0) * (1 - du) + (values[k + 4] ?? 0) * du
  const bottom = (values[k + down] ?? 0) * (1 - du) + (values[k + down + 4] ?? 0) * du
  return top * (1 - dv) + bottom * dv
}

/** A small copy of the film in which only light with a circle of at least `from` pixels takes part, blurred. */
function softened(
  { width, height, light }: Exposure,
  circle: Float32Array,
  from: number,
  radius: number,
): Soft {
  const columns = Math.ceil(width / SMALLER)
  const rows = Math.ceil(height / SMALLER)
  const values = new Float32Array(columns * rows * 4)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const n = y * width + x
      const weight = clamp(((circle[n] ?? 0) - from * 0.5) / from, 0.001, 1)
      const k = ((y >> 2) * columns + (x >> 2)) * 4
      values[k] = (values[k] ?? 0) + (light[n * 3] ?? 0) * weight
      values[k + 1] = (values[k + 1] ?? 0) + (light[n * 3 + 1] ?? 0) * weight
      values[k + 2] = (values[k + 2] ?? 0) + (light[n * 3 + 2] ?? 0) * weight
      values[k + 3] = (values[k + 3] ?? 0) + weight
    }
  const other = new Float32Array(values.length)
  for (let pass = 0; pass < 2; pass++) {
    slide(values, other, columns, rows, 4, columns * 4, radius)
    slide(other, values, rows, columns, columns * 4, 4, radius)
  }
  for (let k = 0; k < values.length; k += 4) {
    const weight = values[k + 3] || 1
    values[k] = (values[k] ?? 0) / weight
    values[k + 1] = (values[k + 1] ?? 0) / weight
    values[k + 2] = (values[k + 2] ?? 0) / weight
  }
  return { columns, rows, values }
}

/** The running mean of `2 radius + 1` along lines of `count` values, `step` apart, for `lines` lines, `next` apart. */
function slide(
  from: Float32Array,
  to: Float32Array,
  count: number,
  lines: number,
  step: number,
  next: number,
  radius: number,
): void {
  for (let line = 0; line < lines; line++)
    for (let c = 0; c < 4; c++) {
      const start = line * next + c
      let sum = 0
      for (let i = -radius; i <= radius; i++) sum += from[start + clamp(i, 0, count - 1) * step] ?? 0
      for (let i = 0; i < count; i++) {
        to[start + i * step] = sum
        const gone = i - radius < 0 ? 0 : i - radius
        const come = i + radius + 1 >= count ? count - 1 : i + radius + 1
        sum += (from[start + come * step] ?? 0) - (from[start + gone * step] ?? 0)
      }
    }
}
