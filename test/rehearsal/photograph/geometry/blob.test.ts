import t from 'tap'
import { blob } from '../../../../server/rehearsal/photograph/geometry/blob.ts'
import { block, bone, egg, melted } from '../../../../server/rehearsal/photograph/geometry/distance.ts'

const ball = egg([0, 0, 0], 1, 1, 1)
const shape = blob(ball, [-1.3, -1.3, -1.3], [1.3, 1.3, 1.3], 0.13)

t.test('the points of a ball lie on it and its normals point outwards', async (t) => {
  for (let n = 0; n < shape.points.length; n += 3) {
    const p = [...shape.points.slice(n, n + 3)]
    const normal = [...shape.normals.slice(n, n + 3)]
    const size = Math.hypot(...p)
    if (Math.abs(size - 1) > 0.02) t.fail(`a point is ${size} from the middle`)
    const along = p.reduce((sum, x, i) => sum + x * (normal[i] ?? 0), 0)
    if (along < 0.98 * size) t.fail('a normal is askew')
  }
  t.ok(shape.points.length > 900)
})

t.test('the surface is closed: every edge belongs to two triangles', async (t) => {
  const edges = new Map<string, number>()
  const { triangles } = shape
  for (let i = 0; i < triangles.length; i += 3)
    for (const [a, b] of [
      [0, 1],
      [1, 2],
      [2, 0],
    ] as const) {
      const pair = [triangles[i + a] ?? 0, triangles[i + b] ?? 0].sort((x, y) => x - y).join()
      edges.set(pair, (edges.get(pair) ?? 0) + 1)
    }
  t.same([...new Set(edges.values())], [2])
})

t.test('distances are below zero inside, zero on the surface, above it outside', async (t) => {
  for (const [distance, inside, outside] of [
    [ball, [0.2, 0.1, 0], [1.4, 0, 0]],
    [bone([0, 0, 0], [1, 0, 0], 0.2), [0.5, 0.1, 0], [0.5, 0.3, 0]],
    [block([0, 0, 0], [1, 1, 1], 0.1), [0.9, 0.2, 0], [1.1, 0, 0]],
    [melted(0.1, ball, egg([1.5, 0, 0], 0.6, 0.6, 0.6)), [1.5, 0, 0], [3, 0, 0]],
  ] as const) {
    t.ok(distance(inside[0], inside[1], inside[2]) < 0)
    t.ok(distance(outside[0], outside[1], outside[2]) > 0)
  }
  t.ok(Math.abs(bone([0, 0, 0], [1, 0, 0], 0.2)(0.5, 0.2, 0)) < 1e-12)
})
