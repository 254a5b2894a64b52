import fc from 'fast-check'
import t from 'tap'
import { enlarged } from '../../../../server/rehearsal/photograph/darkroom/enlarge.ts'
import { addGrain } from '../../../../server/rehearsal/photograph/darkroom/grain.ts'
import { metered } from '../../../../server/rehearsal/photograph/darkroom/meter.ts'

t.test('a picture of the same size is copied as it is', async () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 60, maxLength: 60 }), (bytes) => {
      const size = { width: 5, height: 4 }
      return enlarged(bytes, size, size).every((x, i) => x === bytes[i])
    }),
  )
})

t.test('a plain picture stays plain at any size', async () => {
  const side = fc.integer({ min: 1, max: 40 })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), side, side, (value, width, height) => {
      const bytes = enlarged(
        new Uint8Array(3 * 7 * 5).fill(value),
        { width: 7, height: 5 },
        { width, height },
      )
      return bytes.length === width * height * 3 && bytes.every((x) => x === value)
    }),
  )
})

t.test('grain leaves the mean brightness alone and is the same for the same seed', async (t) => {
  const grey = () => new Uint8Array(90 * 90 * 3).fill(120)
  const [one, again, other] = [grey(), grey(), grey()]
  addGrain(one, 90, 1, 5)
  addGrain(again, 90, 1, 5)
  addGrain(other, 90, 1, 6)
  t.equal(Buffer.compare(one, again), 0)
  t.not(Buffer.compare(one, other), 0)
  const mean = one.reduce((sum, x) => sum + x, 0) / one.length
  t.ok(Math.abs(mean - 120) < 1)
  t.ok(new Set(one).size > 5)
})

t.test('twice the light is exposed half as long', async (t) => {
  const film = (k: number) => ({
    width: 40,
    height: 40,
    light: new Float32Array(4800).fill(0.2 * k),
    distance: new Float32Array(1600).fill(1),
  })
  const [once, twice] = [metered(film(1), 0.4), metered(film(2), 0.4)]
  t.ok(Math.abs(once[1] / twice[1] - 2) < 0.12)
  t.ok(
    once.every((gain) => Math.abs(gain - once[1]) < 1e-6),
    'grey light needs no balance',
  )
})
