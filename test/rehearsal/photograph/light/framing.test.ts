import fc from 'fast-check'
import t from 'tap'
import { unit, type Vec } from '../../../../server/rehearsal/photograph/geometry/vec.ts'
import { cameraFor, project } from '../../../../server/rehearsal/photograph/light/camera.ts'
import { framed } from '../../../../server/rehearsal/photograph/light/framing.ts'

const corners: Vec[] = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => [
  bits & 1 ? 0.4 : -0.4,
  bits & 2 ? 1 : 0,
  bits & 4 ? 0.3 : -0.3,
])

t.test('a thing fills the share of the picture that was asked for, in its middle', async () => {
  const sideways = fc.double({ min: -1, max: 1, noNaN: true })
  const share = fc.double({ min: 0.3, max: 0.8, noNaN: true })
  fc.assert(
    fc.property(sideways, sideways, share, (x, y, fill) => {
      const aim = framed(corners, unit([x, y * 0.5, 1]), 35, fill, 1)
      const seen = corners.map((corner) => project(cameraFor(aim), 100, 100, corner))
      const xs = seen.map((p) => p[0])
      const ys = seen.map((p) => p[1])
      const [wide, tall] = [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)]
      const middle = [(Math.max(...xs) + Math.min(...xs)) / 2, (Math.max(...ys) + Math.min(...ys)) / 2]
      return Math.abs(Math.max(wide, tall) / 100 - fill) < 0.02 && middle.every((m) => Math.abs(m - 50) < 2)
    }),
  )
})

t.test('what is straight ahead falls in the middle of the picture', async (t) => {
  const [x, y, distance] = project(cameraFor({ eye: [0, 1, 3], at: [0, 1, 0], angle: 40 }), 80, 60, [0, 1, 1])
  t.same([x, y, distance], [40, 30, 2])
})
