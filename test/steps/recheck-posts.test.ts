import t from 'tap'
import { DAY, HOUR, MINUTE } from '../../server/contest/instant.ts'
import { countQueues } from '../../server/db/moderation-queue.ts'
import { listPublicEntries } from '../../server/db/public-entries.ts'
import { GONE_APART, RECHECK_AFTER, RECHECK_BEFORE_DRAW } from '../../server/steps/recheck-posts.ts'
import { aFile } from '../support/builders.ts'
import { type Collection, collections, shownEntries, sourceOf } from '../support/collection.ts'
import { approveAll } from '../support/crowd.ts'
import type { Cleaner } from '../support/scratch.ts'

const aCollection = await collections(t)

/** A collection with one approved post, and the time come to ask about it. */
async function oneApproved(t: Cleaner) {
  const collection = await aCollection(t)
  const { ctx, contest, owner, clock, network, readWhole } = collection
  const post = network.timeline.post({ text: 'Hjemme! #folkekatalog #krakk', files: [aFile(1)] })
  await readWhole()
  await approveAll(ctx, contest, owner.id)
  clock.advance(RECHECK_AFTER + 1)
  return { ...collection, post }
}

function photos({ ctx, contest }: Collection) {
  return listPublicEntries(ctx.db, { contestId: contest.id }, 10, null)
}

t.test('a post is gone by two definite answers ten minutes apart, not sooner', async (t) => {
  const collection = await oneApproved(t)
  const { ctx, contest, clock, network, post, recheck } = collection
  network.timeline.delete(post.id)
  t.same(await recheck(), { asked: 1, gone: 0, changed: 0 })
  t.equal((await photos(collection)).length, 1, 'one answer is none')
  clock.advance(GONE_APART)
  t.same(await recheck(), { asked: 0, gone: 0, changed: 0 }, 'it is not time yet')
  clock.advance(1)
  t.same(await recheck(), { asked: 1, gone: 1, changed: 0 })
  t.same(await photos(collection), [])
  t.match(await shownEntries(ctx, contest.id), [
    { state: 'withdrawn', verdict: 'fails', open: ['private_or_gone fail'] },
  ])
  t.match(await ctx.db.selectFrom('decision').selectAll().orderBy('id', 'desc').execute(), [
    { action: 'withdraw', from_state: 'approved', to_state: 'withdrawn', decided_by: null },
    { action: 'approve' },
  ])
})

for (const [title, status] of [
  ['time-outs of a proxy', 504],
  ['a refusal', 403],
  ['a missing token', 401],
  ['too many requests', 429],
] as const) {
  t.test(`${title} disqualify nobody, however often`, async (t) => {
    const collection = await oneApproved(t)
    const { clock, network, recheck } = collection
    network.server.faults.plant({ on: /statuses/, fault: { kind: 'status', status } })
    for (let asked = 0; asked < 4; asked++) {
      t.match(await recheck(), { gone: 0 })
      clock.advance(RECHECK_AFTER + 1)
    }
    t.equal((await photos(collection)).length, 1)
  })
}

t.test('a 404 of a server that no longer speaks the API disqualifies nobody', async (t) => {
  const collection = await oneApproved(t)
  const { clock, network, recheck } = collection
  network.server.faults.plant({
    on: /./,
    fault: { kind: 'status', status: 404, body: '<h1>nginx</h1>', headers: { 'content-type': 'text/html' } },
  })
  for (let asked = 0; asked < 3; asked++) {
    await recheck()
    clock.advance(RECHECK_AFTER + 1)
  }
  t.equal((await photos(collection)).length, 1)
})

t.test('a post that is there again between two answers was never gone', async (t) => {
  const collection = await oneApproved(t)
  const { clock, network, recheck } = collection
  const fault = { kind: 'status', status: 404 } as const
  network.server.faults.plant({ on: /statuses/, times: 1, fault })
  await recheck()
  clock.advance(GONE_APART + 1)
  t.match(await recheck(), { asked: 1, gone: 0 })
  clock.advance(RECHECK_AFTER + 1)
  network.server.faults.plant({ on: /statuses/, times: 1, fault })
  t.match(await recheck(), { asked: 1, gone: 0 }, 'it begins anew')
  t.equal((await photos(collection)).length, 1)
})

