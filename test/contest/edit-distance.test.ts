import fc from 'fast-check'
import t from 'tap'
import { editDistance, letterBits, mayBeWithin } from '../../server/contest/edit-distance.ts'

const distance = (one: string, other: string, limit = 9) => editDistance([...one], [...other], limit)

t.test('each slip counts one', async (t) => {
  t.equal(distance('vegard', 'vegard'), 0)
  t.equal(distance('vegard', 'vegrd'), 1, 'left out')
  t.equal(distance('vegard', 'veggard'), 1, 'put in')
  t.equal(distance('vegard', 'vegird'), 1, 'exchanged')
  t.equal(distance('vegard', 'vegrad'), 1, 'swapped')
  t.equal(distance('vegard', 'evgrad'), 2, 'swapped twice')
  t.equal(distance('ca', 'abc'), 3, 'a swapped pair is not edited again')
  t.equal(distance('', 'abc'), 3)
  t.equal(distance('🛋️x', '🛋️y'), 1, 'characters, not halves of them')
})

t.test('beyond the limit the answer is the limit and one', async (t) => {
  t.equal(distance('vegard', 'evgrad', 2), 2)
  t.equal(distance('vegard', 'evgrad', 1), 2)
  t.equal(distance('abcdef', 'ghijkl', 2), 3)
  t.equal(distance('a', 'abcdef', 2), 3)
})

t.test('it is symmetric, and no more than the letters there are', async () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcd'), maxLength: 9 })
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 9 }), (one, other, limit) => {
      const exact = distance(one, other)
      const longest = Math.max(one.length, other.length)
      return (
        exact === distance(other, one) &&
        exact <= longest &&
        (exact === 0) === (one === other) &&
        distance(one, other, limit) === Math.min(exact, limit + 1)
      )
    }),
    { numRuns: 2_000 },
  )
})

t.test('one slip anywhere is one', async () => {
  const slip = fc.tuple(fc.string({ minLength: 2, maxLength: 12 }), fc.nat(), fc.nat(3))
  fc.assert(
    fc.property(slip, ([word, where, kind]) => {
      const letters = [...word]
      const at = where % (letters.length - 1)
      const [one = '', two = ''] = letters.slice(at, at + 2)
      const put = [[], [one, one, two], ['\u0000', two], [two, one]][kind] ?? []
      const changed = letters.toSpliced(at, kind === 0 ? 1 : 2, ...put)
      return editDistance(letters, changed, 2) <= 1
    }),
  )
})

t.test('the look at letters alone never leaves out words that are near', async () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcdøå椅'), maxLength: 9 })
  fc.assert(
    fc.property(word, word, fc.nat(3), (one, other, limit) => {
      const near = editDistance([...one], [...other], limit) <= limit
      return !near || mayBeWithin(limit, letterBits([...one]), letterBits([...other]))
    }),
    { numRuns: 2_000 },
  )
})

t.test('words with too many letters of their own are left out', async (t) => {
  const may = (one: string, other: string, limit: number) =>
    mayBeWithin(limit, letterBits([...one]), letterBits([...other]))
  t.ok(may('krakk', 'krykk', 1))
  t.notOk(may('krakk', 'krysk', 1), 'y and s stand in one alone')
  t.notOk(may('krysk', 'krakk', 1))
  t.ok(may('krakk', 'krysk', 2))
})
