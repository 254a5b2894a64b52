import t from 'tap'
import { HOUR, MINUTE } from '../../server/contest/instant.ts'
import { moderateEntry } from '../../server/steps/moderate-entry.ts'
import { openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { bring, takePicturesForReady } from '../support/crowd.ts'
import { aPostBy, collectedAt, enterAll, freeze, sharesOf } from '../support/draws.ts'
import { entriesOf } from '../support/entries.ts'
import { NOON } from '../support/mastodon.ts'

t.setTimeout(90_000)

const { ctx, clock } = await testContext(t)
t.beforeEach(() => clock.set(NOON))

const conflict = (message: RegExp) => ({ name: 'Refusal', kind: 'conflict', message })

t.test('a draft has no list to freeze', async (t) => {
  const opened = await openedContest(ctx, { state: 'draft' })
  clock.set(collectedAt(opened.contest))
  await t.rejects(freeze(ctx, opened), conflict(/draft/))
})

t.test('the list is frozen from the end of the grace on', async (t) => {
  const opened = await openedContest(ctx)
  const from = collectedAt(opened.contest)
  clock.set(from - 1)
  await t.rejects(freeze(ctx, opened), conflict(new RegExp(new Date(from).toISOString())))
  clock.set(from)
  t.match(await freeze(ctx, opened), {
    number: 1,
    state: 'committed',
    frozenAt: from,
    drawAt: opened.contest.drawAt,
    drawnAt: null,
  })
})

t.test('a list is frozen once', async (t) => {
  const opened = await openedContest(ctx)
  clock.set(collectedAt(opened.contest))
  await freeze(ctx, opened)
  await t.rejects(freeze(ctx, opened), conflict(/frozen already/))
  clock.set(opened.contest.drawAt + HOUR)
  await t.rejects(freeze(ctx, opened, { postpone: true }), conflict(/frozen already/))
})

t.test('entries that wait for a person hold the list up, unless they are left behind', async (t) => {
  const opened = await openedContest(ctx)
  await enterAll(ctx, opened, [aPostBy(1)])
  const waiting = [aPostBy(2), aPostBy(3)]
  await bring(ctx, waiting, [opened.contest.id])
  clock.set(collectedAt(opened.contest))
  await t.rejects(freeze(ctx, opened), conflict(/pictures of 2 entries are still being fetched/))
  await takePicturesForReady(ctx)
  await t.rejects(freeze(ctx, opened), conflict(/2 entries wait for a decision/))
  const [one] = await entriesOf(ctx, opened.contest, waiting[0] ?? aPostBy(9))
  await moderateEntry(ctx, opened.contest, one?.id ?? 0, { action: 'approve' }, opened.owner.id)
  await t.rejects(freeze(ctx, opened), conflict(/1 entry waits for a decision/))
  const draw = await freeze(ctx, opened, { leaveWaiting: true })
  t.same(await sharesOf(ctx, draw), ['krakk:1', 'krakk:1'])
})

t.test('an approved entry about which a question came up holds the list up too', async (t) => {
  const opened = await openedContest(ctx)
  await enterAll(ctx, opened, [aPostBy(1)])
  await ctx.db
    .updateTable('entry')
    .set({
      verdict: 'review',
      checks: JSON.stringify([{ code: 'time_in_doubt', outcome: 'review', detail: {} }]),
    })
    .where('contest_id', '=', opened.contest.id)
    .execute()
  clock.set(collectedAt(opened.contest))
  await t.rejects(freeze(ctx, opened), conflict(/1 entry waits for a decision/))
  t.same(await sharesOf(ctx, await freeze(ctx, opened, { leaveWaiting: true })), [])
})

t.test('the list is public a quarter of an hour before the draw, or the draw is later', async (t) => {
  const opened = await openedContest(ctx)
  const { drawAt } = opened.contest
  clock.set(drawAt - 15 * MINUTE + 1)
  await t.rejects(freeze(ctx, opened), conflict(/postpone/))
  clock.set(drawAt - 15 * MINUTE)
  t.match(await freeze(ctx, opened), { drawAt })
})

t.test('a list that could be frozen in time is drawn when the rules say, postponing or not', async (t) => {
  const opened = await openedContest(ctx)
  clock.set(opened.contest.drawAt - 15 * MINUTE)
  t.match(await freeze(ctx, opened, { postpone: true }), { drawAt: opened.contest.drawAt })
})

t.test('a list that is frozen too late is drawn a day after it is public', async (t) => {
  for (const late of [1 - 15 * MINUTE, 0, 40 * 24 * HOUR + 17]) {
    const opened = await openedContest(ctx)
    const now = opened.contest.drawAt + late
    clock.set(now)
    await t.rejects(freeze(ctx, opened), conflict(/24 hours after the list is published/))
    const { drawAt, frozenAt } = await freeze(ctx, opened, { postpone: true })
    t.equal(frozenAt, now)
    t.equal(drawAt % MINUTE, 0, 'at a whole minute')
    t.ok(drawAt >= now + 24 * HOUR && drawAt < now + 24 * HOUR + MINUTE, `${drawAt - now}`)
    clock.set(NOON)
  }
})
