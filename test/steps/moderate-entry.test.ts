import t from 'tap'
import { REASON_CODES, type ReasonCode } from '../../server/contest/reason.ts'
import type { Entry } from '../../server/db/entries.ts'
import { listItems } from '../../server/db/items.ts'
import { type Decision, moderateEntry } from '../../server/steps/moderate-entry.ts'
import { openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { bring, takePicturesForReady } from '../support/crowd.ts'
import { again, aNewPost, enterOne, entriesOf, vanish } from '../support/entries.ts'

t.setTimeout(90_000)

const { ctx } = await testContext(t)
const { contest, owner } = await openedContest(ctx)
const decide = (entry: Entry, decision: Decision) => moderateEntry(ctx, contest, entry.id, decision, owner.id)

const APPROVE: Decision = { action: 'approve' }
const REJECT: Decision = { action: 'reject', code: 'not_the_item' }
const REOPEN: Decision = { action: 'reopen' }
const ASSIGN: Decision = { action: 'assign', item: 'kopp' }

/** How an entry comes to stand so. */
const STATES = {
  waiting: async () => enterOne(ctx, contest),
  approved: async () => decide(await enterOne(ctx, contest), APPROVE),
  rejected: async () => decide(await enterOne(ctx, contest), REJECT),
  withdrawn: async () => {
    const entry = await enterOne(ctx, contest)
    await vanish(ctx, entry)
    return again(ctx, entry)
  },
  erased: async () => {
    const entry = await enterOne(ctx, contest)
    await ctx.db.updateTable('entry').set({ state: 'erased' }).where('id', '=', entry.id).execute()
    return again(ctx, entry)
  },
}
type State = keyof typeof STATES

const ALLOWED: { name: string; decision: Decision; becomes: Partial<Record<State, State>> }[] = [
  { name: 'approve', decision: APPROVE, becomes: { waiting: 'approved' } },
  { name: 'reject', decision: REJECT, becomes: { waiting: 'rejected', approved: 'rejected' } },
  { name: 'reopen', decision: REOPEN, becomes: { approved: 'waiting', rejected: 'waiting' } },
  { name: 'assign', decision: ASSIGN, becomes: { waiting: 'waiting', approved: 'approved' } },
  {
    name: 'dismiss',
    decision: { action: 'dismiss' },
    becomes: {
      waiting: 'waiting',
      approved: 'approved',
      rejected: 'rejected',
      withdrawn: 'withdrawn',
      erased: 'erased',
    },
  },
]

for (const { name, decision, becomes } of ALLOWED) {
  for (const [state, make] of Object.entries(STATES) as [State, () => Promise<Entry>][]) {
    const after = becomes[state]
    t.test(`${name} makes an entry that is ${state} ${after ?? 'no other: it is refused'}`, async (t) => {
      const entry = await make()
      t.equal(entry.state, state)
      if (after === undefined) {
        const history = await historyOf(entry)
        await t.rejects(decide(entry, decision), { name: 'Refusal', kind: 'conflict' })
        t.same(await again(ctx, entry), entry, 'nothing changed')
        t.same(await historyOf(entry), history)
        return
      }
      const decided = await decide(entry, decision)
      t.equal(decided.state, after)
      t.same(await again(ctx, entry), decided, 'what is answered is what is stored')
    })
  }
}

t.test('a refusal says what was found and expected', async (t) => {
  const approved = await STATES.approved()
  await t.rejects(decide(approved, APPROVE), {
    message: `Entry ${approved.id}: found approved, expected waiting.`,
    faults: [{ field: 'entry.state', found: 'approved', expected: 'waiting' }],
  })
})

t.test('a rejection needs a reason that a moderator can find', async (t) => {
  const entry = await STATES.waiting()
  const byPeople: ReasonCode[] = [
    'not_the_item',
    'same_picture_yours',
    'same_picture_other',
    'not_eligible',
    'sponsor_repost',
    'refused',
  ]
  for (const code of REASON_CODES) {
    const rejection = decide(entry, { action: 'reject', code, text: 'Se regel 4.' })
    if (byPeople.includes(code)) {
      t.match(await rejection, { state: 'rejected', reason: { code, text: 'Se regel 4.' } }, code)
      await decide(entry, REOPEN)
    } else
      await t.rejects(
        rejection,
        { name: 'Refusal', kind: 'invalid', faults: [{ field: 'body', found: code }] },
        code,
      )
  }
  await t.rejects(decide(entry, { action: 'reject' }), {
    name: 'Refusal',
    kind: 'invalid',
    faults: [{ field: 'body.code' }],
  })
  t.match(await again(ctx, entry), { state: 'waiting', reason: null })
})

t.test('a refusal in own words has words, and not too many', async (t) => {
  const entry = await STATES.waiting()
  const refuse = (text?: string) => decide(entry, { action: 'reject', code: 'refused', text })
  for (const text of [undefined, '', ' \n\t'])
    await t.rejects(refuse(text), { name: 'Refusal', kind: 'invalid' })
  await t.rejects(refuse('æ'.repeat(501)), {
    name: 'Refusal',
    kind: 'invalid',
    faults: [{ found: '501 characters', expected: 'at most 500' }],
  })
  t.match(await refuse(`  ${'æ'.repeat(500)}  `), { reason: { code: 'refused', text: 'æ'.repeat(500) } })
  await decide(entry, REOPEN)
  t.match(
    await decide(entry, { action: 'reject', code: 'not_the_item', text: ' ' }),
    { reason: { code: 'not_the_item', text: null } },
    'other reasons speak for themselves',
  )
})

t.test('nobody can let an entry through that breaks a rule', async (t) => {
  const entry = await enterOne(ctx, contest, aNewPost({ pictures: [] }))
  t.equal(entry.verdict, 'fails')
  await t.rejects(decide(entry, APPROVE), {
    name: 'Refusal',
    kind: 'conflict',
    message: /no_picture/,
    faults: [{ field: 'entry.verdict', found: 'fails (no_picture)' }],
  })
  t.match(await again(ctx, entry), { state: 'waiting', accepted: [] })
})

t.test('nobody approves a picture that is still being fetched', async (t) => {
  const post = aNewPost()
  await bring(ctx, [post], [contest.id])
  const [entry] = await entriesOf(ctx, contest, post)
  if (!entry) return t.fail('the post makes an entry')
  await t.rejects(decide(entry, APPROVE), {
    name: 'Refusal',
    kind: 'conflict',
    faults: [{ field: 'entry.checks', found: 'an entry that waits for picture_pending' }],
  })
  await takePicturesForReady(ctx)
  t.match(await decide(entry, APPROVE), { state: 'approved', verdict: 'counts' })
})

t.test('an entry of another contest, or of none, is not found', async (t) => {
  const entry = await STATES.waiting()
  const other = await openedContest(ctx)
  for (const [of, id] of [
    [other.contest, entry.id],
    [contest, entry.id + 1_000_000],
  ] as const)
    await t.rejects(moderateEntry(ctx, of, id, APPROVE, owner.id), { name: 'Refusal', kind: 'not_found' })
  t.equal((await again(ctx, entry)).state, 'waiting')
})

t.test('the history tells who decided what, when and from where', async (t) => {
  const entry = await STATES.waiting()
  await decide(entry, { ...APPROVE, item: 'kopp' })
  await decide(entry, { action: 'reject', code: 'refused', text: 'Beklager.' })
  await decide(entry, REOPEN)
  const kopp = (await listItems(ctx.db, contest.id)).find(({ slug }) => slug === 'kopp')
  const by = { decided_by: owner.id, decided_at: ctx.clock.now() }
  t.match(await historyOf(entry), [
    { action: 'assign', from_state: 'waiting', to_state: 'waiting', item_id: kopp?.id, ...by },
    { action: 'approve', from_state: 'waiting', to_state: 'approved', item_id: null, ...by },
    { action: 'reject', from_state: 'approved', to_state: 'rejected', code: 'refused', text: 'Beklager.' },
    { action: 'reopen', from_state: 'rejected', to_state: 'waiting', code: null, ...by },
  ])
})

t.test('an approval shows the picture at once, and taking it back hides it', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const photos = async () =>
    (await listItems(ctx.db, contest.id)).find(({ slug }) => slug === 'krakk')?.photos
  const entry = await enterOne(ctx, contest)
  t.equal(await photos(), 0)
  await moderateEntry(ctx, contest, entry.id, APPROVE, owner.id)
  t.equal(await photos(), 1)
  await moderateEntry(ctx, contest, entry.id, ASSIGN, owner.id)
  t.equal(await photos(), 0, 'it is of another item')
  await moderateEntry(ctx, contest, entry.id, { action: 'assign', item: 'krakk' }, owner.id)
  t.equal(await photos(), 1)
  await moderateEntry(ctx, contest, entry.id, REJECT, owner.id)
  t.equal(await photos(), 0)
})

function historyOf(entry: Entry) {
  return ctx.db.selectFrom('decision').selectAll().where('entry_id', '=', entry.id).orderBy('id').execute()
}
