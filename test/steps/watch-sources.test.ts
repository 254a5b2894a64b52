import t from 'tap'
import { z } from 'zod'
import { HOUR, MINUTE, SECOND } from '../../server/contest/instant.ts'
import type { Context } from '../../server/context.ts'
import { listAlerts } from '../../server/db/alerts.ts'
import { readPosition } from '../../server/db/positions.ts'
import { followSource } from '../../server/db/sources.ts'
import { listWatched } from '../../server/db/watch.ts'
import type { Source, SourceWarning } from '../../server/sources/source.ts'
import { addSource } from '../../server/steps/connect-source.ts'
import { changeSettings, pauseOrResume } from '../../server/steps/set-source-state.ts'
import { LOOK_AFTER, OVERDUE, SILENT_AFTER, watchSources } from '../../server/steps/watch-sources.ts'
import { openedContest } from '../support/builders.ts'
import { collections, readOnce, sourceOf } from '../support/collection.ts'

const aCollection = await collections(t)
const { signal } = new AbortController()

const codesOf = async (ctx: Context, sourceId: number) =>
  (await listAlerts(ctx.db, [sourceId])).map(({ code }) => code)

t.test(
  'a source is silent from twelve hours after its last success on, until it is read again',
  async (t) => {
    const { ctx, clock, sourceId, network, read } = await aCollection(t)
    await read()
    network.server.faults.plant({ on: /timelines/, fault: { kind: 'status', status: 502 } })
    clock.advance(SILENT_AFTER - 1)
    await read()
    await watchSources(ctx, signal)
    t.same(await codesOf(ctx, sourceId), [])
    clock.advance(1)
    t.match(await watchSources(ctx, signal), { raised: 1 })
    t.match(await listAlerts(ctx.db, [sourceId]), [
      { code: 'silent', message: /12 hours .* answered 502/, raisedAt: clock.now() },
    ])
    clock.advance(HOUR)
    t.match(await watchSources(ctx, signal), { raised: 0 }, 'it is said once')
    network.server.faults.clear()
    await read()
    t.match(await watchSources(ctx, signal), { cleared: 1 })
    t.same(await codesOf(ctx, sourceId), [])
  },
)

