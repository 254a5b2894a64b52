/** A grid of numbers, row by row. */
export interface Field {
  width: number
  height: number
  values: Float32Array
}

export type Loop = [number, number][]

/**
 * The closed lines at which a field crosses `level`, by marching squares with the crossing found along each edge.
 * Outside the grid the field counts as far below the level, so that every line closes.
 */
export function contours(field: Field, level: number): Loop[] {
  const next = new Map<number, { to: number; x: number; y: number }>()
  for (let j = -1; j < field.height; j++)
    for (let i = -1; i < field.width; i++) cell(field, level, i, j, next)
  const loops: Loop[] = []
  for (const start of [...next.keys()]) {
    const loop: Loop = []
    for (let at = start, step = next.get(at); step; step = next.get(at)) {
      next.delete(at)
      loop.push([step.x, step.y])
      at = step.to
    }
    if (loop.length > 2) loops.push(loop)
  }
  return loops
}

/** Adds the pieces of line in the cell right of and below point (i, j), each with the inside on its left. */
function cell(
  field: Field,
  level: number,
  i: number,
  j: number,
  next: Map<number, { to: number; x: number; y: number }>,
): void {
  const corners = [
    valueAt(field, i, j),
    valueAt(field, i + 1, j),
    valueAt(field, i + 1, j + 1),
    valueAt(field, i, j + 1),
  ].map((v) => v - level)
  const inside = corners.map((v) => v > 0)
  if (inside.every((x) => x === inside[0])) return
  const leaving = [0, 1, 2, 3].filter((k) => inside[k] && !inside[(k + 1) % 4])
  const entering = [0, 1, 2, 3].filter((k) => !inside[k] && inside[(k + 1) % 4])
  const joined = corners.reduce((sum, v) => sum + v, 0) > 0
  for (const out of leaving) {
    const back =
      entering.length === 1 ? entering[0] : entering.find((k) => ((k - out + 4) % 4 === 1) === joined)
    if (back === undefined) continue
    const [x, y] = crossing(corners, i, j, out)
    next.set(edgeId(field, i, j, out), { to: edgeId(field, i, j, back), x, y })
  }
}

function valueAt({ width, height, values }: Field, i: number, j: number): number {
  return i < 0 || j < 0 || i >= width || j >= height ? -1e3 : (values[j * width + i] ?? 0)
}

/** Edges are 0 top, 1 right, 2 bottom, 3 left; each has one number, shared with the neighbouring cell. */
function edgeId({ width }: Field, i: number, j: number, edge: number): number {
  const row = (width + 2) * 2
  const at = (j + 1) * row + (i + 1) * 2
  if (edge === 0) return at
  if (edge === 1) return at + 3
  if (edge === 2) return at + row
  return at + 1
}

function crossing(corners: number[], i: number, j: number, edge: number): [number, number] {
  const [a, b] = [corners[edge] ?? 0, corners[(edge + 1) % 4] ?? 0]
  const k = Math.min(0.999, Math.max(0.001, a / (a - b)))
  if (edge === 0) return [i + k, j]
  if (edge === 1) return [i + 1, j + k]
  if (edge === 2) return [i + 1 - k, j + 1]
  return [i, j + 1 - k]
}
