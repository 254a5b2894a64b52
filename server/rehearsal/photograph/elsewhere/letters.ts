import { clamp } from '../geometry/vec.ts'

/**
 * Capital letters as strokes on a grid 4 wide and 6 tall, its origin at the top left: points as pairs of digits,
 * strokes parted by slashes. The pages need no font, and no machine's fonts change them.
 */
const STROKES: Record<string, string> = {
  A: '06 20 46/14 34',
  B: '00 06 36 45 44 33 03/33 42 41 30 00',
  C: '41 30 10 01 05 16 36 45',
  D: '00 06 26 44 42 20 00',
  E: '40 00 06 46/03 33',
  F: '40 00 06/03 33',
  G: '41 30 10 01 05 16 36 45 43 23',
  H: '00 06/40 46/03 43',
  I: '20 26',
  J: '30 35 26 16 05',
  K: '00 06/40 03 46',
  L: '00 06 46',
  M: '06 00 23 40 46',
  N: '06 00 46 40',
  O: '10 30 41 45 36 16 05 01 10',
  P: '06 00 30 41 42 33 03',
  R: '06 00 30 41 42 33 03/23 46',
  S: '41 30 10 01 02 13 33 44 45 36 16 05',
  T: '00 40/20 26',
  U: '00 05 16 36 45 40',
  V: '00 26 40',
  Y: '00 23 40/23 26',
  Æ: '06 20 40/20 26 46/14 24/23 33',
  Ø: '10 30 41 45 36 16 05 01 10/06 40',
  Å: '06 22 46/15 35/20 21',
}

/** Pieces of line: four numbers each, from and to. */
const PIECES = new Map(Object.entries(STROKES).map(([letter, strokes]) => [letter, piecesOf(strokes)]))

function piecesOf(strokes: string): number[][] {
  return strokes.split('/').flatMap((stroke) => {
    const points = stroke.split(' ').map((pair) => [Number(pair[0]), Number(pair[1])])
    return points.slice(1).map((to, i) => [...(points[i] ?? []), ...to])
  })
}

/** From one letter's left edge to the next's. */
export const ADVANCE = 5.4

/** Half the width of a stroke. */
const HALF_STROKE = 0.52

/** How much ink is at (x, y) of a line of capitals, in units of the grid, with edges `soft` units wide: 0 to 1. */
export function inkAt(text: string, x: number, y: number, soft: number): number {
  const index = Math.floor((x + 0.7) / ADVANCE)
  const pieces = PIECES.get(text[index] ?? '')
  if (!pieces) return 0
  let nearest = 9
  for (const [ax = 0, ay = 0, bx = 0, by = 0] of pieces)
    nearest = Math.min(nearest, away(x - index * ADVANCE, y, ax, ay, bx, by))
  return clamp(0.5 + (HALF_STROKE - nearest) / soft, 0, 1)
}

function away(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const k = clamp(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2), 0, 1)
  return Math.hypot(x - ax - (bx - ax) * k, y - ay - (by - ay) * k)
}
