import t from 'tap'
import { DAY, HOUR, MINUTE } from '../../server/contest/instant.ts'
import { followSource, listFollowers } from '../../server/db/sources.ts'
import { catchUp } from '../../server/steps/catch-up.ts'
import { createJudge } from '../../server/steps/judge.ts'
import { openContest } from '../../server/steps/open-contest.ts'
import { aFile, aPost, aSource, localTime, openedContest } from '../support/builders.ts'
import { collections, readOnce, shownEntries } from '../support/collection.ts'
import { bring } from '../support/crowd.ts'
import { NOON } from '../support/mastodon.ts'

const aCollection = await collections(t)
const { signal } = new AbortController()

t.test('a contest that opens later gets what its source had brought before, pictures and all', async (t) => {
  const { ctx, clock, owner, network, sourceId, read, readWhole } = await aCollection(t)
  network.timeline.post({ text: '#folkekatalog #krakk', files: [aFile(1)] })
  await readWhole()
  clock.advance(HOUR)
  const { contest } = await openedContest(ctx, { owner, sourceId })
  t.same(await shownEntries(ctx, contest.id), [])
  t.match(await read(), { posts: 0, entries: 1 })
  t.match(await shownEntries(ctx, contest.id), [
    { item: 'krakk', state: 'waiting', verdict: 'counts', open: [] },
  ])
  t.match(await read(), { posts: 0, entries: 0 }, 'once')
})

t.test(
  'so does one that was a draft while they were read, and one that follows an open source later',
  async (t) => {
    const { ctx, owner, network, sourceId, read } = await aCollection(t)
    const draft = await openedContest(ctx, { owner, sourceId, state: 'draft' })
    const other = await openedContest(ctx, { owner })
    network.timeline.post({ text: '#folkekatalog #krakk', files: [aFile(1)] })
    t.match(await read(), { posts: 1, entries: 1 })
    await openContest(ctx, draft.contest.id)
    await followSource(ctx.db, other.contest.id, sourceId)
    t.match(await read(), { posts: 0, entries: 2 })
    for (const { contest } of [draft, other])
      t.match(await shownEntries(ctx, contest.id), [{ item: 'krakk', state: 'waiting' }])
  },
)

t.test('a contest with a tag of its own gets posts that carry both tags', async (t) => {
  const { ctx, owner, network, sourceId, read } = await aCollection(t)
  network.timeline.post({ text: '#folkekatalog #annenkatalog #krakk', files: [aFile(1)] })
  await read()
  const { contest } = await openedContest(ctx, { owner, sourceId, draft: { campaignTags: ['annenkatalog'] } })
  t.match(await read(), { posts: 0, entries: 1 })
  network.timeline.post({ text: '#annenkatalog #folkekatalog #kopp', files: [aFile(2)] })
  t.match(await read(), { posts: 1, entries: 2 }, 'later ones are judged for both at once')
  t.match(await shownEntries(ctx, contest.id), [{ item: 'krakk' }, { item: 'kopp' }])
})

t.test('a post that another source had brought is judged when this one brings it', async (t) => {
  const { ctx, owner, network, read } = await aCollection(t)
  network.timeline.post({ text: '#folkekatalog #krakk', files: [aFile(1)] })
  await read()
  const sourceId = await aSource(ctx, owner.brandId, network)
  const { contest } = await openedContest(ctx, { owner, sourceId })
  t.match(await readOnce(ctx, sourceId), { posts: 0, entries: 1 })
  t.match(await shownEntries(ctx, contest.id), [{ item: 'krakk' }])
})

t.test('a contest that takes earlier posts than were read has the source read anew', async (t) => {
  const { ctx, clock, owner, network, sourceId, read, contest } = await aCollection(t)
  const at = contest.rules.opensAt - 20 * DAY
  network.timeline.post({ text: '#folkekatalog #krakk', files: [aFile(1)], at, arrivesAt: at })
  network.timeline.post({ text: '#folkekatalog #kopp', files: [aFile(2)] })
  t.match(await read(), { posts: 1 })
  const opens = localTime(at - MINUTE)
  const early = await openedContest(ctx, { owner, sourceId, draft: { opens } })
  clock.advance(5 * MINUTE)
  t.match(await read(), { posts: 1 })
  t.match(await shownEntries(ctx, early.contest.id), [{ item: 'krakk' }, { item: 'kopp' }])
  t.match(await shownEntries(ctx, contest.id), [{ item: 'krakk', verdict: 'fails' }, { item: 'kopp' }])
})

t.test('catching up goes on batch by batch, and begins again where it broke off', async (t) => {
  const { ctx, owner, sourceId, contest } = await aCollection(t)
  const posts = Array.from({ length: 450 }, (_, n) =>
    aPost(n, { id: `https://catch.example/${n}`, postedAt: NOON - n * MINUTE }),
  )
  await bring(ctx, posts, [contest.id], sourceId)
  const later = await openedContest(ctx, { owner, sourceId })
  const judge = await createJudge(ctx.db, later.contest.id)
  const stop = new AbortController()
  const clock = {
    now() {
      stop.abort(new Error('going down'))
      return NOON
    },
  }
  await t.rejects(catchUp({ ...ctx, clock }, sourceId, judge, stop.signal), { message: 'going down' })
  const made = (await shownEntries(ctx, later.contest.id)).length
  t.ok(made > 0 && made < 450, `${made} were judged`)
  t.match((await listFollowers(ctx.db, sourceId)).at(-1), { hasCaughtUp: false })
  t.equal(await catchUp(ctx, sourceId, judge, signal), 450 - made)
  t.equal((await shownEntries(ctx, later.contest.id)).length, 450)
  t.match((await listFollowers(ctx.db, sourceId)).at(-1), { hasCaughtUp: true })
})

t.test('posts that are gone are left out, and come in when they come back', async (t) => {
  const { ctx, clock, owner, network, sourceId, read, recheck } = await aCollection(t)
  network.timeline.post({ text: '#folkekatalog #krakk', files: [aFile(1)] })
  await read()
  network.server.faults.plant({ on: /statuses/, times: 2, fault: { kind: 'status', status: 404 } })
  for (let asked = 0; asked < 2; asked++) {
    clock.advance(13 * HOUR)
    await recheck()
  }
  const { contest } = await openedContest(ctx, { owner, sourceId })
  const judge = await createJudge(ctx.db, contest.id)
  t.equal(await catchUp(ctx, sourceId, judge, signal), 0)
  clock.advance(13 * HOUR)
  t.match(await recheck(), { changed: 1 })
  t.match(await shownEntries(ctx, contest.id), [
    { item: 'krakk', state: 'waiting', open: ['picture_pending wait'] },
  ])
})
