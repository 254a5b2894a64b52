import t from 'tap'
import type { Contest } from '../../server/db/contests.ts'
import { countQueues, listQueue } from '../../server/db/moderation-queue.ts'
import { type Decision, moderateEntry } from '../../server/steps/moderate-entry.ts'
import { reportEntry } from '../../server/steps/report-entry.ts'
import { openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { again, enterOne } from '../support/entries.ts'

t.setTimeout(90_000)

const { ctx, clock } = await testContext(t)
const { contest, owner } = await openedContest(ctx)
const decide = (id: number, decision: Decision) => moderateEntry(ctx, contest, id, decision, owner.id)
const report = (id: number, address: string, of: Contest = contest) =>
  reportEntry(ctx, of, id, { reason: 'copied', text: 'Dette er mitt bilde.', address })
const openReports = async (id: number) =>
  (await listQueue(ctx.db, contest.id, 'reported', 100, null)).find(({ entryId }) => entryId === id)?.reports

async function approvedEntry() {
  const { id } = await enterOne(ctx, contest)
  return decide(id, { action: 'approve' })
}

t.test('a report brings an approved entry to the moderators and changes nothing by itself', async (t) => {
  const entry = await approvedEntry()
  await report(entry.id, '203.0.113.5')
  t.same(await again(ctx, entry), entry)
  t.same(await openReports(entry.id), [{ reason: 'copied', text: 'Dette er mitt bilde.', at: clock.now() }])
  t.match(await countQueues(ctx.db, contest.id), { reported: 1 })
})

const SETTLING: [string, Decision, string][] = [
  ['dismissing', { action: 'dismiss' }, 'approved'],
  ['rejecting', { action: 'reject', code: 'same_picture_other' }, 'rejected'],
  ['reopening', { action: 'reopen' }, 'waiting'],
  ['setting the item', { action: 'assign', item: 'kopp' }, 'approved'],
]
for (const [how, decision, state] of SETTLING) {
  t.test(`${how} settles all reports of an entry and of no other`, async (t) => {
    const [entry, other] = [await approvedEntry(), await approvedEntry()]
    for (const address of ['203.0.113.5', '198.51.100.7', '2001:db8:1:2::1']) await report(entry.id, address)
    await report(other.id, '203.0.113.5')
    t.equal((await openReports(entry.id))?.length, 3)
    t.match(await decide(entry.id, decision), { state })
    t.equal(await openReports(entry.id), undefined)
    t.equal((await openReports(other.id))?.length, 1)
    await decide(other.id, { action: 'dismiss' })
  })
}

t.test('a decision that is refused leaves the reports open', async (t) => {
  const entry = await approvedEntry()
  await report(entry.id, '203.0.113.5')
  await t.rejects(decide(entry.id, { action: 'approve' }), { name: 'Refusal', kind: 'conflict' })
  t.equal((await openReports(entry.id))?.length, 1)
  await decide(entry.id, { action: 'dismiss' })
})

t.test('one network reports an entry once a day', async (t) => {
  const entry = await approvedEntry()
  for (const address of ['203.0.113.5', '203.0.113.5', '2001:db8::1', '2001:db8::2'])
    await report(entry.id, address)
  t.equal((await openReports(entry.id))?.length, 2, 'one of IPv4, one of a /64')
  clock.advance(86_400_000)
  await report(entry.id, '203.0.113.5')
  t.equal((await openReports(entry.id))?.length, 3)
  await decide(entry.id, { action: 'dismiss' })
})

t.test('who reported is stored as a hash that no address shows in', async (t) => {
  const entry = await approvedEntry()
  await report(entry.id, '203.0.113.77')
  const [row] = await ctx.db.selectFrom('report').selectAll().where('entry_id', '=', entry.id).execute()
  t.match(row?.reporter, /^[0-9a-f]{64}$/)
  t.notMatch(JSON.stringify(row), '203.0.113.77')
})

t.test('what is not public cannot be reported', async (t) => {
  const waiting = await enterOne(ctx, contest)
  await t.rejects(report(waiting.id, '203.0.113.5'), { name: 'Refusal', kind: 'not_found' })
  const entry = await approvedEntry()
  const other = await openedContest(ctx, { owner })
  await t.rejects(report(entry.id, '203.0.113.5', other.contest), { name: 'Refusal', kind: 'not_found' })
  await decide(entry.id, { action: 'reject', code: 'not_the_item' })
  await t.rejects(report(entry.id, '203.0.113.5'), { name: 'Refusal', kind: 'not_found' })
})
