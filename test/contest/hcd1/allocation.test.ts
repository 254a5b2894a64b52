import fc from 'fast-check'
import t from 'tap'
import { allot } from '../../../server/contest/hcd1/allocation.ts'
import type { CommitItem } from '../../../server/contest/hcd1/commit.ts'
import { lineOf, pidAt } from '../../../server/contest/hcd1/entrants.ts'
import type { VoidEvent } from '../../../server/contest/hcd1/events.ts'
import { parseEntrants } from '../../../server/contest/hcd1/parse-entrants.ts'
import { drawTickets, type ItemTickets } from '../../../server/contest/hcd1/tickets.ts'
import { nodeHashing } from '../../../server/hashing.ts'
import { aList, anEvent, type People } from './a-draw.ts'

const seed = new Uint8Array(32).fill(9)

interface Told {
  winners: { slot: number; pid: string; ticket: number; via: string }[]
  unfilled: number
  alternates: { pid: string; ticket: number }[]
}

async function drawn(people: People, items: CommitItem[]) {
  const { entrants: bytes, pids } = await aList(people)
  const entrants = parseEntrants(bytes)
  const ids = items.map(({ id }) => id)
  const all = await drawTickets(entrants, ids, seed, nodeHashing)
  const told = (ticket: number, { lines, shareOf, first }: ItemTickets) => {
    const share = shareOf[ticket] ?? 0
    return { pid: pidAt(entrants, lines[share] ?? 0), ticket: ticket - (first[share] ?? 0) }
  }
  return {
    pids,
    /** The order of each item as pids and tickets. */
    orders: all.map((tickets) => [...tickets.order].map((ticket) => told(ticket, tickets))),
    allot: (maxPrizes: number, events: VoidEvent[]): Told[] =>
      allot(entrants, all, { items, max_prizes: maxPrizes }, events).map(
        ({ tickets, winners, unfilled, alternates }) => ({
          winners: winners.map(({ slot, ticket, via }) => ({ slot, ...told(ticket, tickets), via })),
          unfilled,
          alternates: alternates.map((ticket) => told(ticket, tickets)),
        }),
      ),
    has: (pid: string) => lineOf(entrants, pid) >= 0,
  }
}

/** The specification's allocation, word for word and as slow as it likes. */
function asSpecified(
  items: CommitItem[],
  orders: { pid: string; ticket: number }[][],
  maxPrizes: number,
  events: VoidEvent[],
): Told[] {
  const slots = items.map(({ winners }) => new Array<Told['winners'][number] | null>(winners).fill(null))
  const known: VoidEvent[] = []
  const isVoid = (i: number, p: string, t: number) =>
    known.some(
      (event) =>
        event.pid === p &&
        (event.item === null || event.item === items[i]?.id) &&
        (event.ticket === null || event.ticket === t),
    )
  const holds = (i: number, p: string) => slots[i]?.some((slot) => slot?.pid === p) === true
  const eligible = (i: number, p: string, t: number) =>
    !isVoid(i, p, t) &&
    !holds(i, p) &&
    (maxPrizes === 0 || slots.flat().filter((slot) => slot?.pid === p).length < maxPrizes)
  const fill = (via: string) => {
    for (const [i, own] of slots.entries()) {
      for (const [s, slot] of own.entries()) {
        const ticket = slot ? undefined : orders[i]?.find(({ pid, ticket }) => eligible(i, pid, ticket))
        if (ticket) own[s] = { slot: s + 1, ...ticket, via }
      }
    }
  }
  known.push(...events.filter(({ phase }) => phase === 'before'))
  fill('draw')
  for (const event of events.filter(({ phase }) => phase === 'after')) {
    known.push(event)
    for (const [i, own] of slots.entries()) {
      for (const [s, slot] of own.entries()) if (slot && isVoid(i, slot.pid, slot.ticket)) own[s] = null
    }
    fill(`redraw:${event.seq}`)
  }
  return items.map(({ winners, alternates }, i) => {
    const won = (slots[i] ?? []).filter((slot) => slot !== null)
    const open = (orders[i] ?? []).filter(({ pid, ticket }) => eligible(i, pid, ticket))
    const first = open.filter(({ pid }, place) => open.findIndex((other) => other.pid === pid) === place)
    return { winners: won, unfilled: winners - won.length, alternates: first.slice(0, alternates) }
  })
}

const NAMES = ['ane', 'bo', 'cia', 'dag', 'eva', 'finn', 'gro', 'hans']
const ITEMS = ['trip', 'mug', 'tee']
const share = fc.record({ weight: fc.integer({ min: 1, max: 3 }), tier: fc.constantFrom(0, 0, 0, 1, 7) })
const someItems = fc.dictionary(fc.constantFrom(...ITEMS), share, { minKeys: 1, noNullPrototype: true })
const somePeople = fc.dictionary(fc.constantFrom(...NAMES), someItems, { noNullPrototype: true })
const prizes = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom(...ITEMS),
    winners: fc.integer({ min: 1, max: 4 }),
    alternates: fc.integer({ min: 0, max: 4 }),
  }),
  { selector: ({ id }) => id, minLength: 1 },
)
const voids = fc.array(
  fc.record({
    who: fc.constantFrom(...NAMES),
    item: fc.constantFrom(null, ...ITEMS),
    ticket: fc.constantFrom(null, null, 0, 1, 2),
  }),
  { maxLength: 8 },
)

