import fc from 'fast-check'
import t from 'tap'
import { chanceFrom } from '../../server/rehearsal/photograph/seed.ts'
import { deckOf, pickWeighted, shuffled } from '../../server/rehearsal/random.ts'

t.test('a shuffled list holds the same and leaves the list alone', async (t) => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.integer()), (seed, list) => {
      const before = [...list]
      t.strictSame(shuffled(chanceFrom(seed), list).toSorted(), list.toSorted())
      t.strictSame(list, before)
    }),
  )
  t.notSame(shuffled(chanceFrom(1), [1, 2, 3, 4, 5, 6, 7, 8]), [1, 2, 3, 4, 5, 6, 7, 8])
})

t.test('weights decide, and what weighs nothing is never picked', async (t) => {
  const chance = chanceFrom(1)
  const picks = Array.from({ length: 3_000 }, () =>
    pickWeighted(chance, ['a', 'b', 'c'], (_, place) => [1, 0, 3][place] ?? 0),
  )
  const share = (one: string) => picks.filter((pick) => pick === one).length / picks.length
  t.equal(share('b'), 0)
  t.ok(Math.abs(share('c') - 0.75) < 0.05)
  t.equal(
    pickWeighted(chance, [], () => 1),
    undefined,
  )
})

t.test('a deck hands out every card before it begins anew', async (t) => {
  const deck = deckOf(chanceFrom(1), [1, 2, 3])
  t.equal(deck.left(), 3)
  t.same([deck.draw(), deck.draw(), deck.draw()].toSorted(), [1, 2, 3])
  t.equal(deck.left(), 0)
  t.same([deck.draw(), deck.draw(), deck.draw()].toSorted(), [1, 2, 3])
  t.equal(deckOf(chanceFrom(1), []).draw(), undefined)
})
