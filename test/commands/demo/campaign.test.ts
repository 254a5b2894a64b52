import t from 'tap'
import { campaignPlan, openingBefore } from '../../../server/commands/demo/campaign.ts'
import { DEFAULTS } from '../../../server/commands/demo/options.ts'
import { DAY, HOUR } from '../../../server/contest/instant.ts'

const NOW = Date.UTC(2026, 10, 21, 22, 30)

/** What people do, by whom and with what pictures, apart from the date. */
function deedsOf(now: number, seed = 1) {
  const opensAt = openingBefore(now)
  const { plan } = campaignPlan({ campaign: { ...DEFAULTS, seed, posts: 80 }, opensAt })
  return plan.posts.map(({ kind, post, entries }) => ({
    kind,
    entries,
    author: `${post.account.user}@${post.account.host}`,
    at: post.createdAt - opensAt,
    wordings: post.wordings.map(({ at, text, files }) => ({ at: at - opensAt, text, files })),
  }))
}

t.test('the same seed gives the same people, posts and pictures, whenever it is played', async (t) => {
  const deeds = deedsOf(NOW)
  for (const later of [HOUR, 3 * DAY, 100 * DAY, 1_000 * DAY]) t.strictSame(deedsOf(NOW + later), deeds)
  t.notSame(deedsOf(NOW, 2), deeds)
})

t.test('a campaign is over by the time it is played, and ended in the last week', async (t) => {
  for (let hour = 0; hour < 24 * 14; hour++) {
    const now = NOW + hour * HOUR
    const { drawAt } = campaignPlan({ campaign: { ...DEFAULTS, posts: 1 }, opensAt: openingBefore(now) })
    if (drawAt > now || drawAt <= now - 7 * DAY) t.equal(drawAt, now)
  }
  t.equal(new Date(openingBefore(NOW)).getUTCDay(), 1, 'it opens on a Monday')
})

t.test('its times follow each other', async (t) => {
  const times = campaignPlan({ campaign: DEFAULTS, opensAt: openingBefore(NOW) })
  const { startsAt, plan, opensAt, closesAt, frozenFrom, drawAt } = times
  const order = [startsAt, plan.beginsAt, opensAt, closesAt, plan.endsAt, frozenFrom, drawAt]
  t.strictSame(
    order,
    order.toSorted((a, b) => a - b),
  )
  for (const at of [opensAt, closesAt, drawAt]) t.equal(at % 60_000, 0, 'a wall clock shows whole minutes')
})
