import t from 'tap'
import { forecastCompletion } from '../../server/contest/forecast.ts'
import { DAY, HOUR } from '../../server/contest/instant.ts'
import { readContest } from '../../server/db/contests.ts'
import { moderateEntry } from '../../server/steps/moderate-entry.ts'
import { readCoverage } from '../../server/steps/read-coverage.ts'
import { anItemDraft, openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { aPostBy, enterAll } from '../support/draws.ts'
import { entriesOf, vanish } from '../support/entries.ts'
import { NOON } from '../support/mastodon.ts'

t.setTimeout(90_000)

const { ctx, clock } = await testContext(t)
t.beforeEach(() => clock.set(NOON))

t.test('a page is filled as long as somebody shows a picture of it', async (t) => {
  const opened = await openedContest(ctx)
  const { contest, owner } = opened
  const read = () => readCoverage(ctx, contest)
  t.match(await read(), {
    coverage: { items: 3, filled: 0, gaps: ['krakk', 'vindskjerm', 'kopp'] },
    people: 0,
    entries: 0,
    forecast: null,
  })
  const both = aPostBy(1, ['krakk', 'kopp'])
  const posts = [both, aPostBy(1, ['krakk']), aPostBy(2, ['krakk'])]
  await enterAll(ctx, opened, posts)
  t.match(await read(), {
    coverage: {
      items: 3,
      filled: 2,
      gaps: ['vindskjerm'],
      sections: [{ section: 'hjem', items: 3, filled: 2 }],
    },
    people: 2,
    entries: 4,
  })
  const [krakk, kopp] = await entriesOf(ctx, contest, both)
  await moderateEntry(ctx, contest, kopp?.id ?? 0, { action: 'reject', code: 'not_the_item' }, owner.id)
  t.match(await read(), { coverage: { filled: 1, gaps: ['vindskjerm', 'kopp'] }, people: 2, entries: 3 })
  if (krakk) await vanish(ctx, krakk)
  t.match(await read(), { coverage: { filled: 1 }, people: 2, entries: 2 })
  for (const post of posts.slice(1)) {
    const [entry] = await entriesOf(ctx, contest, post)
    if (entry) await vanish(ctx, entry)
  }
  t.match(await read(), { coverage: { filled: 0 }, people: 0, entries: 0 })
})

t.test('an entry without item fills no page, and its person counts', async (t) => {
  const opened = await openedContest(ctx)
  await enterAll(ctx, opened, [aPostBy(1, [])])
  t.match(await readCoverage(ctx, opened.contest), { coverage: { filled: 0 }, people: 1, entries: 1 })
})

t.test('the forecast is made of the first picture of each page, until closing', async (t) => {
  const items = ['krakk', 'vindskjerm', 'kopp', 'lampe', 'teppe'].map((slug) => anItemDraft(slug))
  const opened = await openedContest(ctx, { items })
  const { contest } = opened
  const at = (before: number) => ({ postedAt: NOON - before })
  await enterAll(ctx, opened, [
    aPostBy(1, ['krakk'], at(5 * DAY)),
    aPostBy(2, ['krakk'], at(HOUR)),
    aPostBy(3, ['vindskjerm'], at(3 * DAY)),
  ])
  t.equal((await readCoverage(ctx, contest)).forecast, null, 'two pages tell no pace')
  await enterAll(ctx, opened, [aPostBy(4, ['kopp'], at(DAY))])
  const filled = [5, 3, 1].map((days) => NOON - days * DAY)
  const expected = forecastCompletion(5, filled, contest.rules, NOON)?.completeAt
  const { forecast } = await readCoverage(ctx, contest)
  t.equal(forecast, expected)
  t.ok((forecast ?? 0) > NOON)
  clock.set(contest.rules.closesAt)
  t.equal((await readCoverage(ctx, contest)).forecast, null)
})

t.test('one contest knows nothing of another', async (t) => {
  const one = await openedContest(ctx)
  const other = await openedContest(ctx, { owner: one.owner })
  await enterAll(ctx, one, [aPostBy(1)])
  t.match(await readCoverage(ctx, await readContest(ctx.db, other.contest.id)), { people: 0, entries: 0 })
})
