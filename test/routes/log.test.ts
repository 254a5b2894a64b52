import t from 'tap'
import { HOUR, MINUTE } from '../../server/contest/instant.ts'
import { insertGap, listOpenGaps, recordFilled } from '../../server/db/gaps.ts'
import { endRun, insertRun } from '../../server/db/runs.ts'
import { LOG_LINES } from '../../server/steps/read-log.ts'
import { pauseOrResume } from '../../server/steps/set-source-state.ts'
import { readOnce } from '../support/collection.ts'
import { busyContest, startSite } from '../support/site.ts'

const site = await startSite(t)
const busy = await busyContest(t, site)
const { contest, sourceId, network } = busy
const { ctx, clock } = site

interface Log {
  completeUntil: string | null
  sources: Record<string, unknown>[]
  lines: Record<string, unknown>[]
  next: string | null
}

/** Kept answers are as old as 15 seconds; another address is made anew. */
let asked = 0
const readLog = async (query = '') =>
  (await site.ask(`/c/${contest.slug}/log.json?x=${asked++}${query}`)).json<Log>()
const page = async (lang: string) => (await site.ask(`/c/${contest.slug}/log?lang=${lang}&x=${asked++}`)).text

t.test('a read stands in the log with its counts, and says how far the list is complete', async (t) => {
  const log = await readLog()
  t.match(log.lines, [{ kind: 'read', way: 'poll', brought: 4, fault: null, reads: 1 }])
  t.match(log.sources, [{ network: 'Mastodon', state: 'active', arrives: 'read', alerts: [], openGaps: [] }])
  t.equal(typeof log.completeUntil, 'string')
  t.equal(log.completeUntil, log.sources[0]?.completeUntil)
  t.equal(log.next, null)
})

t.test('failures are told in plain words, without addresses, tokens or samples', async (t) => {
  const { port } = new URL(network.server.url)
  clock.advance(HOUR)
  network.server.faults.plant({
    on: /timelines/,
    times: 1,
    fault: { kind: 'body', body: '{"access_token":"hemmelig","sample":"prøve"}' },
  })
  await readOnce(ctx, sourceId)
  const text = JSON.stringify(await readLog())
  t.match(text, '"fault":"unreadable"')
  for (const lang of ['en', 'nb']) {
    const html = await page(lang)
    t.match(
      html,
      lang === 'en' ? 'The network’s answer could not be read' : 'Svaret fra nettverket kunne ikke leses',
    )
    for (const secret of ['hemmelig', 'prøve', `:${port}`]) {
      t.notMatch(html.replaceAll(site.address, ''), secret)
      t.notMatch(text, secret)
    }
  }
})

t.test('what was missed ends the completeness until it is filled', async (t) => {
  clock.advance(MINUTE)
  const now = clock.now()
  const from = now - 2 * HOUR
  await insertGap(ctx.db, { sourceId, from, until: now - HOUR, why: 'The stream was cut.', noticedAt: now })
  const cut = await readLog()
  t.equal(cut.completeUntil, new Date(from).toISOString())
  t.match(cut.lines[0], { kind: 'gap', why: 'The stream was cut.', filledAt: null })
  const [gap] = await listOpenGaps(ctx.db, sourceId, 1)
  await recordFilled(ctx.db, gap?.id ?? 0, { how: 'x', found: 2, partial: 'Only the popular ones.' }, now)
  const filled = await readLog()
  t.match(filled.lines[0], {
    kind: 'gap',
    found: 2,
    partial: 'Only the popular ones.',
    filledAt: new Date(now).toISOString(),
  })
  t.ok(String(filled.completeUntil) > new Date(from).toISOString())
})

t.test('a paused source is told, and the list is said to be without it', async (t) => {
  clock.advance(MINUTE)
  await pauseOrResume(ctx, sourceId, 'paused')
  clock.advance(MINUTE)
  const log = await readLog()
  t.equal(log.completeUntil, null)
  t.match(log.lines[0], { kind: 'pause', until: null })
  t.match(await page('en'), /Not counting .*: not read at the moment/)
  await pauseOrResume(ctx, sourceId, 'active')
  t.match((await readLog()).lines[0], { kind: 'pause', until: new Date(clock.now()).toISOString() })
})

t.test('reads for the tags of other contests are not told', async (t) => {
  const before = (await readLog()).lines.length
  const runId = await insertRun(ctx.db, {
    sourceId,
    target: 'tag:another',
    way: 'poll',
    startedAt: clock.now(),
  })
  t.equal((await readLog()).lines.length, before)
  await endRun(
    ctx.db,
    runId,
    { pages: 1, seen: 0, stored: 0, changed: 0, withdrawn: 0, skipped: 0, samples: [] },
    { at: clock.now(), failure: null },
  )
})

t.test('a long log has pages, and every line stands on one of them', async (t) => {
  const before = (await readLog()).lines.length
  for (let n = 0; n < LOG_LINES + 5; n++) {
    clock.advance(MINUTE)
    const run = { sourceId, target: 'tag:folkekatalog', way: 'poll', startedAt: clock.now() } as const
    const counts = { pages: 1, seen: 1, stored: 1, changed: 0, withdrawn: 0, skipped: 0, samples: [] }
    await endRun(ctx.db, await insertRun(ctx.db, run), counts, { at: clock.now(), failure: null })
  }
  const first = await readLog()
  t.equal(first.lines.length, LOG_LINES)
  const second = await readLog(`&after=${first.next}`)
  t.equal(second.lines.length, before + 5)
  t.equal(second.next, null)
  const times = [...first.lines, ...second.lines].map(({ at }) => String(at))
  t.same(times, times.toSorted().toReversed())
  t.match(await page('en'), `after=${first.next}`)
  t.equal((await site.ask(`/c/${contest.slug}/log?after=nonsense`)).status, 400)
})

t.test('the page says no more than it knows', async (t) => {
  await ctx.db.deleteFrom('source_position').execute()
  t.equal((await readLog()).completeUntil, null)
  t.match(await page('en'), 'It is not known yet')
})
