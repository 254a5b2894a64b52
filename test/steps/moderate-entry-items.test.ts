import t from 'tap'
import type { Contest } from '../../server/db/contests.ts'
import { type Entry, listEntriesOfPosts } from '../../server/db/entries.ts'
import { listItems } from '../../server/db/items.ts'
import { countQueues } from '../../server/db/moderation-queue.ts'
import { listPendingPictures } from '../../server/db/pictures.ts'
import { collect } from '../../server/steps/collect.ts'
import { fetchPicture } from '../../server/steps/fetch-picture.ts'
import { type Decision, moderateEntry } from '../../server/steps/moderate-entry.ts'
import { aFile, aNetwork, CAMPAIGN_TAG, type Network, openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { readSource } from '../support/crowd.ts'
import { again, aNewPost, enter, enterOne } from '../support/entries.ts'

t.setTimeout(90_000)

const { ctx, clock } = await testContext(t)

const tagged = (...tags: string[]) => {
  const all = [CAMPAIGN_TAG, ...tags]
  return aNewPost({ text: all.map((tag) => `#${tag}`).join(' '), tags: all })
}

const slugOf = async (contest: Contest, { itemId }: Entry) =>
  (await listItems(ctx.db, contest.id)).find(({ id }) => id === itemId)?.slug ?? null

const codes = ({ checks }: Entry, outcome: string) =>
  checks.filter((check) => check.outcome === outcome).map(({ code }) => code)

t.test('a near miss asks, and counts once somebody has said what it is', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const entry = await enterOne(ctx, contest, tagged('vindskjrm'))
  t.match(entry, { verdict: 'review', itemId: null })
  t.same(codes(entry, 'review'), ['item_near_miss'])
  t.match(await countQueues(ctx.db, contest.id), { waiting: 1 })

  const assigned = await moderateEntry(
    ctx,
    contest,
    entry.id,
    { action: 'assign', item: 'vindskjerm' },
    owner.id,
  )
  t.match(assigned, { state: 'waiting', verdict: 'counts', namedItemId: null })
  t.equal(await slugOf(contest, assigned), 'vindskjerm')
  const approved = await moderateEntry(ctx, contest, entry.id, { action: 'approve' }, owner.id)
  t.match(approved, { state: 'approved', verdict: 'counts' })
})

t.test('one step sets the item and approves', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const entry = await enterOne(ctx, contest, tagged('vindskjrm'))
  const decided = await moderateEntry(
    ctx,
    contest,
    entry.id,
    { action: 'approve', item: 'vindskjerm' },
    owner.id,
  )
  t.match(decided, { state: 'approved', verdict: 'counts' })
  t.equal(await slugOf(contest, decided), 'vindskjerm')
})

t.test('without an item an entry is shown at most, and carries no ticket', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const entry = await enterOne(ctx, contest, tagged())
  t.same(codes(entry, 'review'), ['item_missing'])
  const approved = await moderateEntry(ctx, contest, entry.id, { action: 'approve' }, owner.id)
  t.match(approved, { state: 'approved', verdict: 'review', itemId: null })
  t.match(await countQueues(ctx.db, contest.id), { waiting: 0, approved: 1 }, 'nobody is asked twice')
})

t.test('an item that the contest does not have is refused', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const entry = await enterOne(ctx, contest)
  const decision: Decision = { action: 'approve', item: 'hylle' }
  await t.rejects(moderateEntry(ctx, contest, entry.id, decision, owner.id), {
    name: 'Refusal',
    kind: 'invalid',
    faults: [{ field: 'body.item', found: '"hylle"' }],
  })
  t.same(await again(ctx, entry), entry)
})

t.test('two entries of one post are never for the same item', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const [krakk, kopp] = await enter(ctx, contest, tagged('krakk', 'kopp'))
  if (!krakk || !kopp) return t.fail('the post makes two entries')
  await t.rejects(moderateEntry(ctx, contest, krakk.id, { action: 'assign', item: 'kopp' }, owner.id), {
    name: 'Refusal',
    kind: 'conflict',
    message: new RegExp(`already has entry ${kopp.id} for "kopp"`),
  })
  t.same(await again(ctx, krakk), krakk)
  const same: Decision = { action: 'approve', item: 'krakk' }
  t.match(
    await moderateEntry(ctx, contest, krakk.id, same, owner.id),
    { state: 'approved' },
    'its own is fine',
  )
})

