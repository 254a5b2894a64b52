import t from 'tap'
import { countQueues, listQueue } from '../../server/db/moderation-queue.ts'
import { listPublicEntries } from '../../server/db/public-entries.ts'
import { inTransaction } from '../../server/db/transaction.ts'
import { followEntries } from '../../server/steps/follow-entries.ts'
import { judgeStored } from '../../server/steps/judge-stored.ts'
import { moderateEntry } from '../../server/steps/moderate-entry.ts'
import { aPost, openedContest } from '../support/builders.ts'
import { shownEntries } from '../support/collection.ts'
import { testContext } from '../support/context.ts'
import { bring, takePicturesForReady } from '../support/crowd.ts'
import { aNewPost, enter, enterOne, entriesOf, vanish } from '../support/entries.ts'
import { NOON } from '../support/mastodon.ts'

const { ctx } = await testContext(t)

t.test('a post that breaks a rule is told so, and takes no moderator’s time', async (t) => {
  const { contest } = await openedContest(ctx)
  const post = aNewPost({ postedAt: contest.rules.opensAt - 1 })
  const entry = await enterOne(ctx, contest, post)
  t.match(entry, { state: 'waiting', verdict: 'fails' })
  t.same(await countQueues(ctx.db, contest.id), { waiting: 0, reported: 0, approved: 0, rejected: 0 })
  t.same(await listQueue(ctx.db, contest.id, 'waiting', 10, null), [])
  t.same(await listPublicEntries(ctx.db, { contestId: contest.id }, 10, null), [])
  const { entries } = await followEntries(ctx, contest, post.url ?? '')
  t.match(entries, [
    { state: 'waiting', verdict: 'fails', ticket: 'none', result: { kind: 'none' }, fixableUntil: null },
  ])
  t.match(
    entries[0]?.checks.filter(({ outcome }) => outcome === 'fail'),
    [{ code: 'too_early' }],
  )
})

t.test('what can be mended can be until closing, and then waits for a person', async (t) => {
  const { contest } = await openedContest(ctx, { draft: { disclosureTag: 'reklame' } })
  const post = aNewPost({ tags: null })
  t.match(await enterOne(ctx, contest, post), { verdict: 'fails' })
  const { entries } = await followEntries(ctx, contest, post.url ?? '')
  t.match(entries, [{ ticket: 'none', fixableUntil: contest.rules.closesAt }])
  await bring(ctx, [{ ...post, text: `${post.text} #reklame`, editedAt: NOON }], [contest.id])
  t.match(await countQueues(ctx.db, contest.id), { waiting: 1 })
  const mended = await followEntries(ctx, contest, post.url ?? '')
  t.match(mended.entries, [{ verdict: 'counts', ticket: 'later', result: { kind: 'pending' } }])
})

t.test('an approved entry that breaks a rule later is neither shown nor counted as waiting', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const post = aNewPost()
  const { id } = await enterOne(ctx, contest, post)
  await moderateEntry(ctx, contest, id, { action: 'approve' }, owner.id)
  await bring(ctx, [{ ...post, text: '#krakk', tags: null, editedAt: NOON }], [contest.id])
  t.match(await shownEntries(ctx, contest.id), [
    { state: 'waiting', verdict: 'fails', open: ['tag_missing fail'] },
  ])
  t.match(await countQueues(ctx.db, contest.id), { waiting: 0, approved: 0 })
  t.same(await listPublicEntries(ctx.db, { contestId: contest.id }, 10, null), [])
})

t.test('a post that changes is judged where it was entered, and makes no entry anywhere else', async (t) => {
  const [one, other] = [await openedContest(ctx), await openedContest(ctx)]
  const [first, second] = [aNewPost(), aNewPost()]
  await bring(ctx, [first], [one.contest.id])
  await bring(ctx, [second], [other.contest.id])
  const edited = [first, second].map((post) => ({
    ...post,
    text: '#folkekatalog #kopp',
    tags: null,
    editedAt: NOON,
  }))
  t.match(await bring(ctx, edited, []), { changed: 2, entries: 2 })
  for (const { contest } of [one, other])
    t.match(await shownEntries(ctx, contest.id), [{ item: 'krakk', verdict: 'fails' }, { item: 'kopp' }])
  t.match(
    await ctx.db
      .selectFrom('entry')
      .select('id')
      .where('contest_id', 'in', [one.contest.id, other.contest.id])
      .execute(),
    { length: 4 },
  )
})

t.test('a post that is gone is withdrawn in its own contest alone', async (t) => {
  const [one, other] = [await openedContest(ctx), await openedContest(ctx)]
  const entry = await enterOne(ctx, one.contest)
  const standing = await enterOne(ctx, other.contest)
  await vanish(ctx, entry)
  await inTransaction(ctx.db, (tx) => judgeStored(tx, [entry.postId, standing.postId], NOON))
  t.match(await shownEntries(ctx, one.contest.id), [{ state: 'withdrawn' }])
  t.same(await shownEntries(ctx, other.contest.id), [
    { item: 'krakk', state: 'waiting', verdict: 'counts', open: [] },
  ])
})

t.test('a post in two contests is decided in each by itself', async (t) => {
  const owner = (await openedContest(ctx)).owner
  const contests = [await openedContest(ctx, { owner }), await openedContest(ctx, { owner })]
  const post = aNewPost()
  await bring(
    ctx,
    [post],
    contests.map(({ contest }) => contest.id),
  )
  await takePicturesForReady(ctx)
  const [one, other] = contests
  if (!one || !other) throw new Error('Two contests were opened')
  const [entry] = await entriesOf(ctx, one.contest, post)
  await moderateEntry(ctx, one.contest, entry?.id ?? 0, { action: 'approve' }, owner.id)
  t.match(await shownEntries(ctx, one.contest.id), [{ state: 'approved' }])
  t.match(await shownEntries(ctx, other.contest.id), [{ state: 'waiting' }])
})

t.test('judging again what stayed the same writes nothing', async (t) => {
  const { contest } = await openedContest(ctx)
  const entries = await enter(ctx, contest, aNewPost({ text: '#folkekatalog #krakk #kopp', tags: null }))
  const rows = () =>
    ctx.db.selectFrom('entry').selectAll().where('contest_id', '=', contest.id).orderBy('id').execute()
  const before = await rows()
  await inTransaction(ctx.db, (tx) =>
    judgeStored(
      tx,
      entries.map(({ postId }) => postId),
      NOON + 1,
    ),
  )
  t.equal(before.length, 2)
  t.same(await rows(), before)
})

t.test('posts without author, text or tags are judged as well as any', async (t) => {
  const { contest } = await openedContest(ctx)
  const odd = [
    aPost(9_001, { author: null }),
    aPost(9_002, { text: '', tags: ['folkekatalog', 'krakk'] }),
    aPost(9_003, { text: '#folkekatalog '.repeat(5_000), tags: null }),
    aPost(9_004, { text: '#ｆｏｌｋｅｋａｔａｌｏｇ \u{1F9D1}\u200D\u{1F373} #krakk', tags: null }),
    aPost(9_005, {
      pictures: Array.from(
        { length: 20 },
        () => ({ url: null, kind: 'image', poster: null, alt: null }) as const,
      ),
    }),
  ]
  t.match(await bring(ctx, odd, [contest.id]), { stored: 5, entries: 5 })
  t.equal((await shownEntries(ctx, contest.id)).length, 5)
})
