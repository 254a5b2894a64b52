import t from 'tap'
import { MINUTE } from '../../server/contest/instant.ts'
import type { Contest } from '../../server/db/contests.ts'
import { type Followed, followEntries } from '../../server/steps/follow-entries.ts'
import { moderateEntry } from '../../server/steps/moderate-entry.ts'
import { confirmUploadAddress } from '../../server/steps/take-upload.ts'
import { anItemDraft, openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { aPostBy, enterAll } from '../support/draws.ts'
import { aNewPost, enterOne, vanish } from '../support/entries.ts'
import { NOON } from '../support/mastodon.ts'
import { sendUpload } from '../support/uploads.ts'

t.setTimeout(90_000)

const { ctx, clock } = await testContext(t)
t.beforeEach(() => clock.set(NOON))

async function follow(contest: Contest, query: string | null): Promise<Followed> {
  const { entries } = await followEntries(ctx, contest, query ?? '')
  const [entry, ...more] = entries
  if (!entry || more.length > 0) throw new Error(`${query} stands for ${entries.length} entries`)
  return entry
}

t.test('a link is followed as people copy it', async (t) => {
  const { contest } = await openedContest(ctx)
  const post = aNewPost()
  const entry = await enterOne(ctx, contest, post)
  for (const query of [post.url, ` ${post.url}\n`, `${post.url}?utm_source=app`, `${post.url}#reply`]) {
    const found = await followEntries(ctx, contest, query ?? '')
    t.match(found, { byReceipt: false, entries: [{ entryId: entry.id }] }, JSON.stringify(query))
  }
})

t.test('what is not known finds nothing', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const other = await openedContest(ctx, { owner })
  const post = aNewPost()
  await enterOne(ctx, contest, post)
  const { receipt, confirmation } = await sendUpload(ctx, contest)
  for (const query of ['', '?', 'https://social.example/@nobody/1', '%', 'x'.repeat(500), confirmation])
    t.same(await followEntries(ctx, contest, query), { byReceipt: false, entries: [] }, query.slice(0, 40))
  for (const query of [post.url ?? '', receipt])
    t.same((await followEntries(ctx, other.contest, query)).entries, [], 'nor in another contest')
})

t.test('a receipt is followed in any spelling, and proves whose the entry is', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const { receipt, confirmation, entry } = await sendUpload(ctx, contest)
  for (const query of [receipt, ` ${receipt.toUpperCase()} `])
    t.match(await followEntries(ctx, contest, query), { byReceipt: true, entries: [{ entryId: entry.id }] })
  t.match(await follow(contest, receipt), {
    state: 'waiting',
    ticket: 'later',
    fixableUntil: null,
    result: { kind: 'pending', drawAt: contest.drawAt },
  })
  await confirmUploadAddress(ctx, contest, confirmation)
  await moderateEntry(ctx, contest, entry.id, { action: 'approve' }, owner.id)
  t.match(await follow(contest, receipt), { state: 'approved', verdict: 'counts', ticket: 'carries' })
})

t.test('an entry waits, carries a ticket, or is out, and says why', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const post = aNewPost()
  const entry = await enterOne(ctx, contest, post)
  const pending = { kind: 'pending', drawAt: contest.drawAt }
  t.match(await follow(contest, post.url), { state: 'waiting', ticket: 'later', result: pending })
  await moderateEntry(ctx, contest, entry.id, { action: 'approve' }, owner.id)
  t.match(await follow(contest, post.url), { state: 'approved', ticket: 'carries', result: pending })
  const refusal = { action: 'reject', code: 'refused', text: 'Ikke vår krakk.' } as const
  await moderateEntry(ctx, contest, entry.id, refusal, owner.id)
  t.match(await follow(contest, post.url), {
    state: 'rejected',
    reason: { code: 'refused', text: 'Ikke vår krakk.' },
    ticket: 'none',
    result: { kind: 'none' },
  })
  await vanish(ctx, entry)
  const gone = await follow(contest, post.url)
  t.match(gone, { state: 'withdrawn', ticket: 'none', result: { kind: 'none' } })
  t.match(
    gone.checks.find(({ outcome }) => outcome === 'fail'),
    { code: 'private_or_gone' },
  )
})

t.test('what can be mended can be mended until closing', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  const bare = aNewPost({ pictures: [] })
  await enterOne(ctx, contest, bare)
  const late = aNewPost({ postedAt: contest.rules.closesAt })
  await enterOne(ctx, contest, late)
  const other = aNewPost()
  const { id } = await enterOne(ctx, contest, other)
  await moderateEntry(ctx, contest, id, { action: 'reject', code: 'not_the_item' }, owner.id)
  const { closesAt } = contest.rules
  clock.set(closesAt - 1)
  t.equal((await follow(contest, bare.url)).fixableUntil, closesAt)
  t.equal((await follow(contest, other.url)).fixableUntil, closesAt)
  t.equal((await follow(contest, late.url)).fixableUntil, null, 'being late cannot be mended')
  clock.set(closesAt)
  t.equal((await follow(contest, bare.url)).fixableUntil, null)
})

t.test('over a limit the later entry says so, and which one', async (t) => {
  const opened = await openedContest(ctx)
  const [first, second] = [
    aPostBy(1, ['krakk'], { postedAt: NOON - 2 * MINUTE }),
    aPostBy(1, ['krakk'], { postedAt: NOON - MINUTE }),
  ] as const
  await enterAll(ctx, opened, [first, second])
  t.match(await follow(opened.contest, first.url), { ticket: 'carries' })
  const over = await follow(opened.contest, second.url)
  t.match(over, { state: 'approved', ticket: 'none', result: { kind: 'none' } })
  t.match(over.checks.at(-1), { code: 'over_limit', outcome: 'fail', detail: { n: 1, scope: 'item' } })
  const earliest = (await followEntries(ctx, opened.contest, first.url ?? '')).entries[0]
  await moderateEntry(
    ctx,
    opened.contest,
    earliest?.entryId ?? 0,
    { action: 'reject', code: 'not_the_item' },
    opened.owner.id,
  )
  t.match(await follow(opened.contest, second.url), { ticket: 'carries' }, 'the next one takes its place')
})

t.test('an entry for what cannot be won carries no ticket', async (t) => {
  const items = [anItemDraft('krakk', { winners: 0 }), anItemDraft('kopp')]
  const opened = await openedContest(ctx, { items })
  const post = aPostBy(1)
  await enterAll(ctx, opened, [post])
  t.match(await follow(opened.contest, post.url), { state: 'approved', ticket: 'none' })
})

t.test('once the time of the draw has passed without a list, no time is promised', async (t) => {
  const { contest } = await openedContest(ctx)
  const post = aNewPost()
  await enterOne(ctx, contest, post)
  clock.set(contest.drawAt - 1)
  t.match(await follow(contest, post.url), { result: { kind: 'pending', drawAt: contest.drawAt } })
  clock.set(contest.drawAt)
  t.match(await follow(contest, post.url), { result: { kind: 'pending', drawAt: null } })
})
