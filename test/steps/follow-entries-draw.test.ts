import t from 'tap'
import { HOUR } from '../../server/contest/instant.ts'
import type { Post } from '../../server/contest/post.ts'
import { listRecords } from '../../server/db/draw-records.ts'
import { listHolders } from '../../server/db/tickets.ts'
import { followEntries } from '../../server/steps/follow-entries.ts'
import { moderateEntry } from '../../server/steps/moderate-entry.ts'
import { runDraw } from '../../server/steps/run-draw.ts'
import { anItemDraft, openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { aPostBy, collectedAt, enterAll, freeze } from '../support/draws.ts'
import { aNewPost, enter, entriesOf } from '../support/entries.ts'
import { NOON } from '../support/mastodon.ts'

t.setTimeout(90_000)

const { ctx, clock } = await testContext(t)
t.beforeEach(() => clock.set(NOON))
const { signal } = new AbortController()

t.test('everybody is told what became of their ticket, as the record has it', async (t) => {
  const opened = await openedContest(ctx, {
    items: [anItemDraft('krakk', { winners: 2, alternates: 3 }), anItemDraft('kopp')],
  })
  const { contest } = opened
  const posts = Array.from({ length: 9 }, (_, n) => aPostBy(n))
  await enterAll(ctx, opened, posts)
  clock.set(collectedAt(contest))
  const draw = await freeze(ctx, opened)
  const resultOf = async (post: Post) => {
    const { entries } = await followEntries(ctx, contest, post.url ?? '')
    return entries[0]
  }
  for (const post of posts)
    t.match(await resultOf(post), {
      ticket: { draw: 1 },
      result: { kind: 'pending', drawAt: draw.drawAt },
    })
  clock.set(draw.drawAt)
  await runDraw(ctx, draw.id, signal)

  const [record] = await listRecords(ctx.db, draw.id)
  const [krakk] = JSON.parse(record?.text ?? '').result
  const pids = (of: { pid: string }[]) => of.map(({ pid }) => pid)
  const everybody = await ctx.db
    .selectFrom('draw_entrant')
    .select('pid')
    .where('draw_id', '=', draw.id)
    .execute()
  const holders = await listHolders(ctx.db, draw.id, pids(everybody))
  for (const post of posts) {
    const [entry] = await entriesOf(ctx, contest, post)
    const pid = holders.find(({ entryId }) => entryId === entry?.id)?.pid ?? ''
    const place = pids(krakk.alternates).indexOf(pid)
    const expected = pids(krakk.winners).includes(pid)
      ? { kind: 'won', draw: 1 }
      : place >= 0
        ? { kind: 'alternate', place: place + 1, draw: 1 }
        : { kind: 'notDrawn', draw: 1 }
    t.same((await resultOf(post))?.result, expected)
  }
})

t.test('who is not in the list when it is frozen is out, whatever happens later', async (t) => {
  const opened = await openedContest(ctx)
  const { contest, owner } = opened
  await enterAll(ctx, opened, [aPostBy(1)])
  const left = aNewPost()
  const [entry] = await enter(ctx, contest, left)
  clock.set(collectedAt(contest))
  await freeze(ctx, opened, { leaveWaiting: true })
  const out = { ticket: 'none', result: { kind: 'none' } }
  const status = async () => (await followEntries(ctx, contest, left.url ?? '')).entries[0]
  t.match(await status(), { state: 'waiting', ...out })
  await moderateEntry(ctx, contest, entry?.id ?? 0, { action: 'approve' }, owner.id)
  t.match(await status(), { state: 'approved', verdict: 'counts', ...out })
})

t.test('a draw that was put off is told of with the time that holds', async (t) => {
  const opened = await openedContest(ctx)
  const post = aPostBy(1)
  await enterAll(ctx, opened, [post])
  clock.set(opened.contest.drawAt + HOUR)
  const { drawAt } = await freeze(ctx, opened, { postpone: true })
  const { entries } = await followEntries(ctx, opened.contest, post.url ?? '')
  t.match(entries, [{ ticket: { draw: 1 }, result: { kind: 'pending', drawAt } }])
})
