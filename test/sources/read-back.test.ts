import fc from 'fast-check'
import t from 'tap'
import { HOUR, type Instant, MINUTE, SECOND } from '../../server/contest/instant.ts'
import { MOST_AHEAD, type ReadPlan, readBack, type TimePage } from '../../server/sources/read-back.ts'
import type { Batch, Upsert } from '../../server/sources/source.ts'
import { aPost } from '../support/builders.ts'
import { NOON } from '../support/mastodon.ts'

const PLAN: ReadPlan = { of: 'here', overlapHours: 24, rescanMinutes: 60, pageLimit: 3, pagesExpire: false }
const FROM = NOON - 48 * HOUR

interface Posted {
  id: string
  at: Instant
  arrivesAt: Instant
}

function upsert({ id, at }: Posted): Upsert {
  return { kind: 'upsert', post: { ...aPost(), id, postedAt: at }, ref: id, raw: {} }
}

/** A network that tells what is there, newest first, in pages that are turned by number. */
function network(posts: Posted[], size: number) {
  const clock = { now: NOON }
  async function ask(span: { from: Instant }, next: string | null): Promise<TimePage> {
    const there = posts
      .filter(({ at, arrivesAt }) => arrivesAt <= clock.now && at >= span.from)
      .toSorted((a, b) => b.at - a.at)
    const start = Number(next ?? 0)
    const page = there.slice(start, start + size)
    const isLast = start + size >= there.length
    return { changes: page.map(upsert), skipped: [], next: isLast ? null : String(start + size) }
  }
  async function poll(cursor: string | undefined, change: Partial<ReadPlan> = {}) {
    const batches: Batch[] = []
    for await (const batch of readBack({ ...PLAN, ...change }, cursor, FROM, () => clock.now, ask))
      batches.push(batch)
    const ids = batches.flatMap(({ changes }) => changes.flatMap((one) => ('post' in one ? one.post.id : [])))
    return { batches, ids, cursor: batches.at(-1)?.cursor }
  }
  return { clock, poll }
}

const some = (count: number): Posted[] =>
  Array.from({ length: count }, (_, i) => ({ id: `${i}`, at: NOON - i * HOUR, arrivesAt: 0 }))

t.test('the first reading goes back to its beginning and no further; only its end says so', async (t) => {
  const { poll } = network(some(60), 20)
  const { ids, batches } = await poll(undefined)
  t.equal(ids.length, 49)
  t.same(
    batches.map(({ completeUntil }) => completeUntil),
    [null, null, NOON],
  )
})

t.test('a cursor of something else, or none, reads everything once more', async (t) => {
  const { poll } = network(some(3), 20)
  const { cursor } = await poll(undefined)
  t.same((await poll(cursor)).ids, [])
  for (const odd of ['', 'x', '{}', '[]', 'null', cursor?.replace('here', 'there')])
    t.equal((await poll(odd)).ids.length, 3, `${odd}`)
})

t.test('posts of the same moment as the newest are not taken for it', async (t) => {
  const posts = some(1)
  const { poll, clock } = network(posts, 20)
  const { cursor } = await poll(undefined)
  posts.push({ id: 'same moment', at: NOON, arrivesAt: 0 })
  clock.now += MINUTE
  const second = await poll(cursor)
  t.same(second.ids, ['same moment'])
  t.same((await poll(second.cursor)).ids, [])
})

t.test('the overlap is read again when its time has come, both sides', async (t) => {
  const { poll, clock } = network(some(60), 100)
  const { cursor } = await poll(undefined)
  clock.now += HOUR - 1
  t.same((await poll(cursor)).ids, [])
  clock.now += 1
  const { ids } = await poll(cursor)
  t.equal(ids.length, 24, 'of the last 24 hours')
  t.equal(ids.at(-1), '0', 'oldest first')
})

t.test('a post that claims to be of the future keeps nothing else away, both sides', async (t) => {
  for (const [ahead, found] of [
    [MOST_AHEAD, []],
    [MOST_AHEAD + 1, ['ahead', 'next']],
  ] as const) {
    const posts = [...some(1), { id: 'ahead', at: NOON + ahead, arrivesAt: 0 }]
    const { poll, clock } = network(posts, 100)
    const { cursor } = await poll(undefined)
    clock.now += MINUTE
    posts.push({ id: 'next', at: NOON + MINUTE, arrivesAt: 0 })
    t.same((await poll(cursor)).ids.toSorted(), found)
  }
})

t.test('after a long silence it reads from where it was whole, however short the overlap', async (t) => {
  const posts = some(1)
  const { poll, clock } = network(posts, 100)
  const { cursor } = await poll(undefined)
  clock.now += 100 * HOUR
  posts.push({ id: 'of the silence', at: NOON + HOUR, arrivesAt: 0 })
  t.ok((await poll(cursor)).ids.includes('of the silence'))
})

const moment = fc.integer({ min: 0, max: 40 * 60 }).map((minutes) => NOON - 40 * HOUR + minutes * MINUTE)
const posted = fc
  .array(fc.tuple(moment, fc.integer({ min: 0, max: 20 * 60 })), { maxLength: 60 })
  .map((all) =>
    all.map(([at, late], i): Posted => ({ id: `${i}`, at, arrivesAt: at + late * MINUTE + SECOND })),
  )

t.test('whatever comes late within the overlap, at whatever pace, is found', async (t) => {
  const { failed, counterexample } = await fc.check(
    fc.asyncProperty(
      posted,
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 5, max: 200 }),
      async (posts, size, pageLimit, minutes) => {
        const { clock, poll } = network(posts, size)
        const found = new Set<string>()
        clock.now = NOON - 40 * HOUR
        let cursor: string | undefined
        while (clock.now < NOON + 60 * HOUR) {
          const read = await poll(cursor, { pageLimit: pageLimit * 12 })
          for (const id of read.ids) found.add(id)
          cursor = read.cursor
          clock.now += minutes * MINUTE
        }
        return found.size === posts.length
      },
    ),
    { numRuns: 20 },
  )
  t.same([failed, counterexample], [false, null])
})
