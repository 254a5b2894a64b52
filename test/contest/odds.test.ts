import fc from 'fast-check'
import t from 'tap'
import { chanceOfOneMore, EXACT_WINNERS, itemOdds } from '../../server/contest/odds.ts'

/** The newcomer's chance by drawing tickets one after the other, every way it can go. */
function byHand(tickets: readonly number[], winners: number): number {
  const draw = (left: readonly number[], places: number): number => {
    if (places === 0) return 0
    const total = left.reduce((sum, n) => sum + n, 1)
    const others = left.map((n, i) => (n / total) * draw(left.toSpliced(i, 1), places - 1))
    return others.reduce((sum, chance) => sum + chance, 1 / total)
  }
  return draw(tickets, winners)
}

const near = (one: number, other: number) => Math.abs(one - other) <= 1e-12 * Math.max(1, other)

t.test('with one winner every ticket has the same chance', async (t) => {
  t.equal(chanceOfOneMore([1, 2, 3], 1), 1 / 7)
  t.equal(chanceOfOneMore([9_999], 1), 1 / 10_000)
})

t.test('with one ticket each, winners share out over people', async (t) => {
  t.equal(chanceOfOneMore([1, 1, 1], 2), 2 / 4)
})

t.test('nobody else, or more winners than people: a sure thing', async (t) => {
  t.equal(chanceOfOneMore([], 1), 1)
  t.equal(chanceOfOneMore([5, 5], 3), 1)
  t.ok(chanceOfOneMore([5, 5], 2) < 1)
  t.equal(chanceOfOneMore([], 0), 0)
  t.equal(chanceOfOneMore([1], 0), 0)
})

t.test('with several winners and tickets the chance is that of drawing by hand', async () => {
  const tickets = fc.array(fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(10_000)), { maxLength: 6 })
  fc.assert(
    fc.property(tickets, fc.integer({ min: 1, max: 5 }), (tickets, winners) =>
      near(chanceOfOneMore(tickets, winners), Math.min(1, byHand(tickets, winners))),
    ),
    { numRuns: 300 },
  )
})

t.test('more winners help, more tickets of others do not', async () => {
  const tickets = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(tickets, fc.integer({ min: 1, max: 8 }), (tickets, winners) => {
      const chance = chanceOfOneMore(tickets, winners)
      return (
        chance > 0 &&
        chance <= 1 &&
        chanceOfOneMore(tickets, winners + 1) >= chance - 1e-12 &&
        chanceOfOneMore([...tickets, 1], winners) <= chance + 1e-12
      )
    }),
  )
})

t.test('beyond fifty winners the approximation takes over without a jump', async (t) => {
  const tickets = Array.from({ length: 1_000 }, (_, i) => 1 + (i % 3))
  t.equal(EXACT_WINNERS, 50)
  const [before, exact, beyond] = [49, 50, 51].map((winners) => chanceOfOneMore(tickets, winners))
  const step = (exact ?? 0) - (before ?? 0)
  t.ok(Math.abs((beyond ?? 0) - (exact ?? 0) - step) < step / 10, 'the next step is like the last')
  t.equal(itemOdds(tickets, 0, 50, 3).method, 'exact')
  t.equal(itemOdds(tickets, 0, 51, 3).method, 'approximate')
  t.equal(itemOdds([1, 1], 0, 51, 3).method, 'exact', 'everybody wins')
})

t.test('the odds of an item say people, tickets and the share of the free way in', async (t) => {
  t.same(itemOdds([1, 2, 0], 1, 1, 2), {
    people: 2,
    tickets: 3,
    winners: 1,
    cap: 2,
    chance: 1 / 4,
    method: 'exact',
    freeShare: 1 / 3,
  })
  t.match(itemOdds([], 0, 1, 1), { people: 0, tickets: 0, chance: 1, freeShare: null })
})

t.test('a hundred thousand people are no obstacle', async (t) => {
  const tickets = Array.from({ length: 100_000 }, (_, i) => 1 + (i % 5))
  const chance = chanceOfOneMore(tickets, 10)
  t.ok(near(chance * 30_000, 1) || (chance > 10 / 300_001 && chance < 11 / 300_001))
})
