import t from 'tap'
import { manualClock } from '../../server/clock.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../server/contest/instant.ts'
import type { Double } from '../../server/rehearsal/double.ts'
import { actorUri, postUri } from '../../server/rehearsal/mastodon-post.ts'
import { type MisskeyHabits, startMisskeyRehearsal } from '../../server/rehearsal/misskey.ts'
import { openTimeline } from '../../server/rehearsal/open-timeline.ts'
import { misskey } from '../../server/sources/misskey.ts'
import { readNote } from '../../server/sources/misskey-note.ts'
import type { Batch } from '../../server/sources/source.ts'
import { NOON, PICTURE, TAG } from '../support/mastodon.ts'
import type { Cleaner } from '../support/scratch.ts'
import { sourceContract } from '../support/source-contract.ts'
import { ioFor } from '../support/source-io.ts'

const token = 'misskey-token-1'

async function aServer(t: Cleaner, habits: Partial<MisskeyHabits> = {}) {
  const clock = manualClock(NOON)
  const timeline = openTimeline(clock)
  const pictures = async () => ({ bytes: new Uint8Array([0xff, 0xd8, 0xff]), type: 'image/jpeg' })
  const server = await startMisskeyRehearsal({ timeline, clock, pictures, habits })
  t.teardown(() => server.close())
  const settings = misskey.settings.parse({ url: server.url, ...(habits.token ? { token } : {}) })
  const io = ioFor(t, clock)
  async function read(cursor?: string, change: Partial<typeof settings> = {}) {
    const batches: Batch[] = []
    const its = { ...settings, ...change }
    for await (const batch of misskey.poll?.(its, TAG, cursor, NOON - 10 * DAY, io) ?? []) batches.push(batch)
    const posts = batches.flatMap(({ changes }) =>
      changes.flatMap((one) => (one.kind === 'upsert' ? [one.post] : [])),
    )
    return { batches, posts, cursor: batches.at(-1)?.cursor ?? '' }
  }
  return { clock, timeline, server, settings, io, read }
}

let server: Double
sourceContract(t, {
  source: misskey,
  async start(t) {
    const network = await aServer(t, { token })
    server = network.server
    const publish = async (text: string) => {
      network.clock.advance(SECOND)
      return postUri(network.timeline.post({ text: `${text} #hverdagskatalogen` }))
    }
    const { settings, io } = network
    return { settings, target: TAG, from: NOON - HOUR, io, publish }
  },
  faults: {
    token,
    plant: (fault, times) =>
      server.faults.plant({ on: /search-by-tag|meta/, fault, ...(times === undefined ? {} : { times }) }),
    clear: () => server.faults.clear(),
  },
})

t.test('a note of another server has the identities it has everywhere on the fediverse', async (t) => {
  for (const tellsActors of [true, false]) {
    const { timeline, read } = await aServer(t, { tellsActors })
    const files = [{ kind: 'image', spec: PICTURE, alt: 'En stue' } as const]
    const post = timeline.post({ text: 'Stua vår #hverdagskatalogen', files })
    const [found] = (await read()).posts
    t.match(found, {
      network: 'mastodon',
      id: postUri(post),
      author: { id: actorUri(post.account), handle: 'kari@fjordposten.example' },
      text: 'Stua vår #hverdagskatalogen',
      pictures: [{ kind: 'image', alt: 'En stue' }],
    })
  }
})

t.test('a note of the server itself is known by its address there', async (t) => {
  const { timeline, read, server } = await aServer(t)
  const post = timeline.post({ text: '#hverdagskatalogen', account: { host: 'misskey.example' } })
  t.match((await read()).posts, [{ id: `${server.url}/notes/${post.id}`, author: { id: /\/users\// } }])
})

t.test('more notes than a page holds are all read, forward and back', async (t) => {
  const { timeline, clock, read } = await aServer(t)
  const write = (n: number) =>
    Array.from({ length: n }, (_, i) => {
      clock.advance(SECOND)
      return postUri(timeline.post({ text: `${i} #hverdagskatalogen` }))
    })
  const early = write(25)
  const first = await read(undefined, { pageSize: 10 })
  t.same(first.posts.map(({ id }) => id).toSorted(), early.toSorted())
  const late = write(25)
  const next = await read(first.cursor, { pageSize: 10 })
  t.same(
    next.posts.map(({ id }) => id),
    late,
    'oldest first',
  )
  t.same((await read(next.cursor, { pageSize: 10 })).posts, [])
})

t.test('a note that federates late is found by reading again', async (t) => {
  const { timeline, clock, read } = await aServer(t)
  timeline.post({ text: 'nå #hverdagskatalogen' })
  const { cursor } = await read()
  clock.advance(2 * HOUR)
  const late = timeline.post({ text: 'sent #hverdagskatalogen', at: NOON - 30 * MINUTE })
  const { posts } = await read(cursor)
  t.ok(posts.some(({ id }) => id === postUri(late)))
})

t.test('what is for followers, only passed on, or gone', async (t) => {
  const { timeline, clock, settings, io, read } = await aServer(t)
  const post = timeline.post({ text: '#hverdagskatalogen' })
  timeline.post({ text: '#hverdagskatalogen', visibility: 'private' })
  const { posts } = await read()
  t.equal(posts.length, 1)
  const ref = { id: postUri(post), ref: post.id }
  t.match((await misskey.check(settings, [ref], io)).get(ref.id), { state: 'present' })
  clock.advance(MINUTE)
  timeline.delete(post.id)
  t.same((await misskey.check(settings, [ref], io)).get(ref.id), { state: 'gone', why: 'deleted' })
})

t.test('notes that are odd say what was found', async (t) => {
  const good = {
    id: '1',
    createdAt: '2026-09-01T10:00:00.000Z',
    text: 'hei',
    user: { id: 'a', username: 'kari' },
  }
  const read = (change: object) => readNote({ ...good, ...change }, 'https://a.example', new Map())
  t.equal(read({}).kind, 'post')
  t.equal(read({ text: null, renoteId: '2' }).kind, 'renote')
  t.equal(read({ text: 'se her', renoteId: '2' }).kind, 'post', 'a quote has words of its own')
  t.equal(read({ visibility: 'home' }).kind, 'hidden')
  for (const odd of [
    { createdAt: 'yesterday' },
    { createdAt: '0001-01-01T00:00:00Z' },
    { text: 7 },
    { user: null },
    { files: 'none' },
    { uri: `https://a.example/${'x'.repeat(2_000)}` },
  ])
    t.match(read(odd), { kind: 'odd', skip: { why: /\S/ } }, JSON.stringify(odd).slice(0, 60))
})
