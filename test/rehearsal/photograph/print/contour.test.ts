import t from 'tap'
import { contours, type Field } from '../../../../server/rehearsal/photograph/print/contour.ts'
import { pathOf } from '../../../../server/rehearsal/photograph/print/path.ts'

const SIZE = 60

function aField(at: (x: number, y: number) => number): Field {
  const values = Float32Array.from({ length: SIZE * SIZE }, (_, i) => at(i % SIZE, Math.floor(i / SIZE)))
  return { width: SIZE, height: SIZE, values }
}

function area(loop: [number, number][]): number {
  return loop.reduce((sum, [x, y], i) => {
    const [u, v] = loop[(i + 1) % loop.length] ?? [0, 0]
    return sum + (x * v - u * y) / 2
  }, 0)
}

const disc = aField((x, y) => 20 - Math.hypot(x - 30, y - 30))

t.test('a disc has one contour with the area of the disc', async (t) => {
  const loops = contours(disc, 0)
  t.equal(loops.length, 1)
  t.ok(Math.abs(Math.abs(area(loops[0] ?? [])) - Math.PI * 400) < 10)
})

t.test('a ring has two contours that run opposite ways', async (t) => {
  const ring = contours(
    aField((x, y) => 6 - Math.abs(Math.hypot(x - 30, y - 30) - 16)),
    0,
  )
  t.equal(ring.length, 2)
  t.ok(ring.map(area).reduce((product, a) => product * Math.sign(a), 1) < 0)
})

t.test('what reaches the rim of the field is closed there', async (t) => {
  const [loop = [], ...more] = contours(
    aField(() => 1),
    0,
  )
  t.equal(more.length, 0)
  t.ok(Math.abs(Math.abs(area(loop)) - SIZE * SIZE) < 130)
})

t.test('two squares that touch at a corner stay two, or become one, and lose nothing', async (t) => {
  const chess = aField((x, y) => (x < 30 === y < 30 ? 1 : -1))
  const sum = contours(chess, 0).reduce((total, loop) => total + Math.abs(area(loop)), 0)
  t.ok(Math.abs(sum - (SIZE * SIZE) / 2) < 130)
})

t.test('a path is short, closed, and near the contour', async (t) => {
  const d = pathOf(contours(disc, 0))
  t.match(d, /^M[\d.]+ [\d.]+l[-\d. ]+z$/)
  t.ok(d.length < 500)
  t.equal(pathOf([]), '')
  t.equal(pathOf(contours(disc, 19.5)), '', 'a speck is not drawn')
})
