import t from 'tap'
import { throughOpening } from '../../../../server/rehearsal/photograph/light/opening.ts'

/** A window of 2 × 2 metres in the plane z = 0 with one upright bar. */
const window = {
  centre: [0, 0, 0],
  across: [1, 0, 0],
  upward: [0, 1, 0],
  light: [1, 1, 1],
  panes: { columns: 2, rows: 1, bar: 0.1 },
} as const

const through = (x: number, y: number, blur = 0.001) =>
  throughOpening(window, Float64Array.of(x, y, 1, 0, 0, -1), blur)

t.test('light passes the panes and neither the bar nor the wall', async (t) => {
  t.equal(through(0.5, 0), 1)
  t.equal(through(0, 0), 0, 'the bar')
  t.equal(through(1.2, 0), 0, 'the wall at its side')
  t.equal(through(0.5, 1.2), 0, 'the wall above')
})

t.test('edges are soft by the blur', async (t) => {
  const edge = through(0.95, 0, 0.2)
  t.ok(edge > 0.2 && edge < 0.8)
})

t.test('nothing passes away from the window or along it', async (t) => {
  t.equal(throughOpening(window, Float64Array.of(0.5, 0, 1, 0, 0, 1), 0.01), 0)
  t.equal(throughOpening(window, Float64Array.of(0.5, 0, 1, 1, 0, 0), 0.01), 0)
})
