import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { formatLine } from '../../server/contest/hcd1/build-entrants.ts'
import type { Context } from '../../server/context.ts'
import type { Contest } from '../../server/db/contests.ts'
import { type Draw, listDraws, readEntrants } from '../../server/db/draws.ts'
import { findPicture, listPendingPictures, setPictureReady } from '../../server/db/pictures.ts'
import type { Tx } from '../../server/db/pool.ts'
import { inTransaction } from '../../server/db/transaction.ts'
import { followEntries } from '../../server/steps/follow-entries.ts'
import { judgeStored } from '../../server/steps/judge-stored.ts'
import { moderateEntry } from '../../server/steps/moderate-entry.ts'
import { openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { bring } from '../support/crowd.ts'
import { aPostBy, collectedAt, enterAll, freeze, sharesOf } from '../support/draws.ts'
import { enterOne, entriesOf } from '../support/entries.ts'
import { NOON } from '../support/mastodon.ts'
import { until } from '../support/until.ts'

t.setTimeout(90_000)

const main = await testContext(t)
const { ctx, clock } = main
const { ctx: beside } = await testContext(t, { beside: main })
t.beforeEach(() => clock.set(NOON))

/** Entries are shown, and count, the moment their picture is there. */
const AT_ONCE = { draft: { moderation: 'after' as const } }

t.test('of two who freeze at once, on two servers, one does', async (t) => {
  const opened = await openedContest(ctx)
  await enterAll(ctx, opened, [aPostBy(1), aPostBy(2)])
  clock.set(collectedAt(opened.contest))
  const both = await Promise.allSettled([freeze(ctx, opened), freeze(beside, opened), freeze(ctx, opened)])
  const won = both.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
  const lost = both.flatMap((one) => (one.status === 'rejected' ? one.reason : []))
  t.equal(won.length, 1)
  for (const error of lost) t.match(error, { name: 'Refusal', kind: 'conflict', message: /frozen already/ })
  const draws = await listDraws(ctx.db, opened.contest.id)
  t.same(
    draws.map(({ commitHash }) => commitHash),
    won.map(({ commitHash }) => commitHash),
  )
  await isWhole(t, opened.contest, draws[0])
})

t.test('what is committed before the list is taken is in it, though it began before', async (t) => {
  const opened = await openedContest(ctx, AT_ONCE)
  await enterAll(ctx, opened, [aPostBy(1)])
  const late = aPostBy(2)
  await bring(ctx, [late], [opened.contest.id])
  clock.set(collectedAt(opened.contest))
  const collecting = await heldOpen(beside, pictureArrives)
  const freezing = freeze(ctx, opened, { leaveWaiting: true })
  await someoneWaits()
  await collecting.commit()
  const draw = await freezing
  t.same(await sharesOf(ctx, draw), ['krakk:1', 'krakk:1'])
  await isWhole(t, opened.contest, draw)
})

t.test('what is committed after the list was taken is shown, and told that it has no ticket', async (t) => {
  const opened = await openedContest(ctx, AT_ONCE)
  await enterAll(ctx, opened, [aPostBy(1)])
  const late = aPostBy(2)
  await bring(ctx, [late], [opened.contest.id])
  clock.set(collectedAt(opened.contest))
  // The contest is held, so that the freezing waits first and the picture after it.
  const holding = await heldOpen(ctx, async (tx) => {
    await tx.selectFrom('contest').select('id').where('id', '=', opened.contest.id).forNoKeyUpdate().execute()
  })
  const freezing = freeze(ctx, opened, { leaveWaiting: true })
  await someoneWaits()
  const arriving = inTransaction(beside.db, (tx) => pictureArrives(tx))
  await someoneWaits(2)
  await holding.commit()
  const draw = await freezing
  await arriving
  t.same(await sharesOf(ctx, draw), ['krakk:1'])
  const [entry] = await entriesOf(ctx, opened.contest, late)
  t.match(entry, { state: 'approved', verdict: 'counts' })
  await isWhole(t, opened.contest, draw)
  const { entries } = await followEntries(ctx, opened.contest, late.url ?? '')
  t.match(entries, [{ state: 'approved', ticket: 'none', result: { kind: 'none' } }])
})

t.test('while moderators decide as fast as they can, a list holds whole decisions', async (t) => {
  for (let round = 0; round < 3; round++) {
    const opened = await openedContest(ctx)
    const { contest, owner } = opened
    const entries = []
    for (let n = 0; n < 12; n++)
      entries.push(await enterOne(ctx, contest, aPostBy(n, [n % 2 ? 'krakk' : 'kopp'])))
    clock.set(collectedAt(contest))
    const deciding = entries.map(({ id }, n) =>
      moderateEntry(n % 2 ? ctx : beside, contest, id, { action: 'approve' }, owner.id),
    )
    const [draw] = await Promise.all([freeze(ctx, opened, { leaveWaiting: true }), ...deciding])
    await isWhole(t, contest, draw)
    const inTime = await ctx.db
      .selectFrom('draw_ticket')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('draw_id', '=', draw.id)
      .executeTakeFirstOrThrow()
    t.comment(`${inTime.n} of 12 were decided before the list`)
    clock.set(NOON)
  }
})

/** The picture that waits is there: what a fetch writes when it is done. */
async function pictureArrives(tx: Tx): Promise<void> {
  const [id = 0] = await listPendingPictures(tx, 1)
  const picture = await findPicture(tx, id)
  const media = await tx.selectFrom('media').select('id').limit(1).executeTakeFirstOrThrow()
  await setPictureReady(tx, id, media.id)
  await judgeStored(tx, [picture?.postId ?? 0], clock.now())
}

/** A transaction that has done its work and is not committed until told. */
async function heldOpen(of: Context, work: (tx: Tx) => Promise<void>): Promise<{ commit(): Promise<void> }> {
  const done = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  const committed = of.db.transaction().execute(async (tx) => {
    await work(tx)
    done.resolve()
    await gate.promise
  })
  committed.catch(done.reject)
  await done.promise
  return {
    commit: async () => {
      gate.resolve()
      await committed
    },
  }
}

/** Resolves once so many connections to this database wait for a lock. */
async function someoneWaits(count = 1): Promise<void> {
  await until(`${count} waiting for a lock`, async () => {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(ctx.db)
    return Number(rows[0]?.n) >= count
  })
}

/** List, commitment, people and tickets of a draw speak of the same entries, each of which counts. */
async function isWhole(t: Test, contest: Contest, draw: Draw | undefined): Promise<void> {
  if (!draw) throw new Error('There is no draw')
  const people = await ctx.db
    .selectFrom('draw_entrant')
    .select(['pid', 'line'])
    .where('draw_id', '=', draw.id)
    .execute()
  const tickets = await ctx.db
    .selectFrom('draw_ticket')
    .innerJoin('entry', 'entry.id', 'draw_ticket.entry_id')
    .innerJoin('item', 'item.id', 'draw_ticket.item_id')
    .select([
      'pid',
      'ticket',
      'slug',
      'entry.state',
      'entry.verdict',
      'entry.contest_id',
      'entry.item_id',
      'item.id',
    ])
    .where('draw_id', '=', draw.id)
    .execute()
  const lines = (await readEntrants(ctx.db, draw.id)).split('\n').slice(0, -1)
  const rebuilt = people
    .toSorted((a, b) => a.line - b.line)
    .map(({ pid }) => {
      const items = Map.groupBy(
        tickets.filter((ticket) => ticket.pid === pid),
        ({ slug }) => slug,
      )
      return formatLine({
        pid,
        shares: [...items].map(([item, of]) => ({ item, weight: of.length, tier: 0 })),
      })
    })
  t.same(lines, rebuilt, 'the list says what the tickets say')
  t.equal(JSON.parse(draw.commit).n, lines.length)
  t.same(
    tickets.filter(
      ({ state, verdict, contest_id, item_id, id }) =>
        state !== 'approved' || verdict !== 'counts' || contest_id !== contest.id || item_id !== id,
    ),
    [],
    'and every ticket is for an entry that counts',
  )
}
