import t from 'tap'
import { timeOfRound } from '../../server/contest/hcd1/drand.ts'
import { verifyRecord } from '../../server/contest/hcd1/verify.ts'
import { SECOND } from '../../server/contest/instant.ts'
import { listRecords } from '../../server/db/draw-records.ts'
import { readDraw, readEntrants } from '../../server/db/draws.ts'
import { nodeHashing } from '../../server/hashing.ts'
import { runDraw } from '../../server/steps/run-draw.ts'
import { openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { createTestChain, type DrandRelay, type RelayMood, startDrandRelay } from '../support/drand-relay.ts'
import { aPostBy, collectedAt, enterAll, freeze, verifyByCommand } from '../support/draws.ts'
import { NOON } from '../support/mastodon.ts'
import { scratchFolder } from '../support/scratch.ts'

t.setTimeout(90_000)

const made = await createTestChain()
const { chain } = made
let now = NOON
const clock = { now: () => now }
const relays = [await startDrandRelay(t, made, clock), await startDrandRelay(t, made, clock)] as const
const main = await testContext(t, {
  chains: [chain],
  env: { DRAND_RELAYS: relays.map(({ url }) => url).join(',') },
})
const { ctx } = main
const { signal } = new AbortController()
t.beforeEach(() => {
  set(NOON)
  for (const relay of relays) mend(relay)
})

/** The time of the server and of the world. */
function set(at: number): void {
  now = at
  main.clock.set(at)
}

function mend(relay: DrandRelay): void {
  relay.mood = 'honest'
  relay.late = 0
  relay.asked.length = 0
}

/** A list that is frozen; its round comes at `roundAt`. */
async function frozen() {
  const opened = await openedContest(ctx, { draft: { drawKind: 'drand' } })
  await enterAll(
    ctx,
    opened,
    [1, 2, 3, 4].map((n) => aPostBy(n)),
  )
  set(collectedAt(opened.contest))
  const draw = await freeze(ctx, opened)
  for (const relay of relays) relay.asked.length = 0
  const { round } = JSON.parse(draw.commit).randomness as { round: number }
  return { ...opened, draw, round, roundAt: timeOfRound(chain, round) }
}

t.test('the round decides, and anybody who knows the chain can check it', async (t) => {
  const { contest, draw, round, roundAt } = await frozen()
  set(roundAt)
  t.equal(await runDraw(ctx, draw.id, signal), 'drawn')
  t.same(relays[0].asked, [`/${chain.hash}/public/${round}`], 'that round and no other was asked for')
  const [record] = await listRecords(ctx.db, draw.id)
  const parsed = JSON.parse(record?.text ?? '')
  t.match(parsed.randomness, await made.sign(round))
  const entrants = await readEntrants(ctx.db, draw.id)
  const verdict = await verifyRecord(parsed, Buffer.from(entrants), {
    hashing: nodeHashing,
    chains: [chain],
    mostTickets: 100,
  })
  t.match(verdict, { valid: true, contest: `http://localhost:3000/c/${contest.slug}`, n: 4, level: 'A' })

  const said = await verifyByCommand(await scratchFolder(t), { record: record?.text ?? '', entrants })
  t.same(
    said,
    { code: 1, out: 'INVALID: randomness-signature\n' },
    'the command believes real chains only, which is the last of its checks: all else holds',
  )
})

t.test('before its time no round is asked for', async (t) => {
  const { draw, roundAt } = await frozen()
  t.ok(draw.drawAt < roundAt, 'the chain makes no round at the very minute')
  for (const at of [draw.drawAt - 1, draw.drawAt, roundAt - 1]) {
    set(at)
    t.equal(await runDraw(ctx, draw.id, signal), 'late')
  }
  t.same(relays[0].asked, [])
  t.same(await listRecords(ctx.db, draw.id), [])
})

t.test('a round that comes late is waited for, and it is the same one', async (t) => {
  const { draw, round, roundAt } = await frozen()
  for (const relay of relays) relay.late = 60 * SECOND
  set(roundAt + 59 * SECOND)
  t.equal(await runDraw(ctx, draw.id, signal), 'late')
  t.match(await readDraw(ctx.db, draw.id), { state: 'committed', error: 'The round is not there yet.' })
  t.same(await listRecords(ctx.db, draw.id), [])
  set(roundAt + 60 * SECOND)
  t.equal(await runDraw(ctx, draw.id, signal), 'drawn')
  t.match(await readDraw(ctx.db, draw.id), { state: 'drawn', error: null, drawnAt: roundAt + 60 * SECOND })
  const asked = new Set(relays.flatMap((relay) => relay.asked))
  t.same([...asked], [`/${chain.hash}/public/${round}`])
})

t.test('while every relay lies or is dead nothing is drawn, and one that is honest is enough', async (t) => {
  const { draw, round, roundAt } = await frozen()
  set(roundAt)
  relays[1].mood = 503
  for (const mood of [
    'another-round',
    'forged',
    'malformed',
    'html',
    'huge',
    'hangs-up',
    500,
    302,
  ] satisfies RelayMood[]) {
    relays[0].mood = mood
    t.equal(await runDraw(ctx, draw.id, signal), 'late', String(mood))
    t.match(await readDraw(ctx.db, draw.id), {
      state: 'committed',
      error: 'No relay hands out the round.',
    })
  }
  t.same(await listRecords(ctx.db, draw.id), [])
  relays[0].mood = 'forged'
  mend(relays[1])
  t.equal(await runDraw(ctx, draw.id, signal), 'drawn')
  const [record] = await listRecords(ctx.db, draw.id)
  t.match(JSON.parse(record?.text ?? '').randomness, await made.sign(round))
})

t.test('two servers that are told by different relays make one record', async (t) => {
  const { draw, roundAt } = await frozen()
  const { ctx: beside } = await testContext(t, {
    beside: main,
    chains: [chain],
    env: { DRAND_RELAYS: relays[1].url },
  })
  set(roundAt)
  const outcomes = await Promise.all([ctx, beside].map((one) => runDraw(one, draw.id, signal)))
  t.same(outcomes.toSorted(), ['already', 'drawn'])
  t.equal((await listRecords(ctx.db, draw.id)).length, 1)
})

t.test('a chain that is not pinned decides nothing', async (t) => {
  const { draw, roundAt } = await frozen()
  const other = await createTestChain()
  set(roundAt)
  await t.rejects(runDraw({ ...ctx, chains: [other.chain] }, draw.id, signal), { message: /not pinned/ })
  t.match(await readDraw(ctx.db, draw.id), { state: 'committed', error: /could not be computed/ })
  t.equal(await runDraw(ctx, draw.id, signal), 'drawn')
})
