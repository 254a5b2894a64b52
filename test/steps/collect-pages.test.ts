import t from 'tap'
import { DAY, HOUR, MINUTE } from '../../server/contest/instant.ts'
import { listRuns } from '../../server/db/runs.ts'
import { LOOK_BACK } from '../../server/steps/catch-up.ts'
import { aFile, aSource, openedContest } from '../support/builders.ts'
import {
  type Collection,
  collections,
  countBrought,
  lastRun,
  readOnce,
  shownEntries,
  sourceOf,
} from '../support/collection.ts'

const aCollection = await collections(t)

/** So many posts a minute apart, the last of them now. */
function publish({ network, clock }: Pick<Collection, 'network' | 'clock'>, count: number): void {
  for (let n = count; n > 0; n--) {
    network.timeline.post({
      text: `Nr. ${n} #folkekatalog #krakk`,
      account: { user: `person${n}` },
      files: [aFile(n)],
      at: clock.now() - n * MINUTE,
    })
  }
}

t.test('the first reading takes every page, back to a week before the opening', async (t) => {
  const collection = await aCollection(t)
  const { ctx, contest, sourceId, network, read } = collection
  const from = contest.rules.opensAt - LOOK_BACK
  for (const at of [from - 1, from])
    network.timeline.post({ text: '#folkekatalog #kopp', files: [aFile(1)], at })
  publish(collection, 100)
  const collected = await read()
  t.match(collected, { posts: 101, entries: 101, failed: 0, skipped: 0 })
  t.match(await lastRun(ctx, sourceId), { outcome: 'ok', error: null, target: 'tag:folkekatalog', seen: 101 })
  t.equal((await lastRun(ctx, sourceId)).pages, 4, 'of forty each, until nothing comes')
  const [first, second] = await shownEntries(ctx, contest.id)
  t.match(first, {
    item: 'kopp',
    verdict: 'fails',
    open: ['too_early fail', 'time_in_doubt review', 'picture_pending wait'],
  })
  t.match(second, { item: 'krakk', verdict: 'review', open: ['picture_pending wait'] })
  t.match(await sourceOf(ctx, sourceId), { failures: 0, waitUntil: null, lastOkAt: ctx.clock.now() })
})

t.test('a reading that is not done in one go is gone on with, and nothing is missing', async (t) => {
  const { ctx, clock, network, owner } = await aCollection(t)
  const sourceId = await aSource(ctx, owner.brandId, network, { pageSize: 7, pageLimit: 3 })
  const { contest } = await openedContest(ctx, { owner, sourceId })
  publish({ network, clock }, 50)
  const brought: number[] = []
  for (let reading = 0; reading < 6; reading++) {
    brought.push((await readOnce(ctx, sourceId)).posts)
    clock.advance(5 * MINUTE)
  }
  t.ok(brought.filter((posts) => posts > 0).length > 1, `in several readings: ${brought}`)
  t.match(await countBrought(ctx, sourceId), { posts: 50 })
  t.equal((await shownEntries(ctx, contest.id)).length, 50)
})

t.test('reading the same again changes nothing', async (t) => {
  const collection = await aCollection(t)
  const { ctx, contest, clock, read, sourceId } = collection
  publish(collection, 45)
  await read()
  const everything = async () => ({
    posts: await ctx.db.selectFrom('post').selectAll().orderBy('id').execute(),
    entries: await ctx.db.selectFrom('entry').selectAll().orderBy('id').execute(),
    pictures: await ctx.db.selectFrom('picture').selectAll().orderBy('id').execute(),
    brought: await countBrought(ctx, sourceId),
    contest: await ctx.db.selectFrom('contest').select('version').where('id', '=', contest.id).execute(),
  })
  const before = await everything()
  clock.advance(5 * MINUTE)
  t.match(await read(), { posts: 0, entries: 0, failed: 0 })
  t.same(await everything(), before)
})

t.test('what arrives late, below what was read, is found', async (t) => {
  const { network, clock, read } = await aCollection(t)
  const text = '#folkekatalog #krakk'
  const start = clock.now()
  network.timeline.post({ text, files: [aFile(1)], at: start - 2 * HOUR })
  network.timeline.post({ text, files: [aFile(2)], at: start - 5 * HOUR, arrivesAt: start + HOUR })
  t.match(await read(), { posts: 1 })
  clock.advance(2 * HOUR)
  t.match(await read(), { posts: 1 })
})

t.test('an odd post is skipped and told about, and its page is not lost', async (t) => {
  const { ctx, sourceId, network, read } = await aCollection(t)
  for (const n of [1, 2, 3]) network.timeline.post({ text: '#folkekatalog #krakk', files: [aFile(n)] })
  const spoil = (answer: unknown) =>
    Array.isArray(answer) ? answer.map((post, i) => (i === 1 ? { ...post, content: 7 } : post)) : answer
  network.server.faults.plant({ on: /timelines/, fault: { kind: 'rewrite', rewrite: spoil } })
  t.match(await read(), { posts: 2, failed: 0 })
  t.match(await lastRun(ctx, sourceId), { outcome: 'ok', samples: [{ why: /^content: / }] })
  network.server.faults.clear()
  t.match(await read(), { posts: 1 }, 'it is found when it can be read')
})

t.test('a source that nobody follows, or that is paused, is not asked', async (t) => {
  const { ctx, sourceId, network, read, contest } = await aCollection(t)
  const asked = () => network.server.requests().counts.tag
  await ctx.db.updateTable('source').set({ state: 'paused' }).where('id', '=', sourceId).execute()
  await read()
  t.equal(asked(), 0)
  await ctx.db.updateTable('source').set({ state: 'active' }).where('id', '=', sourceId).execute()
  await ctx.db.deleteFrom('contest_source').where('contest_id', '=', contest.id).execute()
  await read()
  t.equal(asked(), 0)
  t.same(await listRuns(ctx.db, sourceId, 10), [])
})

t.test('collection ends an hour after the grace is over', async (t) => {
  const { ctx, contest, clock, network, read, sourceId } = await aCollection(t)
  const { closesAt, grace } = contest.rules
  const text = '#folkekatalog #krakk'
  network.timeline.post({ text, files: [aFile(1)], at: closesAt - 1, arrivesAt: closesAt + grace - 1 })
  clock.set(closesAt + grace - 1)
  t.match(await read(), { posts: 1 })
  network.timeline.post({ text, files: [aFile(2)], at: closesAt - 2, arrivesAt: closesAt + grace })
  network.timeline.post({ text, files: [aFile(3)], at: closesAt })
  clock.set(closesAt + grace + HOUR - 1)
  t.match(await read(), { posts: 2 })
  t.match(await shownEntries(ctx, contest.id), [
    { verdict: 'fails', open: ['too_late fail', 'time_in_doubt review', 'picture_pending wait'] },
    { verdict: 'review', open: ['picture_pending wait'] },
    { verdict: 'fails', open: ['too_late fail', 'time_in_doubt review', 'picture_pending wait'] },
  ])
  clock.set(closesAt + grace + HOUR)
  const asked = network.server.requests().counts.tag
  await read()
  clock.advance(30 * DAY)
  await read()
  t.equal(network.server.requests().counts.tag, asked)
  t.equal((await listRuns(ctx.db, sourceId, 10)).length, 2)
})
