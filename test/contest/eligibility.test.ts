import fc from 'fast-check'
import t from 'tap'
import type { Caps } from '../../server/contest/contest.ts'
import {
  applyCaps,
  checkCaps,
  DEFAULT_CAPS,
  MAX_PER_ITEM,
  ticketsOf,
} from '../../server/contest/eligibility.ts'
import type { CountedEntry } from '../../server/contest/entry.ts'
import { DAY, HOUR } from '../../server/contest/instant.ts'
import { dayIn } from '../../server/contest/window.ts'
import { NOON } from './samples.ts'

let made = 0
function anEntry(more: Partial<CountedEntry> = {}): CountedEntry {
  made++
  return {
    id: `e${made}`,
    item: 'krakk',
    participant: 'mastodon:kari',
    postedAt: NOON,
    postId: `p${made}`,
    ...more,
  }
}

const dayOf = dayIn('Europe/Oslo')

/** Which of the entries carry a ticket, and why the others do not. */
function cap(entries: CountedEntry[], caps: Partial<Caps>) {
  const capped = applyCaps(entries, { ...DEFAULT_CAPS, ...caps }, dayOf)
  return entries.map((entry) => {
    const over = capped.find((one) => one.entry === entry)?.overLimit
    return over ? `${over.n} ${over.scope}` : 'ticket'
  })
}

t.test('one ticket for a person and item, where nothing else is set', async (t) => {
  t.same(DEFAULT_CAPS, { perItem: 1, perDay: null, total: null })
  t.same(
    cap([anEntry(), anEntry(), anEntry({ item: 'bod' }), anEntry({ participant: 'mastodon:ola' })], {}),
    ['ticket', '1 item', 'ticket', 'ticket'],
  )
})

t.test('the earliest count, whatever the order they come in', async (t) => {
  t.same(cap([anEntry({ postedAt: NOON + 2 }), anEntry({ postedAt: NOON + 1 }), anEntry()], { perItem: 2 }), [
    '2 item',
    'ticket',
    'ticket',
  ])
})

t.test('of posts made at once the lower id counts', async (t) => {
  t.same(cap([anEntry({ postId: 'b' }), anEntry({ postId: 'a' })], {}), ['1 item', 'ticket'])
})

t.test("a day is a day of the contest's zone", async (t) => {
  const midnight = Date.UTC(2026, 4, 11, 22)
  const entries = [midnight - HOUR, midnight - 1, midnight].map((postedAt) => anEntry({ postedAt }))
  t.same(cap(entries, { perItem: 9, perDay: 1 }), ['ticket', '1 day', 'ticket'])
  t.same(cap(entries, { perItem: 9, perDay: 2 }), ['ticket', 'ticket', 'ticket'])
})

t.test('the total counts over all items', async (t) => {
  const entries = ['a', 'b', 'c'].map((item, i) => anEntry({ item, postedAt: NOON + i }))
  t.same(cap(entries, { total: 2 }), ['ticket', 'ticket', '2 total'])
  t.same(cap(entries, { total: 3 }), ['ticket', 'ticket', 'ticket'])
})

t.test("one post's items count in their order", async (t) => {
  const entries = ['c', 'a', 'b'].map((item) => anEntry({ item, postId: 'same' }))
  t.same(cap(entries, { total: 2 }), ['2 total', 'ticket', 'ticket'])
})

t.test('an entry over one limit uses up nothing of the others', async (t) => {
  const entries = [
    anEntry({ postedAt: NOON }),
    anEntry({ postedAt: NOON + 1 }),
    anEntry({ postedAt: NOON + 2, item: 'bod' }),
    anEntry({ postedAt: NOON + 3, item: 'vindskjerm' }),
  ]
  t.same(cap(entries, { perItem: 1, perDay: 2 }), ['ticket', '1 item', 'ticket', '2 day'])
})

t.test('the tickets of a draw stand by participant and item, earliest first', async (t) => {
  const [first, second, other] = [anEntry({ postedAt: NOON + DAY }), anEntry(), anEntry({ item: 'bod' })]
  const tickets = ticketsOf([first, second, other], { ...DEFAULT_CAPS, perItem: 2 }, dayOf)
  t.same([...tickets.keys()], ['mastodon:kari'])
  t.same(tickets.get('mastodon:kari')?.get('krakk'), [second, first])
  t.same(tickets.get('mastodon:kari')?.get('bod'), [other])
})

t.test('caps are whole numbers from one on', async (t) => {
  const check = (caps: Partial<Caps>) => () => checkCaps({ ...DEFAULT_CAPS, ...caps })
  t.equal(MAX_PER_ITEM, 10_000)
  t.doesNotThrow(check({ perItem: MAX_PER_ITEM, perDay: 1, total: 1 }))
  t.throws(check({ perItem: MAX_PER_ITEM + 1 }), { code: 'caps_out_of_range' })
  for (const caps of [
    { perItem: 0 },
    { perItem: 1.5 },
    { perItem: Number.NaN },
    { perDay: 0 },
    { total: -1 },
  ]) {
    t.throws(check(caps), { code: 'caps_out_of_range' }, JSON.stringify(caps))
  }
})

t.test('caps hold and leave no room unused', async () => {
  const entry = fc.record({
    item: fc.constantFrom('a', 'b', 'c'),
    participant: fc.constantFrom('x', 'y'),
    postedAt: fc.integer({ min: NOON, max: NOON + 4 * DAY }),
    postId: fc.constantFrom('1', '2', '3'),
  })
  const some = (max: number) => fc.option(fc.integer({ min: 1, max }))
  const caps = fc.record({ perItem: fc.integer({ min: 1, max: 3 }), perDay: some(3), total: some(5) })
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 30 }), caps, (made, caps) => {
      const entries = made.map((one, i) => ({ ...one, id: `${i}` }))
      const capped = applyCaps(entries, caps, dayOf)
      const shuffled = applyCaps(entries.toReversed(), caps, dayOf)
      if (JSON.stringify(capped) !== JSON.stringify(shuffled)) return false
      const used: CountedEntry[] = []
      return capped.every(({ entry, overLimit }) => {
        const mine = used.filter(({ participant }) => participant === entry.participant)
        const full =
          mine.filter(({ item }) => item === entry.item).length >= caps.perItem ||
          mine.filter(({ postedAt }) => dayOf(postedAt) === dayOf(entry.postedAt)).length >=
            (caps.perDay ?? 99) ||
          mine.length >= (caps.total ?? 99)
        if (overLimit === null) used.push(entry)
        return (overLimit !== null) === full
      })
    }),
    { numRuns: 500 },
  )
})

t.test('a hundred thousand entries are counted', async (t) => {
  const entries = Array.from({ length: 100_000 }, (_, i) => ({
    id: `${i}`,
    item: `item-${i % 500}`,
    participant: `mastodon:person-${i % 7_000}`,
    postedAt: NOON + ((i * 7_919) % (28 * DAY)),
    postId: `${i}`,
  }))
  const tickets = ticketsOf(entries, { perItem: 2, perDay: 3, total: 20 }, dayOf)
  t.equal(tickets.size, 7_000)
})
