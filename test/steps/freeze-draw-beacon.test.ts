import t from 'tap'
import { manualClock } from '../../server/clock.ts'
import { firstRoundAt, timeOfRound } from '../../server/contest/hcd1/drand.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../server/contest/instant.ts'
import { listDraws } from '../../server/db/draws.ts'
import { openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { createTestChain, type RelayMood, startDrandRelay } from '../support/drand-relay.ts'
import { aPostBy, collectedAt, enterAll, freeze } from '../support/draws.ts'
import { NOON } from '../support/mastodon.ts'

t.setTimeout(90_000)

const chain = await createTestChain()
/** The world's clock; the server's own is `clock`. */
const world = manualClock(NOON)
const relays = [await startDrandRelay(t, chain, world), await startDrandRelay(t, chain, world)]
const { ctx, clock } = await testContext(t, {
  chains: [chain.chain],
  env: { DRAND_RELAYS: relays.map(({ url }) => url).join(',') },
})
const DRAND = { draft: { drawKind: 'drand' as const } }
const set = (at: number) => {
  clock.set(at)
  world.set(at)
}
t.beforeEach(() => {
  set(NOON)
  for (const relay of relays) Object.assign(relay, { mood: 'honest', newest: Number.POSITIVE_INFINITY })
})

t.test('the round is the first one at or after the time of the draw', async (t) => {
  const opened = await openedContest(ctx, DRAND)
  await enterAll(ctx, opened, [aPostBy(1)])
  set(collectedAt(opened.contest))
  const draw = await freeze(ctx, opened)
  const { randomness } = JSON.parse(draw.commit)
  const round = firstRoundAt(chain.chain, opened.contest.drawAt)
  t.same(randomness, { type: 'drand', chain: chain.chain.hash, round })
  t.ok(timeOfRound(chain.chain, round) >= draw.drawAt)
  t.ok(timeOfRound(chain.chain, round - 1) < draw.drawAt)
  t.equal(draw.secret, null)
})

t.test('no list is frozen while no relay can prove the time', async (t) => {
  const opened = await openedContest(ctx, DRAND)
  set(collectedAt(opened.contest))
  for (const mood of ['forged', 'malformed', 'html', 'hangs-up', 500] satisfies RelayMood[]) {
    for (const relay of relays) relay.mood = mood
    await t.rejects(
      freeze(ctx, opened),
      { name: 'Refusal', kind: 'conflict', message: /No drand relay answers/ },
      String(mood),
    )
  }
  t.same(await listDraws(ctx.db, opened.contest.id), [])
  const [first] = relays
  if (first) first.mood = 'honest'
  t.match(await freeze(ctx, opened), { state: 'committed' }, 'one that can is enough')
})

t.test('a server whose clock is behind freezes nothing', async (t) => {
  const opened = await openedContest(ctx, DRAND)
  const from = collectedAt(opened.contest)
  // Rounds come every three seconds, so the newest one is up to three seconds old.
  const newest = timeOfRound(chain.chain, firstRoundAt(chain.chain, from + HOUR))
  world.set(newest)
  clock.set(newest - 30 * SECOND - 1)
  await t.rejects(freeze(ctx, opened), { name: 'Refusal', kind: 'conflict', message: /behind the beacon/ })
  clock.set(newest - 30 * SECOND)
  t.match(await freeze(ctx, opened), { state: 'committed' })
})

t.test('what is near is told by the newest round, where the clock lags within bounds', async (t) => {
  const opened = await openedContest(ctx, DRAND)
  const { drawAt } = opened.contest
  const newest = timeOfRound(chain.chain, firstRoundAt(chain.chain, drawAt - 15 * MINUTE)) + 3 * SECOND
  world.set(newest)
  clock.set(newest - 20 * SECOND)
  await t.rejects(freeze(ctx, opened), { name: 'Refusal', kind: 'conflict', message: /postpone/ })
})

t.test('a list that is frozen too late commits to a later round, which nobody knows', async (t) => {
  const opened = await openedContest(ctx, DRAND)
  const now = opened.contest.drawAt + 3 * DAY
  set(now)
  await t.rejects(freeze(ctx, opened), { name: 'Refusal', kind: 'conflict', message: /postpone/ })
  const draw = await freeze(ctx, opened, { postpone: true })
  const { randomness } = JSON.parse(draw.commit)
  t.ok(draw.drawAt >= now + DAY && draw.drawAt < now + DAY + MINUTE)
  t.equal(randomness.round, firstRoundAt(chain.chain, draw.drawAt))
})
