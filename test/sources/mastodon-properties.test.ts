import fc from 'fast-check'
import t from 'tap'
import { HOUR, MINUTE } from '../../server/contest/instant.ts'
import { postUri } from '../../server/rehearsal/mastodon-post.ts'
import { stands, wordingAt } from '../../server/rehearsal/post.ts'
import { SourceError } from '../../server/sources/source.ts'
import { type Network, NOON, pollAll, startNetwork } from '../support/mastodon.ts'

/** What happens on a network and to its collector, in a random order. */
const event = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('post' as const), count: fc.integer({ min: 1, max: 8 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('late' as const), hours: fc.integer({ min: 1, max: 24 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('edit' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), which: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('trouble' as const), requests: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('poll' as const),
      minutes: fc.integer({ min: 1, max: 360 }),
      pageSize: fc.integer({ min: 3, max: 40 }),
    }),
  },
)

type Event = typeof event extends fc.Arbitrary<infer T> ? T : never

/** Lets one thing happen on the network. Posts are edited while they are young: later edits are for the check to find. */
function happen({ timeline, clock, server }: Network, one: Event): void {
  const posts = timeline.posts()
  const chosen = 'which' in one ? posts[one.which % (posts.length || 1)] : undefined
  const text = `nr ${posts.length} #hverdagskatalogen`
  if (one.kind === 'post') Array.from({ length: one.count }, () => timeline.post({ text }))
  if (one.kind === 'late') timeline.post({ text, at: clock.now() - one.hours * HOUR })
  if (one.kind === 'delete' && chosen?.deletedAt === null) timeline.delete(chosen.id)
  if (one.kind === 'edit' && chosen && clock.now() - chosen.createdAt < 24 * HOUR)
    timeline.edit(chosen.id, { text: `endret ${clock.now()} #hverdagskatalogen` })
  if (one.kind === 'trouble')
    server.faults.plant({ on: /timelines/, times: one.requests, fault: { kind: 'status', status: 500 } })
}

/** Reads now and then and at the end; answers how many posts stand, and the ids of those not known as they are. */
async function collect(network: Network, events: Event[]): Promise<{ standing: number; missed: string[] }> {
  const { timeline, clock, server } = network
  const collected = new Map<string, string>()
  let cursor: string | undefined
  const read = async (pageSize: number) => {
    const found = await network.poll(cursor, { pageSize, pageLimit: 20 })
    if (found.error !== null && !(found.error instanceof SourceError)) throw found.error
    for (const post of found.posts) collected.set(post.id, post.text)
    cursor = found.cursor
  }
  for (const one of events) {
    happen(network, one)
    if (one.kind !== 'poll') continue
    clock.advance(one.minutes * MINUTE)
    await read(one.pageSize)
  }
  server.faults.clear()
  clock.advance(61 * MINUTE)
  for (let i = 0; i < 4; i++) await read(40)
  const standing = timeline.posts().filter((post) => stands(post, clock.now()))
  const missed = standing.filter((post) => collected.get(postUri(post)) !== wordingAt(post, clock.now()).text)
  return { standing: standing.length, missed: missed.map(postUri) }
}

t.test('whatever happens in whatever order, nothing that stands is missed or out of date', async (t) => {
  let posts = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 5, maxLength: 40 }),
      fc.boolean(),
      async (events, links) => {
        const ends: (() => unknown)[] = []
        const network = await startNetwork({ teardown: (end) => ends.push(end) }, { links })
        const { standing, missed } = await collect(network, events)
        for (const end of ends) await end()
        posts += standing
        if (missed.length > 0) throw new Error(`Missed ${missed.join(', ')}`)
      },
    ),
    { numRuns: 40 },
  )
  t.ok(posts > 200, `${posts} posts were collected`)
})

t.test('any JSON at all is read or refused with a typed error', async (t) => {
  const { settings, io } = await startNetwork(t)
  const outcomes = { read: 0, refused: 0 }
  const id = fc.constantFrom({ id: '1' }, { id: '2', created_at: '2026-09-01T10:00:00Z' }, {})
  const item = fc
    .tuple(id, fc.jsonValue())
    .map(([known, rest]) => (rest !== null && typeof rest === 'object' ? { ...rest, ...known } : rest))
  const body = fc.oneof(fc.jsonValue(), fc.array(item), fc.string())
  await fc.assert(
    fc.asyncProperty(body, fc.boolean(), async (json, isText) => {
      const bytes = new TextEncoder().encode(isText && typeof json === 'string' ? json : JSON.stringify(json))
      const fetch: typeof io.fetch = async (url) => ({
        status: 200,
        headers: new Headers(),
        url,
        movedForGood: false,
        body: bytes,
      })
      const { error } = await pollAll(settings, undefined, NOON, { ...io, fetch })
      if (error !== null && !(error instanceof SourceError)) throw error
      outcomes[error === null ? 'read' : 'refused'] += 1
    }),
    { numRuns: 500 },
  )
  t.equal(outcomes.read + outcomes.refused, 500)
  t.ok(Math.min(outcomes.read, outcomes.refused) > 20, `${outcomes.read} read, ${outcomes.refused} refused`)
})
