import { clamp } from '../geometry/vec.ts'
import type { Rgb } from './colour.ts'
import { bands } from './line.ts'
import type { Pattern } from './material.ts'
import { noise } from './noise.ts'

/** How clearly a detail of this size shows, 0 to 1: not at all where it is hardly larger than a pixel. */
function clearness(pixel: number, detail: number): number {
  return clamp(1.5 - (2.6 * pixel) / detail, 0, 1)
}

/** Thick soft threads, `size` metres apart, none quite like the next. The height is for `relief`. */
export function weave(size = 0.006, depth = 0.25): Pattern {
  const turn = Math.PI / size
  return (x, y, z, pixel, out) => {
    const fade = clearness(pixel, size)
    const uneven = noise(x * 30, y * 30, z * 30)
    const rise = 0.5 + 0.5 * Math.sin((x + z * 0.7) * turn + uneven) * Math.sin((y + z * 0.7) * turn)
    const tone = 1 - depth * fade * (1 - rise) + 0.08 * uneven
    out[0] = tone
    out[1] = tone
    out[2] = tone
    out[3] = rise * size * 0.16 * fade
  }
}

/** Stocking stitch: columns of small Vs. */
export function knit(width = 0.012, depth = 0.4): Pattern {
  const tall = width * 0.8
  return (x, y, z, pixel, out) => {
    const fade = clearness(pixel, width)
    const u = (x + z) / width
    const side = Math.abs(u - Math.floor(u) - 0.5) * 2
    const v = y / tall - side * 0.8
    const up = v - Math.floor(v)
    const rise = Math.sin(up * Math.PI) * (1 - (side * 2 - 1) ** 2 * 0.75)
    const tone = 1 - depth * fade * (1 - rise)
    out[0] = tone
    out[1] = tone
    out[2] = tone
    out[3] = rise * width * 0.16 * fade
  }
}

/** Bands of other colours over a cloth, given as what the base colour must be multiplied by. */
export function striped(
  base: Pattern,
  along: 'x' | 'y' | 'z',
  stripes: { every: number; share: number; shift?: number; colour: Rgb }[],
): Pattern {
  return (x, y, z, pixel, out) => {
    base(x, y, z, pixel, out)
    const place = along === 'x' ? x : along === 'y' ? y : z
    for (const { every, share, shift = 0, colour } of stripes) {
      const k = bands(place + shift, every, share, pixel)
      out[0] = (out[0] ?? 0) * (1 + (colour[0] - 1) * k)
      out[1] = (out[1] ?? 0) * (1 + (colour[1] - 1) * k)
      out[2] = (out[2] ?? 0) * (1 + (colour[2] - 1) * k)
    }
  }
}

/** Long soft hair, lying along y. */
export function fur(depth = 0.35): Pattern {
  return (x, y, z, pixel, out) => {
    const fine = pixel < 0.003 ? noise(x * 420, y * 60, z * 420) : 0
    const tone =
      1 + depth * (0.4 * fine + 0.35 * noise(x * 130, y * 34, z * 130) + 0.25 * noise(x * 30, y * 12, z * 30))
    out[0] = tone
    out[1] = tone
    out[2] = tone
    out[3] = fine * 0.0004
  }
}

/** Plaited willow: stakes that stand every `stake` metres, rods that pass before and behind them. */
export function wicker(stake = 0.026, rod = 0.0095): Pattern {
  return (x, y, _z, pixel, out) => {
    const fade = clearness(pixel, rod)
    const row = Math.floor(y / rod)
    const place = (x / stake) * Math.PI + (row & 1 ? Math.PI : 0)
    const before = 0.5 + 0.5 * Math.cos(place)
    const up = y / rod - row
    const rise = Math.sin(up * Math.PI) * (0.35 + 0.65 * before)
    const tone = 1 - 0.62 * fade * (1 - rise) + 0.12 * noise(x * 60, row * 3.1, 0)
    out[0] = tone
    out[1] = tone * 0.98
    out[2] = tone * 0.94
    out[3] = rise * rod * 0.22 * fade
  }
}