/** Voids of people in the list, the first `before` of them before the draw. */
function toEvents(
  list: { who: string; item: string | null; ticket: number | null }[],
  before: number,
  people: People,
  pids: Record<string, string>,
): VoidEvent[] {
  const real = list.filter(({ who, item }) => people[who] && (item === null || people[who]?.[item]))
  return real.map(({ who, item, ticket }, i) => {
    const share = item === null ? undefined : people[who]?.[item]
    const exists = typeof share === 'object' && ticket !== null && ticket < share.weight
    const phase = i < before ? 'before' : 'after'
    return anEvent({ seq: i + 1, phase, pid: pids[who] ?? '', item, ticket: exists ? ticket : null })
  })
}

t.test('prizes are given as the specification says, whatever happens', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      somePeople,
      prizes,
      fc.constantFrom(0, 1, 1, 2),
      voids,
      fc.nat({ max: 4 }),
      async (people, items, maxPrizes, list, before) => {
        const draw = await drawn(people, items)
        const events = toEvents(list, before, people, draw.pids)
        t.same(draw.allot(maxPrizes, events), asSpecified(items, draw.orders, maxPrizes, events))
      },
    ),
    { numRuns: 400 },
  )
})

t.test('nobody wins an item twice or more prizes than the cap, and no alternate is a winner', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      somePeople,
      prizes,
      fc.nat({ max: 3 }),
      voids,
      async (people, items, maxPrizes, list) => {
        const draw = await drawn(people, items)
        const result = draw.allot(maxPrizes, toEvents(list, 2, people, draw.pids))
        for (const [i, { winners, alternates, unfilled }] of result.entries()) {
          const pids = [...winners, ...alternates].map(({ pid }) => pid)
          t.equal(new Set(pids).size, pids.length)
          t.equal(winners.length + unfilled, items[i]?.winners)
          t.ok(alternates.length <= (items[i]?.alternates ?? 0))
        }
        const all = result.flatMap(({ winners }) => winners.map(({ pid }) => pid))
        if (maxPrizes > 0) t.ok(all.every((pid) => all.filter((other) => other === pid).length <= maxPrizes))
      },
    ),
    { numRuns: 100 },
  )
})

t.test('one participant more leaves the order of all others as it was', async (t) => {
  await fc.assert(
    fc.asyncProperty(somePeople, someItems, async (people, items) => {
      const prizes = ITEMS.map((id) => ({ id, winners: 1, alternates: 0 }))
      const before = await drawn(people, prizes)
      const after = await drawn({ ...people, newcomer: items }, prizes)
      const others = after.orders.map((order) => order.filter(({ pid }) => pid !== after.pids.newcomer))
      t.same(others, before.orders)
    }),
    { numRuns: 60 },
  )
})

t.test('a void after the draw moves nobody but who held the slot', async (t) => {
  await fc.assert(
    fc.asyncProperty(somePeople, fc.integer({ min: 1, max: 4 }), fc.nat(), async (people, winners, lucky) => {
      const items = [{ id: 'mug', winners, alternates: 8 }]
      const draw = await drawn(people, items)
      const [before] = draw.allot(1, [])
      const out = before?.winners[lucky % Math.max(1, before.winners.length)]
      if (!before || !out) return
      const [after] = draw.allot(1, [anEvent({ pid: out.pid })])
      const kept = (told: Told['winners']) => told.filter(({ slot }) => slot !== out.slot)
      t.same(kept(after?.winners ?? []), kept(before.winners))
      const [next, ...rest] = before.alternates
      const replaced = after?.winners.find(({ slot }) => slot === out.slot)
      t.same(replaced, next && { slot: out.slot, ...next, via: 'redraw:1' })
      t.same(after?.alternates, rest)
    }),
    { numRuns: 100 },
  )
})

t.test('a void of somebody who holds nothing changes no winner', async (t) => {
  const draw = await drawn({ ane: { mug: 1 }, bo: { mug: 1 }, cia: { mug: 1 } }, [
    { id: 'mug', winners: 1, alternates: 2 },
  ])
  const [plain] = draw.allot(1, [])
  const [after] = draw.allot(1, [anEvent({ pid: plain?.alternates[0]?.pid ?? '' })])
  t.same(after?.winners, plain?.winners)
  t.same(after?.alternates, plain?.alternates.slice(1))
})

t.test('more prizes than anybody could count cost nothing', async (t) => {
  const most = Number.MAX_SAFE_INTEGER
  const draw = await drawn({ ane: { mug: 2 } }, [{ id: 'mug', winners: most, alternates: most }])
  const [told] = draw.allot(0, [])
  t.equal(told?.winners.length, 1)
  t.equal(told?.unfilled, most - 1)
  t.same(told?.alternates, [])
})

t.test('an item that nobody entered stays unfilled', async (t) => {
  const draw = await drawn({ ane: { mug: 1 } }, [{ id: 'tee', winners: 2, alternates: 1 }])
  t.same(draw.allot(1, []), [{ winners: [], unfilled: 2, alternates: [] }])
})
