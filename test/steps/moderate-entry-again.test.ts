import t from 'tap'
import { listItems } from '../../server/db/items.ts'
import { countQueues } from '../../server/db/moderation-queue.ts'
import { type Decision, moderateEntry } from '../../server/steps/moderate-entry.ts'
import { openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { again, aNewPost, enter, enterOne, vanish } from '../support/entries.ts'

t.setTimeout(90_000)

const main = await testContext(t)
const { ctx, clock } = main
const { ctx: beside } = await testContext(t, { beside: main })

const APPROVE: Decision = { action: 'approve' }
const REJECT: Decision = { action: 'reject', code: 'not_the_item' }

t.test('two moderators who decide at once decide once, on one server or on two', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  for (const [one, other] of [
    [APPROVE, APPROVE],
    [REJECT, REJECT],
  ] as const) {
    for (const second of [ctx, beside]) {
      const entry = await enterOne(ctx, contest)
      const both = await Promise.allSettled([
        moderateEntry(ctx, contest, entry.id, one, owner.id),
        moderateEntry(second, contest, entry.id, other, owner.id),
      ])
      t.same(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
      const refused = both.find((answer) => answer.status === 'rejected')
      t.match(refused?.reason, { name: 'Refusal', kind: 'conflict' })
      const history = await ctx.db
        .selectFrom('decision')
        .select('action')
        .where('entry_id', '=', entry.id)
        .execute()
      t.equal(history.length, 1, 'and the history tells of one')
    }
  }
})

t.test('of approving and rejecting at once the rejection stands, whoever was first', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  for (let round = 0; round < 4; round++) {
    const entry = await enterOne(ctx, contest)
    await Promise.allSettled([
      moderateEntry(ctx, contest, entry.id, APPROVE, owner.id),
      moderateEntry(beside, contest, entry.id, REJECT, owner.id),
    ])
    t.match(await again(ctx, entry), { state: 'rejected', reason: { code: 'not_the_item' } })
  }
})

t.test('ten moderators on two servers leave the numbers right', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const entries = []
  for (let n = 0; n < 10; n++) entries.push(await enterOne(ctx, contest))
  await Promise.all(
    entries.map(({ id }, n) => moderateEntry(n % 2 ? ctx : beside, contest, id, APPROVE, owner.id)),
  )
  const krakk = (await listItems(ctx.db, contest.id)).find(({ slug }) => slug === 'krakk')
  t.equal(krakk?.photos, 10)
  t.match(await countQueues(ctx.db, contest.id), { waiting: 0, approved: 10 })
})

const DECIDED: [string, Decision][] = [
  ['rejected', REJECT],
  ['approved', APPROVE],
]
for (const [state, decision] of DECIDED) {
  t.test(`an entry that was ${state} waits again when its post is edited`, async (t) => {
    const { contest, owner } = await openedContest(ctx)
    const post = aNewPost()
    const entry = await enterOne(ctx, contest, post)
    await moderateEntry(ctx, contest, entry.id, decision, owner.id)
    t.match(await countQueues(ctx.db, contest.id), { waiting: 0 })

    await enter(ctx, contest, post)
    t.match(await again(ctx, entry), { state }, 'read again as it was, it stays decided')
    clock.advance(60_000)
    const edited = { ...post, text: `${post.text} Se nå!`, editedAt: clock.now() }
    await enter(ctx, contest, edited)
    t.match(await again(ctx, entry), { state: 'waiting', reason: null, accepted: [] })
    t.match(await countQueues(ctx.db, contest.id), { waiting: 1, approved: 0, rejected: 0 })
    const history = await ctx.db
      .selectFrom('decision')
      .select(['action', 'from_state', 'to_state', 'decided_by'])
      .where('entry_id', '=', entry.id)
      .orderBy('id')
      .execute()
    t.same(history.at(-1), { action: 'judge', from_state: state, to_state: 'waiting', decided_by: null })
    t.match(await moderateEntry(ctx, contest, entry.id, APPROVE, owner.id), { state: 'approved' })
  })
}

t.test('a post that comes back comes back as it was decided', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  for (const [state, decision] of DECIDED) {
    const post = aNewPost()
    const entry = await enterOne(ctx, contest, post)
    await moderateEntry(ctx, contest, entry.id, decision, owner.id)
    await vanish(ctx, entry)
    t.match(await again(ctx, entry), { state: 'withdrawn', verdict: 'fails' })
    await enter(ctx, contest, post)
    t.match(await again(ctx, entry), { state, verdict: 'counts', withdrawn: null })
  }
})

t.test('where entries are shown at once, one that was taken back stays out until it changes', async (t) => {
  const { contest, owner } = await openedContest(ctx, { draft: { moderation: 'after' } })
  const post = aNewPost()
  const entry = await enterOne(ctx, contest, post)
  t.match(entry, { state: 'approved', verdict: 'counts' })
  await moderateEntry(ctx, contest, entry.id, { action: 'reopen' }, owner.id)
  await enter(ctx, contest, post)
  t.match(await again(ctx, entry), { state: 'waiting' })
  await enter(ctx, contest, { ...post, text: `${post.text} !`, editedAt: clock.now() })
  t.match(await again(ctx, entry), { state: 'approved' })
})
