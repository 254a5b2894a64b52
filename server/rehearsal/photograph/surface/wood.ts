import { lines } from './line.ts'
import type { Pattern } from './material.ts'
import { noise, ofCell } from './noise.ts'

/** Darker wood is also redder: writes a darkening of 0 to 1. */
function stain(out: Float64Array, tone: number, dark: number): void {
  out[0] = tone * (1 - dark)
  out[1] = tone * (1 - dark * 1.15)
  out[2] = tone * (1 - dark * 1.35)
}

/** How dark the grain is at `a` metres along it and (b, c) across, 0 to 1: wavy rings of uneven strength, fibres. */
function grain(a: number, b: number, c: number, pixel: number): number {
  const bend = noise(a * 1.3, b * 9, c * 9)
  const uneven = noise(a * 0.7 + 5, b * 26, c * 26)
  const rings = pixel < 0.006 ? Math.sin((b * 0.9 + c * 0.55) * 300 + bend * 11) * (0.35 + 0.65 * uneven) : 0
  const fibres = pixel < 0.003 ? noise(a * 14, b * 420, c * 420) : 0
  return 0.45 + 0.22 * rings + 0.2 * uneven + 0.16 * fibres
}

/** Planed wood whose grain runs along one axis of its own space. `strength` 0.1 is birch, 0.3 is pine or oak. */
export function wood(axis: 'x' | 'y' | 'z', strength = 0.22, salt = 0): Pattern {
  if (axis === 'x')
    return (x, y, z, pixel, out) => stain(out, 1, strength * grain(x + salt, y + salt * 0.37, z, pixel))
  if (axis === 'y')
    return (x, y, z, pixel, out) => stain(out, 1, strength * grain(y + salt, x + salt * 0.37, z, pixel))
  return (x, y, z, pixel, out) => stain(out, 1, strength * grain(z + salt, x + salt * 0.37, y, pixel))
}

/** Floor boards along z, `width` metres wide. */
export function boards(width: number, long: number, strength = 0.25): Pattern {
  return (x, y, z, pixel, out) => {
    const row = Math.floor(x / width)
    const along = z + ofCell(row, 5) * long
    const tone = 0.86 + 0.26 * ofCell(row, Math.floor(along / long))
    const gap = Math.max(lines(x, width, 0.003, pixel), 0.8 * lines(along, long, 0.003, pixel))
    stain(out, tone * (1 - 0.6 * gap), strength * grain(z, x + row * 3.7, y, pixel))
  }
}

/** Boards that stand side by side with a groove between, as on cabin walls and wainscots (along y). */
export function panelling(width: number, strength = 0.2): Pattern {
  return (x, y, z, pixel, out) => {
    const across = x + z
    const row = Math.floor(across / width)
    const tone = 0.93 + 0.12 * ofCell(row, 11)
    const gap = lines(across, width, 0.008, pixel)
    const edge = lines(across - 0.007, width, 0.005, pixel)
    stain(out, tone * (1 - 0.5 * gap + 0.06 * edge), strength * grain(y, across + row * 2.3, 0, pixel))
    if (strength > 0) knot(out, across - (row + 0.5) * width, y, row)
  }
}

/** Now and then a knot in a board. */
function knot(out: Float64Array, across: number, y: number, row: number): void {
  const step = 0.9
  const place = Math.floor(y / step)
  if (ofCell(row, place, 3) < 0.55) return
  const cx = (ofCell(row, place, 4) - 0.5) * 0.05
  const cy = (place + 0.2 + 0.6 * ofCell(row, place, 5)) * step
  const away = Math.hypot(across - cx, (y - cy) * 0.7)
  const dark = 0.45 * Math.exp(-((away / 0.013) ** 2))
  for (let i = 0; i < 3; i++) out[i] = (out[i] ?? 0) * (1 - dark)
}

/** Short blocks laid as a herring's bones; `width` metres wide and five times as long. */
export function herringbone(width: number, strength = 0.22): Pattern {
  const blocks = 5
  return (x, _y, z, pixel, out) => {
    const u = (x + z) * Math.SQRT1_2
    const v = (z - x) * Math.SQRT1_2
    const i = Math.floor(u / width)
    const j = Math.floor(v / width)
    const m = (((i - j) % (2 * blocks)) + 2 * blocks) % (2 * blocks)
    const level = m < blocks
    const start = level ? (i - m) * width : (j - (2 * blocks - 1 - m)) * width
    const tone = 0.84 + 0.3 * (level ? ofCell(i - m, j, 1) : ofCell(i, j - (2 * blocks - 1 - m), 2))
    const along = (level ? u : v) - start
    const across = level ? v : u
    const gap = Math.max(lines(across, width, 0.002, pixel), lines(along, width * blocks, 0.002, pixel))
    stain(out, tone * (1 - 0.55 * gap), strength * grain(along, across * 1.3 + tone * 9, 0, pixel))
  }
}
