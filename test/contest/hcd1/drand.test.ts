import t from 'tap'
import { isBeacon } from '../../../server/contest/hcd1/bls.ts'
import {
  chainHash,
  checkClock,
  firstRoundAt,
  LEAST_LEAD,
  leavesLead,
  MOST_AHEAD,
  MOST_BEHIND,
  PATIENCE,
  PINNED_CHAINS,
  QUICKNET,
  timeOfRound,
  waitForRound,
} from '../../../server/contest/hcd1/drand.ts'
import { DAY, MINUTE, SECOND } from '../../../server/contest/instant.ts'
import { nodeHashing } from '../../../server/hashing.ts'
import { realChains, vectors } from './vectors.ts'

t.test('the pinned chain is that of the vectors', async (t) => {
  const { chain } = vectors.drand
  t.same(QUICKNET, {
    hash: chain.hash,
    publicKey: chain.public_key,
    period: chain.period,
    genesis: chain.genesis_time,
    scheme: chain.scheme,
    beaconId: chain.beacon_id,
    groupHash: chain.group_hash,
  })
  t.same(PINNED_CHAINS, [QUICKNET])
})

t.test("a chain's hash follows from its facts, also for the default beacon", async (t) => {
  t.equal(await chainHash(QUICKNET, nodeHashing), QUICKNET.hash)
  t.equal(realChains.length, 2)
  for (const { info } of realChains) {
    const chain = {
      ...QUICKNET,
      publicKey: info.public_key,
      period: info.period,
      genesis: info.genesis_time,
      beaconId: info.metadata.beaconID,
      groupHash: info.groupHash,
    }
    t.equal(await chainHash(chain, nodeHashing), info.hash)
    t.not(await chainHash({ ...chain, period: chain.period + 1 }, nodeHashing), info.hash)
  }
  await t.rejects(chainHash({ ...QUICKNET, groupHash: 'xyz' }, nodeHashing), RangeError)
})

t.test('the round of a draw is the first one at or after its time', async (t) => {
  for (const { at, round, time } of vectors.drand.first_round_at_or_after) {
    t.equal(firstRoundAt(QUICKNET, at * SECOND), round, `${at}`)
    t.equal(timeOfRound(QUICKNET, round), time * SECOND)
  }
  t.equal(firstRoundAt(QUICKNET, Date.parse('2026-05-02T12:00:00Z')), 28306612)
})

t.test('a millisecond after a round the next one counts', async (t) => {
  const time = timeOfRound(QUICKNET, 1000)
  t.equal(firstRoundAt(QUICKNET, time - 1), 1000)
  t.equal(firstRoundAt(QUICKNET, time), 1000)
  t.equal(firstRoundAt(QUICKNET, time + 1), 1001)
})

t.test('recorded rounds are at the time they say', async (t) => {
  for (const { beacons } of realChains.slice(0, 1)) {
    for (const { round, time } of beacons) t.equal(timeOfRound(QUICKNET, round), time * SECOND)
  }
})

t.test('every recorded round of the pinned chain is signed, and for no other round', async (t) => {
  const beacons = [...(realChains[0]?.beacons ?? []), ...vectors.drand.beacons]
  t.equal(beacons.length, 8)
  for (const { round, signature } of beacons) {
    t.ok(await isBeacon(QUICKNET, round, signature, nodeHashing), `round ${round}`)
  }
  const [first] = beacons
  t.notOk(await isBeacon(QUICKNET, 124, first?.signature ?? '', nodeHashing))
})

t.test('rounds of a chain with another scheme are not ours', async (t) => {
  for (const { round, signature } of realChains[1]?.beacons ?? []) {
    t.notOk(await isBeacon(QUICKNET, round, signature, nodeHashing))
  }
})

t.test('a malformed signature is a no, never an error', async (t) => {
  const signature = vectors.drand.beacons[0]?.signature ?? ''
  for (const bad of [
    '',
    '00',
    'zz',
    signature.slice(2),
    `${signature}00`,
    signature.toUpperCase(),
    'ff'.repeat(48),
    '00'.repeat(48),
    `c0${'00'.repeat(47)}`,
    `${signature.slice(0, -2)}00`,
  ]) {
    t.equal(await isBeacon(QUICKNET, 123, bad, nodeHashing), false, bad.slice(0, 20))
  }
  t.equal(await isBeacon({ ...QUICKNET, publicKey: 'zz' }, 123, signature, nodeHashing), false)
  t.equal(await isBeacon({ ...QUICKNET, publicKey: '00'.repeat(96) }, 123, signature, nodeHashing), false)
})

t.test('a commitment leaves 15 minutes to its round', async (t) => {
  const newest = 1000
  const rounds = LEAST_LEAD / (3 * SECOND)
  t.equal(LEAST_LEAD, 15 * MINUTE)
  t.ok(leavesLead(QUICKNET, newest + rounds, newest))
  t.notOk(leavesLead(QUICKNET, newest + rounds - 1, newest))
})

t.test('a clock that is slow stops the draw, one that is fast warns', async (t) => {
  const time = timeOfRound(QUICKNET, 1000)
  t.equal(checkClock(QUICKNET, 1000, time), 'good')
  t.equal(checkClock(QUICKNET, 1000, time - MOST_AHEAD), 'good')
  t.equal(checkClock(QUICKNET, 1000, time - MOST_AHEAD - 1), 'refuse')
  t.equal(checkClock(QUICKNET, 1000, time + MOST_BEHIND), 'good')
  t.equal(checkClock(QUICKNET, 1000, time + MOST_BEHIND + 1), 'warn')
  t.same([MOST_AHEAD, MOST_BEHIND], [30 * SECOND, 120 * SECOND])
})

t.test('a late round is asked for after 15 s, then ever less often, for 7 days', async (t) => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8, 2000].map((attempts) => waitForRound(attempts, 0))
  t.same(
    waits,
    [15, 30, 60, 120, 240, 480, 600, 600, 600].map((seconds) => seconds * SECOND),
  )
  t.equal(PATIENCE, 7 * DAY)
  t.equal(waitForRound(1, PATIENCE - 1), 15 * SECOND)
  t.equal(waitForRound(1, PATIENCE), null)
})
