import t from 'tap'
import { canonicalJson } from '../../server/contest/canonical-json.ts'
import { listRecords } from '../../server/db/draw-records.ts'
import { listDrawsDue, readDraw, readEntrants, recordDrawError } from '../../server/db/draws.ts'
import { runDraw } from '../../server/steps/run-draw.ts'
import { anItemDraft, openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { aPostBy, collectedAt, enterAll, freeze, verifyByCommand } from '../support/draws.ts'
import { NOON } from '../support/mastodon.ts'
import { scratchFolder } from '../support/scratch.ts'

t.setTimeout(90_000)

const main = await testContext(t)
const { ctx, clock } = main
const { ctx: beside } = await testContext(t, { beside: main })
t.beforeEach(() => clock.set(NOON))
const { signal } = new AbortController()

/** Nine people, two prizes of one thing and one of another, frozen and due. */
async function dueDraw() {
  const items = [
    anItemDraft('krakk', { winners: 2, alternates: 3 }),
    anItemDraft('kopp', { winners: 1, alternates: 2 }),
  ]
  const opened = await openedContest(ctx, { items })
  await enterAll(
    ctx,
    opened,
    Array.from({ length: 9 }, (_, n) => aPostBy(n, n % 3 === 0 ? ['krakk', 'kopp'] : ['krakk'])),
  )
  clock.set(collectedAt(opened.contest))
  const draw = await freeze(ctx, opened)
  clock.set(draw.drawAt)
  return { ...opened, draw }
}

t.test('a draw by a sealed secret is drawn at its time, and anybody can check it', async (t) => {
  const { contest, draw } = await dueDraw()
  clock.set(draw.drawAt - 1)
  t.same(await listDrawsDue(ctx.db, clock.now()), [])
  t.equal(await runDraw(ctx, draw.id, signal), 'late')
  t.same(await listRecords(ctx.db, draw.id), [])
  clock.set(draw.drawAt)
  t.same(await listDrawsDue(ctx.db, clock.now()), [draw.id])
  t.equal(await runDraw(ctx, draw.id, signal), 'drawn')
  t.match(await readDraw(ctx.db, draw.id), { state: 'drawn', drawnAt: draw.drawAt, error: null })
  t.same(await listDrawsDue(ctx.db, clock.now()), [])

  const [record, ...more] = await listRecords(ctx.db, draw.id)
  t.same(more, [])
  const verdict = await verifyByCommand(await scratchFolder(t), {
    record: record?.text ?? '',
    entrants: await readEntrants(ctx.db, draw.id),
  })
  const words = `VALID http://localhost:3000/c/${contest.slug} draw 1 revision 1, 9 participants, level C\n`
  t.same(verdict, { code: 0, out: words })
})

t.test('everybody who comes after the winners is an alternate, as many as were promised', async (t) => {
  const { draw } = await dueDraw()
  await runDraw(ctx, draw.id, signal)
  const [record] = await listRecords(ctx.db, draw.id)
  const [krakk, kopp] = JSON.parse(record?.text ?? '').result
  t.match(krakk, { item: 'krakk', tickets: 9, unfilled: 0 })
  t.match(kopp, { item: 'kopp', tickets: 3, unfilled: 0 })
  t.equal(krakk.winners.length, 2)
  t.equal(krakk.alternates.length, 3)
  t.equal(kopp.winners.length, 1)
  const pids = [...krakk.winners, ...krakk.alternates].map(({ pid }: { pid: string }) => pid)
  t.equal(new Set(pids).size, 5, 'five different people')
  const winners = [...krakk.winners, ...kopp.winners].map(({ pid }: { pid: string }) => pid)
  t.equal(new Set(winners).size, 3, 'one prize a person')
  for (const { pid } of [...krakk.alternates, ...kopp.alternates])
    t.notOk(winners.includes(pid), 'who has a prize waits for no other')
})

t.test('of two servers that draw at once, both find the same record', async (t) => {
  const { draw } = await dueDraw()
  const outcomes = await Promise.all([ctx, beside, ctx, beside].map((one) => runDraw(one, draw.id, signal)))
  t.same(outcomes.toSorted(), ['already', 'already', 'already', 'drawn'])
  const [record, ...more] = await listRecords(ctx.db, draw.id)
  t.same(more, [])
  t.equal(await runDraw(beside, draw.id, signal), 'already')

  // What any of them computes is the same: the draw made anew from its stored inputs gives the same bytes.
  await ctx.db.deleteFrom('draw_record').where('draw_id', '=', draw.id).execute()
  await ctx.db
    .updateTable('draw')
    .set({ state: 'committed', drawn_at: null })
    .where('id', '=', draw.id)
    .execute()
  t.equal(await runDraw(beside, draw.id, signal), 'drawn')
  const [again] = await listRecords(ctx.db, draw.id)
  t.equal(again?.text, record?.text)
  t.equal(again?.hash, record?.hash)
  t.equal(again?.text, canonicalJson(JSON.parse(again?.text ?? '')))
})

t.test('a draw that is broken off is drawn at the next try', async (t) => {
  const { draw } = await dueDraw()
  const stop = new AbortController()
  const running = runDraw(ctx, draw.id, stop.signal)
  stop.abort(new Error('going down'))
  await t.rejects(running, { message: 'going down' })
  t.match(await readDraw(ctx.db, draw.id), { state: 'committed', error: null })
  t.equal(await runDraw(ctx, draw.id, signal), 'drawn')
})

t.test('a list that was changed by hand is never drawn', async (t) => {
  const { draw } = await dueDraw()
  const list = await readEntrants(ctx.db, draw.id)
  await ctx.db
    .updateTable('draw')
    .set({ entrants: list.replace('krakk:1', 'krakk:2') })
    .where('id', '=', draw.id)
    .execute()
  await t.rejects(runDraw(ctx, draw.id, signal), { name: 'Hcd1Fault', message: /root/ })
  const failed = await readDraw(ctx.db, draw.id)
  t.match(failed, { state: 'committed', error: /could not be computed/ })
  t.same(await listRecords(ctx.db, draw.id), [])
  await ctx.db.updateTable('draw').set({ entrants: list }).where('id', '=', draw.id).execute()
  t.equal(await runDraw(ctx, draw.id, signal), 'drawn')
  t.match(await readDraw(ctx.db, draw.id), { error: null })
})

t.test('a try that fails after another server has drawn leaves no trace', async (t) => {
  const { draw } = await dueDraw()
  await runDraw(ctx, draw.id, signal)
  await recordDrawError(beside.db, draw.id, 'No relay hands out the round.')
  t.match(await readDraw(ctx.db, draw.id), { state: 'drawn', error: null })
})

t.test('a contest that nobody entered is drawn too, and gives nothing', async (t) => {
  const opened = await openedContest(ctx)
  clock.set(collectedAt(opened.contest))
  const draw = await freeze(ctx, opened)
  clock.set(draw.drawAt)
  t.equal(await runDraw(ctx, draw.id, signal), 'drawn')
  const [record] = await listRecords(ctx.db, draw.id)
  for (const result of JSON.parse(record?.text ?? '').result)
    t.match(result, { tickets: 0, winners: [], unfilled: 1, alternates: [] })
})

t.test('a list that was frozen late is drawn late, as it was told', async (t) => {
  const opened = await openedContest(ctx)
  await enterAll(ctx, opened, [aPostBy(1)])
  clock.set(opened.contest.drawAt + 60_000)
  const draw = await freeze(ctx, opened, { postpone: true })
  t.equal(await runDraw(ctx, draw.id, signal), 'late')
  clock.set(draw.drawAt)
  t.equal(await runDraw(ctx, draw.id, signal), 'drawn')
})
