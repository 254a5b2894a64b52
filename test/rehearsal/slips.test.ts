import fc from 'fast-check'
import t from 'tap'
import { editDistance } from '../../server/contest/edit-distance.ts'
import { chanceFrom } from '../../server/rehearsal/photograph/seed.ts'
import { canSlip, withoutNorwegianLetters, withSlip } from '../../server/rehearsal/slips.ts'

t.test('a slip is one slip, and never a word that means something else', async (t) => {
  const word = fc.string({ unit: fc.constantFrom(...'abcdeøå'), minLength: 5, maxLength: 14 })
  fc.assert(
    fc.property(fc.integer(), word, fc.array(word), (seed, one, others) => {
      const slip = withSlip(chanceFrom(seed), one, new Set(others))
      t.ok(slip !== null && slip !== one && !others.includes(slip) && slip[0] === one[0])
      t.equal(editDistance([...one], [...(slip ?? '')], 2), 1)
    }),
  )
})

t.test('a word of four letters is too short to slip in, five are enough', async (t) => {
  t.equal(withSlip(chanceFrom(1), 'stol', new Set()), null)
  t.equal(canSlip('stol'), false)
  t.equal(canSlip('stole'), true)
  t.type(withSlip(chanceFrom(1), 'stole', new Set()), 'string')
})

t.test('Norwegian letters are written as those do who have none', async (t) => {
  t.equal(withoutNorwegianLetters('blåbærsyltetøy'), 'blabaersyltetoy')
  t.equal(withoutNorwegianLetters('stol'), null)
})
