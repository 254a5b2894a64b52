import t from 'tap'
import { countQueues } from '../../server/db/moderation-queue.ts'
import { freezeDraw } from '../../server/steps/freeze-draw.ts'
import { moderateEntry } from '../../server/steps/moderate-entry.ts'
import { confirmUploadAddress, readConfirmation } from '../../server/steps/take-upload.ts'
import { openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { NOON } from '../support/mastodon.ts'
import { findInDatabase } from '../support/stored.ts'
import { sendUpload, uploadedEntry } from '../support/uploads.ts'

t.setTimeout(90_000)

const { ctx, clock } = await testContext(t)
t.beforeEach(() => clock.set(NOON))

t.test('a confirmed address makes an entry count, and its name public', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const { receipt, confirmation } = await sendUpload(ctx, contest, { name: 'Turid Bekreftet' })
  t.match(await readConfirmation(ctx, contest, confirmation), {
    item: { slug: 'krakk', name: 'Krakk' },
    confirmed: false,
  })
  await confirmUploadAddress(ctx, contest, confirmation)
  const entry = await uploadedEntry(ctx, contest, receipt)
  t.match(entry, { state: 'waiting', verdict: 'counts' })
  t.not(entry.participantId, null)
  t.match(await countQueues(ctx.db, contest.id), { waiting: 1 })
  t.match(await moderateEntry(ctx, contest, entry.id, { action: 'approve' }, owner.id), { verdict: 'counts' })
  t.same(await findInDatabase(ctx.db, 'Turid Bekreftet'), [
    'public.participant.handle',
    'public.participant.name',
  ])
  t.same(await findInDatabase(ctx.db, 'ase.participant@post.example'), [], 'the address stays sealed')
})

t.test('where entries are shown at once, confirming shows it', async (t) => {
  const { contest } = await openedContest(ctx, { draft: { moderation: 'after' } })
  const { receipt, confirmation } = await sendUpload(ctx, contest)
  await confirmUploadAddress(ctx, contest, confirmation)
  t.match(await uploadedEntry(ctx, contest, receipt), { state: 'approved', verdict: 'counts' })
})

t.test('confirming twice, and at once, is confirming', async (t) => {
  const { contest } = await openedContest(ctx)
  const { receipt, confirmation } = await sendUpload(ctx, contest)
  await Promise.all([1, 2, 3].map(() => confirmUploadAddress(ctx, contest, confirmation)))
  const entry = await uploadedEntry(ctx, contest, receipt)
  const confirmedAt = await timeOfConfirmation(entry.postId)
  clock.advance(60_000)
  await confirmUploadAddress(ctx, contest, ` ${confirmation.toUpperCase()} `)
  t.same(await uploadedEntry(ctx, contest, receipt), entry)
  t.equal(await timeOfConfirmation(entry.postId), confirmedAt, 'the first time stays')
})

t.test('one mailbox is one person, however it is spelled, and another is another', async (t) => {
  const { contest } = await openedContest(ctx)
  const personOf = async (email: string) => {
    const { receipt, confirmation } = await sendUpload(ctx, contest, { email })
    await confirmUploadAddress(ctx, contest, confirmation)
    return (await uploadedEntry(ctx, contest, receipt)).participantId
  }
  const first = await personOf('one.mailbox@post.example')
  t.equal(await personOf('One.Mailbox@POST.example'), first)
  t.not(await personOf('onemailbox@post.example'), first)
  t.not(await personOf('one.mailbox+2@post.example'), first)
})

t.test('a link is known in its own contest, whole', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const other = await openedContest(ctx, { owner })
  const { confirmation, receipt } = await sendUpload(ctx, contest)
  for (const [of, token] of [
    [other.contest, confirmation],
    [contest, confirmation.slice(0, -1)],
    [contest, receipt],
    [contest, ''],
  ] as const) {
    t.equal(await readConfirmation(ctx, of, token), null)
    await t.rejects(confirmUploadAddress(ctx, of, token), { name: 'Refusal', kind: 'not_found' })
  }
  t.match(await uploadedEntry(ctx, contest, receipt), { participantId: null })
})

t.test('a link works until before the grace is over', async (t) => {
  const { contest } = await openedContest(ctx)
  const until = contest.rules.closesAt + contest.rules.grace
  const [early, late] = [await sendUpload(ctx, contest), await sendUpload(ctx, contest)]
  clock.set(until - 1)
  await confirmUploadAddress(ctx, contest, early.confirmation)
  t.match(await uploadedEntry(ctx, contest, early.receipt), { verdict: 'counts' })
  clock.set(until)
  await t.rejects(confirmUploadAddress(ctx, contest, late.confirmation), {
    name: 'Refusal',
    kind: 'gone',
    message: new RegExp(new Date(until).toISOString()),
  })
  t.match(await uploadedEntry(ctx, contest, late.receipt), { verdict: 'review', participantId: null })
  await t.resolves(confirmUploadAddress(ctx, contest, early.confirmation), 'who was in time may look again')
})

t.test(
  'an address that is not confirmed when the list is frozen is not in it, and never will be',
  async (t) => {
    const { contest, owner } = await openedContest(ctx)
    const [yes, no] = [
      await sendUpload(ctx, contest, { email: 'yes@post.example' }),
      await sendUpload(ctx, contest, { email: 'no@post.example' }),
    ]
    await confirmUploadAddress(ctx, contest, yes.confirmation)
    await moderateEntry(ctx, contest, yes.entry.id, { action: 'approve' }, owner.id)
    clock.set(contest.rules.closesAt + contest.rules.grace)
    const draw = await freezeDraw(ctx, contest.id, { leaveWaiting: false, by: owner.id })
    t.match(JSON.parse(draw.commit), { n: 1 }, 'what waits for an address holds nobody up')
    await t.rejects(confirmUploadAddress(ctx, contest, no.confirmation), { name: 'Refusal', kind: 'gone' })
    const tickets = await ctx.db
      .selectFrom('draw_ticket')
      .select('entry_id')
      .where('draw_id', '=', draw.id)
      .execute()
    t.same(tickets, [{ entry_id: yes.entry.id }])
  },
)

async function timeOfConfirmation(postId: number): Promise<number | null> {
  const row = await ctx.db
    .selectFrom('upload')
    .select('confirmed_at')
    .where('post_id', '=', postId)
    .executeTakeFirstOrThrow()
  return row.confirmed_at
}
