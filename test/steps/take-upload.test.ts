import t, { type Test } from 'tap'
import { countQueues } from '../../server/db/moderation-queue.ts'
import { takeIn } from '../../server/media/incoming.ts'
import { hashToken } from '../../server/secrets.ts'
import { moderateEntry } from '../../server/steps/moderate-entry.ts'
import { takeUpload } from '../../server/steps/take-upload.ts'
import { openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { scenePhoto } from '../support/scene.ts'
import { findInDatabase } from '../support/stored.ts'
import { anUploadForm, filesLeft, sendUpload } from '../support/uploads.ts'

t.setTimeout(90_000)

const { ctx, clock } = await testContext(t)

t.test('a picture handed in becomes an entry for its item, and gives a receipt', async (t) => {
  const { contest, items } = await openedContest(ctx)
  const { receipt, entry } = await sendUpload(ctx, contest)
  t.match(receipt, /^[0-9a-z]{8}(-[0-9a-z]{8}){3}$/)
  t.match(entry, { state: 'waiting', verdict: 'review', participantId: null, postedAt: clock.now() })
  t.equal(entry.itemId, items.find(({ slug }) => slug === 'krakk')?.id)
  t.match(entry.mediaId, /^[0-9a-f]{64}$/)
  t.same(await findInDatabase(ctx.db, receipt), [], 'the receipt is stored nowhere')
  t.same(await findInDatabase(ctx.db, hashToken(receipt)), ['public.upload.receipt_hash'])
  t.same(await filesLeft(ctx), [])
})

t.test('until its address is confirmed an entry waits for that, and for no moderator', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const { entry } = await sendUpload(ctx, contest)
  const waits = entry.checks.filter(({ outcome }) => outcome !== 'pass')
  t.same(waits, [{ code: 'unconfirmed', outcome: 'wait', detail: {} }])
  t.match(await countQueues(ctx.db, contest.id), { waiting: 0 })
  await t.rejects(moderateEntry(ctx, contest, entry.id, { action: 'approve' }, owner.id), {
    name: 'Refusal',
    kind: 'conflict',
    message: /unconfirmed/,
  })
})

t.test('where entries are shown at once, one whose address is not confirmed is not', async (t) => {
  const { contest } = await openedContest(ctx, { draft: { moderation: 'after' } })
  t.match((await sendUpload(ctx, contest)).entry, { state: 'waiting' })
})

t.test('pictures are taken from the opening until before the closing', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const { opensAt, closesAt } = contest.rules
  for (const [at, taken] of [
    [opensAt - 1, false],
    [opensAt, true],
    [closesAt - 1, true],
    [closesAt, false],
  ] as const) {
    clock.set(at)
    if (taken) t.match((await sendUpload(ctx, contest)).entry.verdict, 'review', `${at - opensAt}`)
    else await refused(t, 'conflict', contest, {}, await scenePhoto(1, 96, 72))
  }
  clock.set(opensAt + 1)
  const draft = await openedContest(ctx, { state: 'draft', owner })
  await refused(t, 'conflict', draft.contest, {}, await scenePhoto(1, 96, 72))
})

t.test('what is no picture, or for no item, leaves nothing', async (t) => {
  const { contest } = await openedContest(ctx)
  const photo = await scenePhoto(2, 96, 72)
  await refused(t, 'invalid', contest, { item: 'hylle' }, photo)
  await refused(t, 'invalid', contest, {}, Buffer.from('no picture'))
  await refused(t, 'invalid', contest, {}, photo.subarray(0, 300))
  const uploads = await ctx.db
    .selectFrom('upload')
    .select('post_id')
    .where('contest_id', '=', contest.id)
    .execute()
  const mails = await ctx.db.selectFrom('mail').select('id').where('brand_id', '=', contest.brandId).execute()
  t.same({ uploads, mails }, { uploads: [], mails: [] })
})

t.test('the same picture a second time asks', async (t) => {
  const { contest } = await openedContest(ctx)
  const photo = await scenePhoto(3, 96, 72)
  await sendUpload(ctx, contest, {}, photo)
  clock.advance(1_000)
  const { entry } = await sendUpload(ctx, contest, {}, photo)
  const asked = entry.checks.filter(({ outcome }) => outcome === 'review').map(({ code }) => code)
  t.same(asked, ['same_picture_other'], 'nobody has said so far who either of them is')
})

t.test('address and name lie in no table in the clear', async (t) => {
  const { contest } = await openedContest(ctx)
  const email = 'turid.hemmelig@innboks.example'
  const { mail, confirmation } = await sendUpload(ctx, contest, { name: 'Turid Hemmelig', email })
  t.equal(mail.to, email)
  for (const text of [email, 'turid.hemmelig', 'Turid Hemmelig', confirmation])
    t.same(await findInDatabase(ctx.db, text), [], text)
})

t.test('the search through the tables finds what lies there', async (t) => {
  await ctx.db.schema.createTable('planted').addColumn('bytes', 'bytea').addColumn('words', 'jsonb').execute()
  const db = ctx.db.withTables<{ planted: { bytes: Buffer; words: string } }>()
  await db
    .insertInto('planted')
    .values({ bytes: Buffer.from('xx Lønn xx'), words: '{"a":["GRAN"]}' })
    .execute()
  t.same(await findInDatabase(ctx.db, 'Lønn'), ['public.planted.bytes'])
  t.same(await findInDatabase(ctx.db, 'gran'), ['public.planted.words'])
  await ctx.db.schema.dropTable('planted').execute()
})

async function refused(
  t: Test,
  kind: string,
  contest: Parameters<typeof takeUpload>[1],
  change: Parameters<typeof anUploadForm>[0],
  bytes: Uint8Array,
): Promise<void> {
  const file = await takeIn(bytes, ctx.temporary)
  await t.rejects(takeUpload(ctx, contest, anUploadForm(change), [file]), { name: 'Refusal', kind })
  t.same(await filesLeft(ctx), [], 'the file is gone')
}