t.test('a post that was private comes back as it was decided', async (t) => {
  const collection = await oneApproved(t)
  const { ctx, contest, clock, network, recheck } = collection
  const hide = (answer: unknown) => ({ ...Object(answer), visibility: 'private' })
  network.server.faults.plant({ on: /statuses\/\d/, fault: { kind: 'rewrite', rewrite: hide } })
  await recheck()
  clock.advance(GONE_APART + 1)
  t.match(await recheck(), { gone: 1 })
  t.match(await shownEntries(ctx, contest.id), [{ state: 'withdrawn', verdict: 'fails' }])
  t.match(await countQueues(ctx.db, contest.id), { waiting: 0, approved: 0, rejected: 0 })
  network.server.faults.clear()
  clock.advance(RECHECK_AFTER + 1)
  t.match(await recheck(), { asked: 1, changed: 1 })
  t.match(await shownEntries(ctx, contest.id), [{ state: 'approved', verdict: 'counts', open: [] }])
  t.equal((await photos(collection)).length, 1)
})

t.test('a post that was edited while it was away waits for a person again', async (t) => {
  const collection = await oneApproved(t)
  const { ctx, contest, clock, network, post, recheck } = collection
  network.server.faults.plant({ on: /statuses/, times: 2, fault: { kind: 'status', status: 404 } })
  await recheck()
  clock.advance(GONE_APART + 1)
  t.match(await recheck(), { gone: 1 })
  network.timeline.edit(post.id, { text: 'Noe helt annet. #folkekatalog #krakk' })
  clock.advance(RECHECK_AFTER + 1)
  await recheck()
  t.match(await shownEntries(ctx, contest.id), [{ state: 'waiting', verdict: 'counts' }])
  t.same(await photos(collection), [])
})

t.test('posts are asked about twice a day, and every two hours between closing and draw', async (t) => {
  const { contest, clock, recheck } = await oneApproved(t)
  t.match(await recheck(), { asked: 1 })
  clock.advance(RECHECK_AFTER)
  t.match(await recheck(), { asked: 0 })
  clock.advance(1)
  t.match(await recheck(), { asked: 1 })
  clock.set(contest.rules.closesAt)
  t.match(await recheck(), { asked: 1 })
  clock.advance(RECHECK_BEFORE_DRAW)
  t.match(await recheck(), { asked: 0 })
  clock.advance(1)
  t.match(await recheck(), { asked: 1 })
  clock.set(contest.drawAt + contest.retentionDays * DAY)
  t.match(await recheck(), { asked: 0 }, 'and not when it is kept no longer')
})

t.test('a source that asked to wait is not asked about posts either', async (t) => {
  const { ctx, clock, sourceId, network, read, recheck } = await oneApproved(t)
  network.server.faults.plant({
    on: /timelines/,
    fault: { kind: 'throttle', wait: 20 * MINUTE, form: 'retry_seconds' },
  })
  await read()
  const { waitUntil } = await sourceOf(ctx, sourceId)
  clock.set((waitUntil ?? 0) - 1)
  t.match(await recheck(), { asked: 0 })
  clock.advance(1)
  t.match(await recheck(), { asked: 1 })
})

t.test('more posts than are asked about at once are asked about one page after another', async (t) => {
  const { ctx, clock, sourceId, network, recheck, read } = await aCollection(t)
  for (let n = 1; n <= 45; n++) {
    const at = clock.now() - n * MINUTE
    network.timeline.post({ text: '#folkekatalog #krakk', account: { user: `p${n}` }, files: [aFile(n)], at })
  }
  await read()
  clock.advance(RECHECK_AFTER + HOUR)
  t.match(await recheck(), { asked: 45, gone: 0 })
  t.equal(network.server.requests().counts.posts, 3)
  t.match(await sourceOf(ctx, sourceId), { failures: 0 })
})
