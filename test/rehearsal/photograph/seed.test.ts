import fc from 'fast-check'
import t from 'tap'
import { chanceFrom, seedOf } from '../../../server/rehearsal/photograph/seed.ts'

t.test('the same seed gives the same stream, another seed another', async (t) => {
  const stream = (seed: number) => {
    const chance = chanceFrom(seed)
    return Array.from({ length: 8 }, () => chance.next())
  }
  t.same(stream(7), stream(7))
  t.notSame(stream(7), stream(8))
})

t.test('chance stays within its bounds', async () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: -50, max: 50 }), fc.nat(30), (seed, low, more) => {
      const chance = chanceFrom(seed)
      const whole = chance.whole(low, low + more)
      const between = chance.between(low, low + more)
      const next = chance.next()
      return (
        Number.isInteger(whole) &&
        whole >= low &&
        whole <= low + more &&
        between >= low &&
        between <= low + more &&
        next >= 0 &&
        next < 1
      )
    }),
  )
})

t.test('every one of a list comes up about equally often', async (t) => {
  const chance = chanceFrom(3)
  const counts = { a: 0, b: 0, c: 0 }
  for (let i = 0; i < 3000; i++) counts[chance.pick(['a', 'b', 'c'] as const)]++
  for (const count of Object.values(counts)) t.ok(count > 900 && count < 1100, String(count))
})

t.test('a branch does not depend on what was asked before it', async (t) => {
  const asked = chanceFrom(5)
  asked.next()
  t.equal(asked.branch('light').next(), chanceFrom(5).branch('light').next())
  t.not(chanceFrom(5).branch('light').next(), chanceFrom(5).branch('room').next())
  t.not(seedOf(1, 'a'), seedOf(2, 'a'))
})
