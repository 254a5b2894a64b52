import t from 'tap'
import { HOUR, type Instant, MINUTE, SECOND } from '../../server/contest/instant.ts'
import type { Context } from '../../server/context.ts'
import { readPosition } from '../../server/db/positions.ts'
import { insertRun, listRuns } from '../../server/db/runs.ts'
import { listSourcesDue, setSourceState } from '../../server/db/sources.ts'
import type { Fault } from '../../server/rehearsal/faults.ts'
import { LONGEST_PAUSE } from '../../server/sources/pace.ts'
import { collect } from '../../server/steps/collect.ts'
import { aFile, aNetwork, openedContest } from '../support/builders.ts'
import { type Collection, collections, lastRun, readOnce, sourceOf } from '../support/collection.ts'
import { loopbackFetch } from '../support/source-io.ts'

const aCollection = await collections(t)

/** Much longer than an answer of the rehearsal takes, and short enough to be waited for. */
const DEADLINE = 1_500

const TROUBLES: [title: string, fault: Fault, kept: RegExp | null, message: RegExp][] = [
  ['a page of HTML', { kind: 'html' }, /We are moving house/, /text\/html; expected JSON/],
  ['a 500', { kind: 'status', status: 500 }, /Something went wrong/, /it answered 500/],
  ['nothing at all', { kind: 'body', body: '' }, null, /nothing; expected JSON/],
  ['ten megabytes', { kind: 'huge', bytes: 10_000_000 }, null, /could not be read/],
  ['lists a hundred thousand deep', { kind: 'deep', depth: 100_000 }, /^\[+$/, /holds no posts/],
  ['one byte a second', { kind: 'drip' }, null, /could not be reached/],
  ['a token', { kind: 'body', body: '{"error":"no","access_token":"hemmelig"}' }, /\*\*\*/, /list of posts/],
]

for (const [title, fault, kept, message] of TROUBLES) {
  t.test(`a source that answers with ${title} is recorded, read on later, and loses nothing`, async (t) => {
    const { ctx, clock, sourceId, network, read } = await aCollection(t)
    const short: Context = { ...ctx, fetch: loopbackFetch(t, DEADLINE) }
    publish({ network }, 'before')
    await read()
    const position = await readPosition(ctx.db, sourceId, 'tag:folkekatalog')
    clock.advance(5 * MINUTE)
    publish({ network }, 'after')
    network.server.faults.plant({ on: /timelines/, times: 1, fault })
    t.match(await readOnce(short, sourceId), { posts: 0, failed: 1 })
    const run = await lastRun(ctx, sourceId)
    t.match(run, { outcome: 'failed', error: message, seen: 0, endedAt: clock.now() })
    t.equal(run.samples.length, kept === null && run.samples[0]?.sample !== '' ? 0 : 1)
    for (const { sample } of run.samples) {
      t.match(sample, kept ?? /^$/)
      t.ok(Buffer.byteLength(sample) <= 1024)
      t.notMatch(sample, 'hemmelig')
    }
    t.same(await readPosition(ctx.db, sourceId, 'tag:folkekatalog'), position)
    const source = await sourceOf(ctx, sourceId)
    t.match(source, { state: 'active', failures: 1, lastError: message })
    clock.set((source.waitUntil ?? 0) - 1)
    t.match(await read(), { posts: 0, failed: 0 }, 'it rests')
    clock.advance(1)
    t.match(await read(), { posts: 1, failed: 0 })
    t.match(await sourceOf(ctx, sourceId), { failures: 0, waitUntil: null, lastError: null })
  })
}

function publish({ network }: Pick<Collection, 'network'>, who: string): void {
  network.timeline.post({ text: '#folkekatalog #krakk', account: { user: who }, files: [aFile(1)] })
}

t.test('a failure on the second page keeps the first', async (t) => {
  const { ctx, clock, sourceId, network, read } = await aCollection(t)
  for (let n = 60; n > 0; n--) {
    const at = clock.now() - n * MINUTE
    network.timeline.post({ text: '#folkekatalog #krakk', account: { user: `p${n}` }, files: [aFile(n)], at })
  }
  network.server.faults.plant({ on: /max_id/, times: 1, fault: { kind: 'status', status: 502 } })
  t.match(await read(), { posts: 40, failed: 1 })
  t.match(await lastRun(ctx, sourceId), { outcome: 'failed', pages: 1, stored: 40 })
  clock.advance(5 * MINUTE)
  t.match(await read(), { posts: 20, failed: 0 })
})

t.test('a source that asks to wait is left alone for as long, while another is read', async (t) => {
  const { ctx, clock, owner, sourceId, network, read } = await aCollection(t)
  const other = await openedContest(ctx, { owner, network: await aNetwork(t, clock) })
  const both = [sourceId, other.sourceId]
  publish({ network }, 'kari')
  network.server.faults.plant({
    on: /timelines/,
    times: 1,
    fault: { kind: 'throttle', wait: 20 * MINUTE, form: 'retry_seconds' },
  })
  await read()
  const told = clock.now() + 20 * MINUTE
  t.match(await sourceOf(ctx, sourceId), { state: 'active', waitUntil: told, lastError: /asks us to wait/ })
  const asked = network.server.requests().counts.tag
  t.same(await dueAt(ctx, told - 1, both), [other.sourceId])
  for (; clock.now() < told; clock.advance(30 * SECOND)) {
    t.match(await read(), { posts: 0, failed: 0 })
    t.match(await readOnce(ctx, other.sourceId), { failed: 0 })
  }
  t.equal(network.server.requests().counts.tag, asked, 'not one request within the time')
  t.same(await dueAt(ctx, told, both), both)
  t.match(await read(), { posts: 1, failed: 0 }, 'and nothing is missing afterwards')
})

t.test('nobody is waited for longer than an hour', async (t) => {
  const { ctx, clock, sourceId, network, read } = await aCollection(t)
  const fault: Fault = { kind: 'throttle', wait: 48 * HOUR, form: 'retry_seconds' }
  network.server.faults.plant({ on: /timelines/, fault })
  await read()
  t.match(await sourceOf(ctx, sourceId), { waitUntil: clock.now() + LONGEST_PAUSE })
})

t.test(
  'a source in trouble for half an hour is asked a dozen times at most, then caught up with',
  async (t) => {
    const { ctx, clock, sourceId, network, read } = await aCollection(t)
    publish({ network }, 'kari')
    network.server.faults.plant({ on: /timelines/, fault: { kind: 'status', status: 500 } })
    const pauses: number[] = []
    for (const end = clock.now() + 30 * MINUTE; clock.now() < end; clock.advance(10 * SECOND)) {
      const { failed } = await read()
      if (failed > 0) pauses.push(((await sourceOf(ctx, sourceId)).waitUntil ?? 0) - clock.now())
    }
    const asked = network.server.requests().counts.tag
    t.ok(asked > 3 && asked <= 12, `${asked} requests`)
    t.ok(Math.max(...pauses) <= 5 * MINUTE, `${pauses}`)
    const [first = 0, second = 0, third = 0] = pauses
    t.ok(first < second && second < third, 'each of the first pauses is longer than the one before')
    network.server.faults.clear()
    const { waitUntil } = await sourceOf(ctx, sourceId)
    t.ok((waitUntil ?? 0) - clock.now() <= 5 * MINUTE, 'one usual turn after it is well again')
    clock.set(waitUntil ?? 0)
    t.match(await read(), { posts: 1, failed: 0 })
    t.equal((await listRuns(ctx.db, sourceId, 100)).length, asked + 1)
  },
)

t.test('a source that asks for a token needs a person, and is asked no more', async (t) => {
  const { ctx, clock, sourceId, network, read, recheck } = await aCollection(t)
  publish({ network }, 'kari')
  network.server.faults.plant({ on: /./, fault: { kind: 'status', status: 401 } })
  await read()
  t.match(await sourceOf(ctx, sourceId), { state: 'needs_attention', lastError: /Add an access token/ })
  const { tag } = network.server.requests().counts
  clock.advance(24 * HOUR)
  t.same(await dueAt(ctx, clock.now(), [sourceId]), [])
  await read()
  await recheck()
  t.equal(network.server.requests().counts.tag, tag)
  t.equal((await listRuns(ctx.db, sourceId, 10)).length, 1)
  network.server.faults.clear()
  await setSourceState(ctx.db, sourceId, 'active', clock.now())
  t.match(await read(), { posts: 1, failed: 0 }, 'until somebody has put it right')
})

t.test('a run whose server stopped in the middle is ended by the next', async (t) => {
  const { ctx, sourceId, read } = await aCollection(t)
  await insertRun(ctx.db, { sourceId, target: 'tag:folkekatalog', way: 'poll', startedAt: ctx.clock.now() })
  t.match(await read(), { failed: 0 })
  t.match(await listRuns(ctx.db, sourceId, 10), [
    { outcome: 'ok', error: null },
    { outcome: 'failed', error: /^The server stopped while it was reading/, endedAt: ctx.clock.now() },
  ])
})

t.test('a reading that is called off keeps what it has, and blames no source', async (t) => {
  const { ctx, clock, sourceId, network } = await aCollection(t)
  for (let n = 60; n > 0; n--) {
    const at = clock.now() - n * MINUTE
    network.timeline.post({ text: '#folkekatalog #krakk', account: { user: `p${n}` }, files: [aFile(n)], at })
  }
  const stop = new AbortController()
  const rewrite = (answer: unknown) => {
    stop.abort(new Error('going down'))
    return answer
  }
  network.server.faults.plant({ on: /max_id/, fault: { kind: 'rewrite', rewrite } })
  await t.rejects(collect(ctx, sourceId, stop.signal), { message: 'going down' })
  t.match(await sourceOf(ctx, sourceId), { state: 'active', failures: 0, waitUntil: null })
  t.match(await lastRun(ctx, sourceId), { outcome: 'failed', stored: 40 })
  network.server.faults.clear()
  t.match(await readOnce(ctx, sourceId), { posts: 20, failed: 0 })
})

t.test('what one tag alone is refused for does not keep another from being read', async (t) => {
  const { ctx, sourceId, owner, network, read } = await aCollection(t)
  await openedContest(ctx, { owner, sourceId, draft: { campaignTags: ['annenkatalog'] } })
  network.timeline.post({ text: '#annenkatalog #krakk', files: [aFile(1)] })
  network.server.faults.plant({ on: /folkekatalog/, fault: { kind: 'status', status: 403 } })
  t.match(await read(), { posts: 1, failed: 1 })
  t.match(await sourceOf(ctx, sourceId), { failures: 0, lastError: /403/ })
})

/** Those of these sources that are due. */
async function dueAt(ctx: Context, now: Instant, among: number[]): Promise<number[]> {
  return (await listSourcesDue(ctx.db, now)).filter((id) => among.includes(id))
}