t.test('an item set by a person outlasts what the caption names', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const post = tagged('krakk')
  const entry = await enterOne(ctx, contest, post)
  await moderateEntry(ctx, contest, entry.id, { action: 'approve', item: 'kopp' }, owner.id)
  const text = `${post.text} Nå med maling!`
  const [after, ...more] = await enter(ctx, contest, { ...post, text, editedAt: clock.now() })
  t.same(more, [], 'no second entry for the item that was taken away')
  if (!after) return t.fail('the entry stays')
  t.equal(await slugOf(contest, after), 'kopp')
  t.match(after, { state: 'waiting', verdict: 'counts' })
})

t.test('of posts with the same picture the later ones ask', async (t) => {
  const network = await aNetwork(t, clock)
  const { contest, owner, sourceId } = await openedContest(ctx, { network })
  for (const user of ['kari', 'kari', 'per']) post(network, user, 7)
  await readSource(ctx, sourceId)
  const [first, second, third] = await entriesInOrder(contest)
  if (!first || !second || !third) return t.fail('three entries')
  t.same(
    [first, second, third].map((entry) => codes(entry, 'review')),
    [[], ['same_picture_yours'], ['same_picture_other']],
  )
  const decide = (id: number, decision: Decision) => moderateEntry(ctx, contest, id, decision, owner.id)
  t.match(await decide(second.id, { action: 'approve' }), {
    state: 'approved',
    verdict: 'counts',
    accepted: ['same_picture_yours'],
  })
  t.match(await decide(third.id, { action: 'reject', code: 'same_picture_other' }), {
    state: 'rejected',
    reason: { code: 'same_picture_other' },
  })
  t.match(await decide(first.id, { action: 'approve' }), { state: 'approved', verdict: 'counts' })
})

t.test('an earlier post whose picture comes late makes the approved one ask', async (t) => {
  const network = await aNetwork(t, clock)
  const { contest, owner, sourceId } = await openedContest(ctx, { network })
  for (const user of ['kari', 'per']) post(network, user, 8)
  const { signal } = new AbortController()
  await collect(ctx, sourceId, signal)
  const [early = 0, late = 0] = await listPendingPictures(ctx.db, 2)
  await fetchPicture(ctx, late, signal)
  const [, later] = await entriesInOrder(contest)
  if (!later) return t.fail('two entries')
  t.same(codes(later, 'review'), [], 'nobody has entered it before, as far as is known')
  await moderateEntry(ctx, contest, later.id, { action: 'approve' }, owner.id)

  await fetchPicture(ctx, early, signal)
  t.match(await again(ctx, later), { state: 'approved', verdict: 'review' }, 'public still, without a ticket')
  t.match(await countQueues(ctx.db, contest.id), { waiting: 2 })
  t.match(await moderateEntry(ctx, contest, later.id, { action: 'approve' }, owner.id), {
    state: 'approved',
    verdict: 'counts',
    accepted: ['same_picture_other'],
  })
})

/** Somebody posts a picture of the krakk; a minute goes by. */
function post({ timeline }: Network, user: string, picture: number): void {
  timeline.post({
    text: `#${CAMPAIGN_TAG} #krakk`,
    account: { user, name: user },
    files: [aFile(picture)],
  })
  clock.advance(60_000)
}

async function entriesInOrder(contest: Contest): Promise<Entry[]> {
  const rows = await ctx.db
    .selectFrom('entry')
    .select('post_id')
    .where('contest_id', '=', contest.id)
    .execute()
  const entries = await listEntriesOfPosts(
    ctx.db,
    contest.id,
    rows.map((row) => row.post_id),
  )
  return entries.toSorted((a, b) => a.postedAt - b.postedAt)
}
