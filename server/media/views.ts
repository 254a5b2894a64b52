import type { Luminance } from './pdq.ts'

/** Parts cut off each side. A crop of these shares, or one between them, comes out as one of the views. */
export const CENTRE_CUTS = [0.03, 0.08] as const

/** Grey steps that a border may vary by: the noise of JPEG, and paper that is not quite white. */
const BORDER_NOISE = 12

/** A border is never more than this share of a side: a picture of one colour keeps its middle. */
const WIDEST_BORDER = 0.4

/** The four views of a picture whose hashes are kept: whole, cut twice, and without its borders. */
export function viewsOf(whole: Luminance): Luminance[] {
  return [whole, ...CENTRE_CUTS.map((share) => cutCentre(whole, share)), trimBorders(whole)]
}

/** The picture without this share of each side. */
export function cutCentre(picture: Luminance, share: number): Luminance {
  const x = Math.round(picture.width * share)
  const y = Math.round(picture.height * share)
  return cut(picture, x, y, picture.width - x, picture.height - y)
}

/**
 * The picture without lines at its edges that have one and the same colour: above and below first, then of what is
 * left the sides, since each may have a colour of its own.
 */
export function trimBorders(picture: Luminance): Luminance {
  const { width, height } = picture
  const top = borderLines(height, width, (line, i) => at(picture, i, line))
  const bottom = borderLines(height, width, (line, i) => at(picture, i, height - 1 - line))
  const rows = height - top - bottom
  const left = borderLines(width, rows, (line, i) => at(picture, line, top + i))
  const right = borderLines(width, rows, (line, i) => at(picture, width - 1 - line, top + i))
  return cut(picture, left, top, width - right, height - bottom)
}

/** How many of the lines from one edge on have the colour that the first one begins with, all along. */
function borderLines(lines: number, length: number, value: (line: number, i: number) => number): number {
  const colour = value(0, 0)
  const most = Math.floor(lines * WIDEST_BORDER)
  for (let line = 0; line < most; line++) {
    for (let i = 0; i < length; i++) {
      if (Math.abs(value(line, i) - colour) > BORDER_NOISE) return line
    }
  }
  return most
}

function at(picture: Luminance, x: number, y: number): number {
  return picture.data[y * picture.width + x] ?? 0
}

function cut(picture: Luminance, left: number, top: number, right: number, bottom: number): Luminance {
  const width = right - left
  const data = new Float32Array(width * (bottom - top))
  for (let y = top; y < bottom; y++) {
    const start = y * picture.width
    data.set(picture.data.subarray(start + left, start + right), (y - top) * width)
  }
  return { data, width, height: bottom - top }
}
