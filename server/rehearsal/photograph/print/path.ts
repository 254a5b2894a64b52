import type { Loop } from './contour.ts'

/** How far a simplified line may leave the drawn one, and the least area that is drawn, in units of the picture. */
const TOLERANCE = 0.32
const LEAST_AREA = 5

/** Loops as the `d` of an SVG path with one decimal; empty where nothing is large enough. */
export function pathOf(loops: Loop[]): string {
  return loops
    .filter((loop) => Math.abs(area(loop)) >= LEAST_AREA)
    .map((loop) => simplified(loop))
    .filter((loop) => loop.length > 2)
    .map(written)
    .join('')
}

function area(loop: Loop): number {
  let sum = 0
  for (const [i, [x, y]] of loop.entries()) {
    const [u, v] = loop[(i + 1) % loop.length] ?? [0, 0]
    sum += x * v - u * y
  }
  return sum / 2
}

/** Relative moves in tenths, the shortest way to write them. */
function written(loop: Loop): string {
  let [px, py] = [0, 0]
  const steps = loop.map(([x, y], i) => {
    const [tx, ty] = [Math.round(x * 10), Math.round(y * 10)]
    const step = `${i === 0 ? 'M' : i === 1 ? 'l' : ' '}${tenths(tx - px)} ${tenths(ty - py)}`
    px = tx
    py = ty
    return step
  })
  return `${steps.join('')}z`
}

function tenths(n: number): string {
  return String(n / 10).replace(/^(-?)0\./, '$1.')
}

/** Douglas and Peucker 1973, on the two halves of the loop between its first point and the one farthest from it. */
function simplified(loop: Loop): Loop {
  const [first] = loop
  if (!first) return []
  let far = 0
  for (const [i, p] of loop.entries()) if (apart(p, first) > apart(loop[far] ?? first, first)) far = i
  return [...halved(loop, 0, far), ...halved([...loop, first], far, loop.length)]
}

/** The points kept from `from` up to but without `to`. */
function halved(line: Loop, from: number, to: number): Loop {
  const [a, b] = [line[from], line[to]]
  if (!a || !b || to <= from) return []
  let worst = 0
  let at = -1
  for (let i = from + 1; i < to; i++) {
    const away = offLine(line[i] ?? a, a, b)
    if (away > worst) {
      worst = away
      at = i
    }
  }
  return worst <= TOLERANCE ? [a] : [...halved(line, from, at), ...halved(line, at, to)]
}

const apart = (a: readonly [number, number], b: readonly [number, number]) =>
  Math.hypot(a[0] - b[0], a[1] - b[1])

function offLine(p: [number, number], a: [number, number], b: [number, number]): number {
  const long = apart(a, b)
  if (long < 1e-9) return apart(p, a)
  return Math.abs((b[0] - a[0]) * (a[1] - p[1]) - (a[0] - p[0]) * (b[1] - a[1])) / long
}
