import fc from 'fast-check'
import t from 'tap'
import { fillTriangle, type Scan } from '../../../../server/rehearsal/photograph/light/raster.ts'

const SIDE = 24

function aScan(face: Uint32Array | null = null, shift: readonly number[] = [0]): Scan {
  return { width: SIDE, height: SIDE, near: new Float32Array(SIDE * SIDE).fill(-1e9), face, shift }
}

/** How many cells a triangle alone covers. */
function covered(points: number[], corners: [number, number, number], shift: readonly number[]): Set<number> {
  const face = new Uint32Array(SIDE * SIDE)
  fillTriangle(aScan(face, shift), 1, Float64Array.from(points), ...corners)
  return new Set([...face.keys()].filter((i) => face[i] === 1))
}

const place = fc.double({ min: -6, max: SIDE + 6, noNaN: true })
const point = fc.tuple(place, place, fc.constant(1))

t.test('two triangles on either side of an edge share no cell and leave none between them', async () => {
  fc.assert(
    fc.property(
      fc.tuple(point, point, point, point),
      fc.constantFrom([0], [-1 / 3, 0, 1 / 3]),
      (corners, shift) => {
        const [a, b, c, d] = corners
        const side = (p: number[]) =>
          (b[0] - a[0]) * ((p[1] ?? 0) - a[1]) - ((p[0] ?? 0) - a[0]) * (b[1] - a[1])
        fc.pre(side(c) * side(d) < 0)
        const points = corners.flat()
        const one = covered(points, [0, 3, 6], shift)
        const other = covered(points, [0, 3, 9], shift)
        return [...one].every((cell) => !other.has(cell))
      },
    ),
  )
})

t.test('a square of two triangles covers exactly the cells whose middles are inside', async (t) => {
  const points = [3.2, 4.7, 1, 15.6, 4.7, 1, 15.6, 12.1, 1, 3.2, 12.1, 1]
  const cells = new Set([...covered(points, [0, 3, 6], [0]), ...covered(points, [0, 6, 9], [0])])
  const inside = (i: number) => {
    const [x, y] = [(i % SIDE) + 0.5, Math.floor(i / SIDE) + 0.5]
    return x >= 3.2 && x < 15.6 && y >= 4.7 && y < 12.1
  }
  for (let i = 0; i < SIDE * SIDE; i++) t.equal(cells.has(i), inside(i))
})

t.test('the nearer of two surfaces is seen, in whatever order they come', async (t) => {
  const points = Float64Array.of(0, 0, 1, 24, 0, 1, 0, 24, 1, 0, 0, 2, 24, 0, 2, 0, 24, 2)
  for (const order of [
    [1, 2],
    [2, 1],
  ]) {
    const face = new Uint32Array(SIDE * SIDE)
    const scan = aScan(face)
    for (const n of order) fillTriangle(scan, n, points, (n - 1) * 9, (n - 1) * 9 + 3, (n - 1) * 9 + 6)
    t.equal(face[0], 2)
  }
})

t.test('what lies outside or has no area leaves the scan as it was', async (t) => {
  for (const points of [
    [-9, -9, 1, -5, -9, 1, -9, -5, 1],
    [30, 30, 1, 40, 30, 1, 30, 40, 1],
    [2, 2, 1, 9, 9, 1, 16, 16, 1],
    [5, 5, 1, 5, 5, 1, 5, 5, 1],
  ])
    t.equal(covered(points, [0, 3, 6], [0]).size, 0)
})
