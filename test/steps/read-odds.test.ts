import t from 'tap'
import { DAY } from '../../server/contest/instant.ts'
import type { Context } from '../../server/context.ts'
import { readEntrants } from '../../server/db/draws.ts'
import { moderateEntry } from '../../server/steps/moderate-entry.ts'
import { readOdds } from '../../server/steps/read-odds.ts'
import { confirmUploadAddress } from '../../server/steps/take-upload.ts'
import { anItemDraft, type OpenedContest, openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { aPostBy, collectedAt, enterAll, freeze } from '../support/draws.ts'
import { aNewPost, enterOne } from '../support/entries.ts'
import { NOON } from '../support/mastodon.ts'
import { sendUpload } from '../support/uploads.ts'

t.setTimeout(90_000)

const { ctx, clock } = await testContext(t)
t.beforeEach(() => clock.set(NOON))

const oddsOf = async (of: Context, { contest, items }: OpenedContest, slug: string) => {
  const item = items.find((one) => one.slug === slug)
  if (!item) throw new Error(`There is no ${slug}`)
  return readOdds(of, contest, item)
}

t.test('before anybody has entered, whoever does wins', async (t) => {
  const opened = await openedContest(ctx)
  t.same(await oddsOf(ctx, opened, 'krakk'), {
    people: 0,
    tickets: 0,
    winners: 1,
    cap: 1,
    chance: 1,
    method: 'exact',
    freeShare: null,
  })
})

t.test('only what would carry a ticket is counted', async (t) => {
  const opened = await openedContest(ctx)
  await enterAll(ctx, opened, [aPostBy(1), aPostBy(1), aPostBy(2), aPostBy(3, ['kopp'])])
  await enterOne(ctx, opened.contest, aNewPost())
  t.match(await oddsOf(ctx, opened, 'krakk'), { people: 2, tickets: 2, chance: 1 / 3 })
  t.match(await oddsOf(ctx, opened, 'kopp'), { people: 1, tickets: 1, chance: 1 / 2 })
})

t.test('what comes in without a network counts alike, and is told apart', async (t) => {
  const opened = await openedContest(ctx)
  const { contest, owner } = opened
  await enterAll(ctx, opened, [aPostBy(1), aPostBy(2), aPostBy(3)])
  const { confirmation, entry } = await sendUpload(ctx, contest)
  t.match(await oddsOf(ctx, opened, 'krakk'), { tickets: 3, freeShare: 0 }, 'not before it is confirmed')
  await confirmUploadAddress(ctx, contest, confirmation)
  await moderateEntry(ctx, contest, entry.id, { action: 'approve' }, owner.id)
  t.match(await oddsOf(ctx, opened, 'krakk'), { people: 4, tickets: 4, freeShare: 1 / 4, chance: 1 / 5 })
})

t.test('where nothing can be won there are no odds', async (t) => {
  const items = [anItemDraft('krakk'), anItemDraft('kopp', { winners: 0 })]
  const opened = await openedContest(ctx, { items })
  t.equal(await oddsOf(ctx, opened, 'kopp'), null)
})

const LIMITS = [
  { perItem: 3, perDay: null, total: null },
  { perItem: 2, perDay: 1, total: null },
  { perItem: 2, perDay: null, total: 2 },
  { perItem: 3, perDay: 2, total: 3 },
]
for (const caps of LIMITS) {
  t.test(
    `the odds tell the tickets that the list has, with the limits ${JSON.stringify(caps)}`,
    async (t) => {
      const opened = await openedContest(ctx, { draft: { caps } })
      const posts = [1, 2, 3].flatMap((person) =>
        ['kopp', 'krakk', 'krakk', 'vindskjerm', 'krakk'].map((item, n) =>
          aPostBy(person, [item], { postedAt: NOON - 3 * DAY + n * (DAY / 2) + person * 1_000 }),
        ),
      )
      await enterAll(ctx, opened, posts)
      const odds = new Map<string, number>()
      for (const { slug } of opened.items) odds.set(slug, (await oddsOf(ctx, opened, slug))?.tickets ?? 0)
      clock.set(collectedAt(opened.contest))
      const draw = await freeze(ctx, opened)
      const list = await readEntrants(ctx.db, draw.id)
      for (const { slug } of opened.items) {
        const weights = [...list.matchAll(new RegExp(`${slug}:(\\d+)`, 'g'))].map(([, weight]) =>
          Number(weight),
        )
        t.equal(
          odds.get(slug),
          weights.reduce((sum, weight) => sum + weight, 0),
          slug,
        )
      }
    },
  )
}
