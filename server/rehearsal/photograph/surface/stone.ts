import { smoothstep } from '../geometry/vec.ts'
import type { Rgb } from './colour.ts'
import { lines } from './line.ts'
import type { Pattern } from './material.ts'
import { noise, ofCell, roughness } from './noise.ts'

function grey(out: Float64Array, tone: number): void {
  out[0] = tone
  out[1] = tone
  out[2] = tone
}

/** A painted wall that a roller has passed over. */
export const plaster: Pattern = (x, y, z, _pixel, out) => {
  grey(out, 1 + 0.035 * noise(x * 1.1, y * 1.3, z * 1.1) + 0.02 * noise(x * 6, y * 5, z * 6))
}

/** Concrete or lime wash: clouds and fine grit. */
export const concrete: Pattern = (x, y, z, pixel, out) => {
  const grit = pixel < 0.006 ? 0.05 * noise(x * 170, y * 170, z * 170) : 0
  grey(out, 1 + 0.2 * roughness(x * 2.1, y * 2.1, z * 2.1, 4) + grit)
}

/** Tiles of `width` × `height` metres on a wall (x, y) or floor (x, z), with pale joints. */
export function tiles(
  width: number,
  height: number,
  joint: Rgb,
  bond: 'straight' | 'running' = 'straight',
): Pattern {
  return (x, y, z, pixel, out) => {
    const v = y + z
    const row = Math.floor(v / height)
    const u = x + (bond === 'running' && row & 1 ? width / 2 : 0)
    const tone = 0.93 + 0.12 * ofCell(u / width, row)
    const gap = Math.max(lines(u, width, 0.004, pixel), lines(v, height, 0.004, pixel))
    out[0] = tone + (joint[0] - tone) * gap
    out[1] = tone + (joint[1] - tone) * gap
    out[2] = tone + (joint[2] - tone) * gap
  }
}

/** Two colours in squares, on a floor. `other` is what the first colour is multiplied by. */
export function chequered(size: number, other: Rgb): Pattern {
  return (x, _y, z, pixel, out) => {
    const i = Math.floor(x / size)
    const j = Math.floor(z / size)
    const tone = 0.95 + 0.1 * ofCell(i, j)
    const k = (i + j) & 1
    const gap = 1 - 0.35 * Math.max(lines(x, size, 0.003, pixel), lines(z, size, 0.003, pixel))
    out[0] = tone * gap * (k ? other[0] : 1)
    out[1] = tone * gap * (k ? other[1] : 1)
    out[2] = tone * gap * (k ? other[2] : 1)
  }
}

/** Bricks under paint or bare. */
export function bricks(strength: number): Pattern {
  return (x, y, z, pixel, out) => {
    const row = Math.floor(y / 0.075)
    const u = x + z + (row & 1) * 0.12
    const gap = Math.max(lines(u, 0.24, 0.012, pixel), lines(y, 0.075, 0.012, pixel))
    const tone = 1 + strength * (ofCell(u / 0.24, row) - 0.5) + 0.06 * noise(u * 30, y * 30, 0)
    grey(out, tone * (1 - 0.28 * gap))
    out[3] = gap * -0.003
  }
}

/** Chips of stone in cement, fading where they are finer than the picture. */
export const terrazzo: Pattern = (x, y, z, pixel, out) => {
  const fade = Math.min(1, 0.004 / pixel)
  const v = y + z
  const chip = fade * smoothstep(0.4, 0.48, noise(x * 120, v * 120, 1))
  const pale = fade * smoothstep(0.45, 0.5, noise(x * 85, v * 85, 8))
  out[0] = 1 - 0.25 * chip + 0.1 * pale
  out[1] = 1 - 0.3 * chip + 0.1 * pale
  out[2] = 1 - 0.33 * chip + 0.1 * pale
}

/** Iron spots in a stoneware glaze. */
export const speckled: Pattern = (x, y, z, _pixel, out) => {
  const spot = smoothstep(0.6, 0.72, noise(x * 260, y * 260, z * 260))
  grey(out, 1 - 0.45 * spot + 0.03 * noise(x * 20, y * 40, z * 20))
}

/** Upright stripes of wallpaper; `other` is what the ground is multiplied by. */
export function wallpaper(every: number, other: Rgb): Pattern {
  return (x, y, z, pixel, out) => {
    const k = lines(x + z, every, every * 0.5, pixel)
    const line = lines(x + z + every / 2, every, 0.006, pixel)
    const tone = 1 + 0.02 * noise(x * 2, y * 2, z * 2)
    for (let i = 0; i < 3; i++) out[i] = tone * (1 + ((other[i] ?? 1) - 1) * Math.max(k, line * 0.8))
  }
}