t.test('a tag that alone is refused for twelve hours is told of, though the source is well', async (t) => {
  const { ctx, clock, owner, sourceId, network, read } = await aCollection(t)
  const other = await openedContest(ctx, { owner, sourceId, draft: { campaignTags: ['annenkatalog'] } })
  await read()
  const refused = clock.now() + 5 * MINUTE
  network.server.faults.plant({ on: /annenkatalog/, fault: { kind: 'status', status: 403 } })
  const readUntil = async (end: number) => {
    while (clock.now() < end) {
      clock.set(Math.min(end, clock.now() + 5 * MINUTE))
      await read()
    }
    await watchSources(ctx, signal)
    return (await listAlerts(ctx.db, [sourceId])).map(({ message }) => message)
  }
  const lastWell = refused - 5 * MINUTE
  t.same(await readUntil(lastWell + SILENT_AFTER - 1), [])
  t.match(await readUntil(refused + SILENT_AFTER), [/^#annenkatalog could not be read for 12 hours .* 403/])
  t.match(await sourceOf(ctx, sourceId), { state: 'active', failures: 0 })
  network.server.faults.clear()
  t.same(await readUntil(clock.now() + 5 * MINUTE), [], 'it is read again')
  network.server.faults.plant({ on: /annenkatalog/, fault: { kind: 'status', status: 403 } })
  clock.set(clock.now() + MINUTE)
  t.match(await readUntil(clock.now() + SILENT_AFTER + MINUTE), [/^#annenkatalog/])
  await ctx.db.deleteFrom('contest_source').where('contest_id', '=', other.contest.id).execute()
  t.same(await readUntil(clock.now() + 2 * HOUR), [], 'nobody asks for it any more')
})

t.test('nobody misses a source that is paused, new, or followed by no contest that collects', async (t) => {
  const { ctx, clock, sourceId, contest, owner, read } = await aCollection(t)
  await read()
  await pauseOrResume(ctx, sourceId, 'paused')
  const settings = { url: 'https://other.example' }
  const unread = await addSource(ctx, owner.brandId, { kind: 'mastodon', name: 'other', settings })
  await followSource(ctx.db, contest.id, unread)
  clock.advance(2 * SILENT_AFTER)
  await watchSources(ctx, signal)
  t.same([await codesOf(ctx, sourceId), await codesOf(ctx, unread)], [[], []])
  await pauseOrResume(ctx, sourceId, 'active')
  await watchSources(ctx, signal)
  t.same(await codesOf(ctx, sourceId), [], 'its twelve hours begin when it goes on')
  clock.advance(SILENT_AFTER)
  await watchSources(ctx, signal)
  t.same(await codesOf(ctx, sourceId), ['silent'])
  clock.set(contest.rules.closesAt + contest.rules.grace + HOUR)
  await watchSources(ctx, signal)
  t.same(await codesOf(ctx, sourceId), [], 'nothing is collected any more')
})

t.test('a revoked token is told at once, and nothing more is asked until a person has acted', async (t) => {
  const { ctx, clock, sourceId, network, read } = await aCollection(t)
  await read()
  const position = await readPosition(ctx.db, sourceId, 'tag:folkekatalog')
  network.server.faults.plant({ on: /./, fault: { kind: 'status', status: 401 } })
  const before = network.server.requests().counts.tag ?? 0
  for (const end = clock.now() + HOUR; clock.now() < end; clock.advance(30 * SECOND)) {
    await read()
    if (clock.now() % MINUTE === 0) await watchSources(ctx, signal)
    t.same(await codesOf(ctx, sourceId), ['needs_attention'])
  }
  t.equal((network.server.requests().counts.tag ?? 0) - before, 1, 'one request in an hour')
  t.match(await sourceOf(ctx, sourceId), { state: 'needs_attention' })
  network.server.faults.clear()
  await changeSettings(ctx, { id: sourceId, kind: 'mastodon' }, { url: network.server.url, pageSize: 20 })
  t.same(await codesOf(ctx, sourceId), [])
  t.match(await sourceOf(ctx, sourceId), { state: 'active', waitUntil: null })
  t.same(await readPosition(ctx.db, sourceId, 'tag:folkekatalog'), position, 'it goes on where it was')
  t.match(await read(), { failed: 0 })
})

t.test('settings that do not fit change nothing, and are not repeated', async (t) => {
  const { ctx, sourceId } = await aCollection(t)
  const before = await sourceOf(ctx, sourceId)
  const settings = { url: 'https://x.example', token: { hemmelig: 1 } }
  const error: unknown = await changeSettings(ctx, { id: sourceId, kind: 'mastodon' }, settings).catch(
    (e) => e,
  )
  t.match(error, { kind: 'invalid', faults: [{ field: 'body.settings.token' }] })
  t.notMatch(JSON.stringify(error), 'hemmelig')
  t.same(await sourceOf(ctx, sourceId), before)
})

t.test('a paused source stays paused when its settings change', async (t) => {
  const { ctx, sourceId, network } = await aCollection(t)
  await pauseOrResume(ctx, sourceId, 'paused')
  await changeSettings(ctx, { id: sourceId, kind: 'mastodon' }, { url: network.server.url })
  t.match(await sourceOf(ctx, sourceId), { state: 'paused' })
})

t.test('what a source warns of is asked for every hour, raised, worded anew, and cleared', async (t) => {
  const { ctx, clock, contest, owner } = await aCollection(t)
  let asked = 0
  let warns: SourceWarning[] = []
  const warning: Source<unknown> = {
    kind: 'warning',
    settings: z.object({}),
    async *poll() {},
    check: async () => new Map(),
    test: async () => ({ ok: true, message: 'Fine.', budget: null }),
    async warnings() {
      asked++
      return warns
    },
  }
  const its = { ...ctx, sources: [...ctx.sources, warning] }
  const id = await addSource(its, owner.brandId, { kind: 'warning', name: 'warning', settings: {} })
  await followSource(ctx.db, contest.id, id)
  await ctx.db
    .updateTable('contest_source')
    .set({ caught_up_at: new Date(clock.now()) as never })
    .execute()
  const look = async (after: number) => {
    clock.advance(after)
    await watchSources(its, signal)
    return (await listAlerts(ctx.db, [id])).map(({ code, message }) => `${code}: ${message}`)
  }
  t.same(await look(0), [])
  t.equal(asked, 1)
  warns = [
    { code: 'expires', message: 'In ten days.' },
    { code: 'budget', message: 'Two tags left.' },
    { code: 'budget', message: 'Ten requests left.' },
  ]
  t.same(await look(LOOK_AFTER - 1), [])
  t.equal(asked, 1)
  t.same(await look(1), ['expires: In ten days.', 'budget: Two tags left. Ten requests left.'])
  warns = [{ code: 'expires', message: 'In nine days.' }]
  t.same(await look(LOOK_AFTER), ['expires: In nine days.'])
  t.equal((await listWatched(ctx.db, clock.now())).find((source) => source.id === id)?.standing.length, 1)
})

t.test('a source that is read once a day is silent an hour after it was to be read', async (t) => {
  const { ctx, clock, contest, owner } = await aCollection(t)
  const daily: Source<unknown> = {
    kind: 'daily',
    settings: z.object({}),
    every: () => 24 * HOUR,
    async *poll() {},
    check: async () => new Map(),
    test: async () => ({ ok: true, message: 'Fine.', budget: null }),
  }
  const its = { ...ctx, sources: [...ctx.sources, daily] }
  const id = await addSource(its, owner.brandId, { kind: 'daily', name: 'daily', settings: {} })
  await followSource(ctx.db, contest.id, id)
  await readOnce(its, id)
  clock.advance(24 * HOUR + OVERDUE - 1)
  await watchSources(its, signal)
  t.same(await codesOf(ctx, id), [])
  clock.advance(1)
  await watchSources(its, signal)
  t.same(await codesOf(ctx, id), ['silent'])
})
