import fc from 'fast-check'
import t from 'tap'
import { bar } from '../../../../server/rehearsal/photograph/geometry/bar.ts'
import { cornersOf } from '../../../../server/rehearsal/photograph/geometry/bounds.ts'
import { box } from '../../../../server/rehearsal/photograph/geometry/box.ts'
import { runs, through } from '../../../../server/rehearsal/photograph/geometry/curve.ts'
import {
  apply,
  chain,
  move,
  turnX,
  turnY,
  turnZ,
} from '../../../../server/rehearsal/photograph/geometry/frame.ts'
import { part } from '../../../../server/rehearsal/photograph/geometry/part.ts'
import { pipe } from '../../../../server/rehearsal/photograph/geometry/pipe.ts'
import type { Shape } from '../../../../server/rehearsal/photograph/geometry/shape.ts'
import { ball, pillow } from '../../../../server/rehearsal/photograph/geometry/soft.ts'
import { cylinder, thrown } from '../../../../server/rehearsal/photograph/geometry/turned.ts'
import type { Vec } from '../../../../server/rehearsal/photograph/geometry/vec.ts'
import { outline, track } from '../../../../server/rehearsal/photograph/geometry/written.ts'

const made: Record<string, Shape> = {
  box: box(0.4, 0.2, 0.3, 0.02),
  bar: bar([0, 0, 0], [0.2, 1, 0.1], 0.03, 0.03),
  ball: ball(0.3, 0.2, 0.25),
  pillow: pillow(0.4, 0.4, 0.15),
  cylinder: cylinder(0.1, 0.05, 0, 0.3),
  thrown: thrown(outline('0,0 80,0! 100,40 50,90 0,100')),
  pipe: pipe(through(track('0,0,0 100,200,0 300,200,50')), 0.02),
}

t.test('every shape has unit normals, whole numbers of triangles, and points that exist', async (t) => {
  for (const [name, { points, normals, coords, triangles }] of Object.entries(made)) {
    t.same([normals.length, coords.length, triangles.length % 3], [points.length, points.length, 0], name)
    t.ok(triangles.every((corner) => corner < points.length / 3))
    t.ok(points.every(Number.isFinite))
    for (let n = 0; n < normals.length; n += 3)
      if (Math.abs(Math.hypot(...normals.slice(n, n + 3)) - 1) > 1e-5)
        t.fail(`${name}: a normal is no unit vector`)
  }
})

t.test('a box is as large as it was ordered', async (t) => {
  const corners = cornersOf([part(box(0.4, 0.2, 0.3, 0.02), { colour: [1, 1, 1] }, move(1, 0, 0))])
  const span = (i: 0 | 1 | 2) => [
    Math.min(...corners.map((c) => c[i])),
    Math.max(...corners.map((c) => c[i])),
  ]
  for (const [i, low, high] of [
    [0, 0.8, 1.2],
    [1, -0.1, 0.1],
    [2, -0.15, 0.15],
  ] as const) {
    t.ok(Math.abs((span(i)[0] ?? 9) - low) < 1e-6)
    t.ok(Math.abs((span(i)[1] ?? 9) - high) < 1e-6)
  }
})

t.test('a curve passes through all its points', async (t) => {
  const points = track('0,0,0 100,50,0 200,-30,10 300,0,0')
  const line = through(points, 5)
  for (const p of points) t.ok(line.some((q) => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) < 1e-9))
  t.equal(line.length, 16)
})

t.test('an outline is written in millimetres, and a point with an exclamation mark is an edge', async (t) => {
  t.same(outline('0,0 88,1.5! 100,10'), [
    [0, 0],
    [0.088, 0.0015],
    [0.088, 0.0015],
    [0.1, 0.01],
  ])
  t.equal(runs(outline('0,0 88,1.5! 100,10')).length, 2)
})

t.test('turning keeps lengths, and frames apply from the last to the first', async (t) => {
  const angle = fc.double({ min: -7, max: 7, noNaN: true })
  const vector = fc.tuple(angle, angle, angle)
  fc.assert(
    fc.property(vector, vector, ([a, b, c], p) => {
      const q = apply(chain(turnX(a), turnY(b), turnZ(c)), p as Vec)
      return Math.abs(Math.hypot(...q) - Math.hypot(...p)) < 1e-9
    }),
  )
  const [x, y, z] = apply(chain(move(1, 0, 0), turnY(Math.PI / 2)), [1, 0, 0])
  t.ok(Math.abs(x - 1) < 1e-12 && y === 0 && Math.abs(z + 1) < 1e-12)
})
