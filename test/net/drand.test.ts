import t, { type Test } from 'tap'
import { manualClock } from '../../server/clock.ts'
import { isBeacon } from '../../server/contest/hcd1/bls.ts'
import { QUICKNET, timeOfRound } from '../../server/contest/hcd1/drand.ts'
import { nodeHashing } from '../../server/hashing.ts'
import { DRAND_RELAYS, fetchBeacon, newestBeacon, RELAY_LIMITS, readBeacon } from '../../server/net/drand.ts'
import { createGuardedFetch, type FetchLimits, type GuardedFetch } from '../../server/net/fetch.ts'
import { vectors } from '../contest/hcd1/vectors.ts'
import { createTestChain, type DrandRelay, type RelayMood, startDrandRelay } from '../support/drand-relay.ts'

const guarded = createGuardedFetch({ allowLoopback: true, userAgent: 'folkalog-test' })
t.teardown(() => guarded.close())
const testChain = await createTestChain()
const { chain } = testChain
const ROUND = 1000
const DUE = timeOfRound(chain, ROUND)

/** Two relays, a clock at the round's time, and what a request for the round needs. */
async function setUp(t: Test, at = DUE) {
  const clock = manualClock(at)
  const first = await startDrandRelay(t, testChain, clock)
  const second = await startDrandRelay(t, testChain, clock)
  const io = { relays: [first.url, second.url], chain, fetch: guarded, clock }
  return { clock, first, second, io }
}

t.test('a round is fetched and verified from the first relay', async (t) => {
  const { first, second, io } = await setUp(t)
  const answer = await fetchBeacon({ ...io, round: ROUND })
  t.same(answer, { state: 'found', beacon: await testChain.sign(ROUND), relay: first.url, failures: [] })
  t.same(first.asked, [`/${chain.hash}/public/${ROUND}`])
  t.same(second.asked, [], 'one valid answer is enough')
})

const lies: [RelayMood, RegExp][] = [
  ['another-round', /Round 1001, expected round 1000/],
  ['forged', /Not signed by test for round 1000/],
  ['malformed', /Not signed by test/],
  ['html', /Not a beacon/],
  ['huge', /more than 4096/],
  ['hangs-up', /./],
  ['silent', /./],
  [500, /status 500/],
  [404, /status 404/],
  [204, /status 204/],
]
for (const [mood, why] of lies) {
  t.test(`a relay that is ${mood} gives way to the next one`, async (t) => {
    const { first, second, io } = await setUp(t)
    first.mood = mood
    const answer = await fetchBeacon({ ...io, round: ROUND, limits: { deadline: 300 } })
    t.match(answer, { state: 'found', relay: second.url, failures: [{ relay: first.url, why }] })
  })
}

t.test('a round whose time has not come is not asked for', async (t) => {
  const { clock, first, io } = await setUp(t, DUE - 1)
  t.same(await fetchBeacon({ ...io, round: ROUND }), { state: 'not-yet', dueAt: DUE, failures: [] })
  t.same(first.asked, [])
  clock.advance(1)
  t.match(await fetchBeacon({ ...io, round: ROUND }), { state: 'found' })
})

t.test('a late round is "not yet" until it is there, and is then the same round', async (t) => {
  const { clock, first, second, io } = await setUp(t)
  first.late = 60_000
  second.late = 60_000
  t.match(await fetchBeacon({ ...io, round: ROUND }), { state: 'not-yet', dueAt: DUE })
  second.mood = 'hangs-up'
  t.match(
    await fetchBeacon({ ...io, round: ROUND }),
    { state: 'not-yet' },
    'one relay that can tell is enough',
  )
  first.mood = 425
  t.match(await fetchBeacon({ ...io, round: ROUND }), { state: 'not-yet' }, '425 Too Early says the same')
  first.mood = 'honest'
  clock.advance(60_000)
  t.match(await fetchBeacon({ ...io, round: ROUND }), { state: 'found', beacon: { round: ROUND } })
})

t.test('relays that all fail are told apart from a late round', async (t) => {
  const { first, second, io } = await setUp(t)
  first.mood = 'forged'
  second.mood = 503
  const answer = await fetchBeacon({ ...io, round: ROUND })
  t.match(answer, { state: 'failed', failures: [{ relay: first.url }, { relay: second.url }] })
})

t.test('an answer may have 4096 bytes and no more', async (t) => {
  const { first, io } = await setUp(t)
  const length = JSON.stringify(await spoken(first, io.fetch)).length
  first.padding = 4096 - length
  t.match(await fetchBeacon({ ...io, relays: [first.url], round: ROUND }), { state: 'found' })
  first.padding += 1
  t.match(await fetchBeacon({ ...io, relays: [first.url], round: ROUND }), { state: 'failed' })
})

async function spoken({ url }: DrandRelay, fetch: GuardedFetch): Promise<unknown> {
  const { body } = await fetch(`${url}/${chain.hash}/public/${ROUND}`)
  return JSON.parse(new TextDecoder().decode(body))
}

t.test('each relay gets 5 seconds', async (t) => {
  const given: (Partial<FetchLimits> | undefined)[] = []
  const { io } = await setUp(t)
  const fetch: GuardedFetch = (url, options) => {
    given.push(options?.limits)
    return guarded(url, options)
  }
  await fetchBeacon({ ...io, fetch, round: ROUND })
  t.same(given, [{ ...RELAY_LIMITS, deadline: 5000, maxBytes: 4096 }])
})

t.test('an aborted request ends with the reason, without asking another relay', async (t) => {
  const { first, second, io } = await setUp(t)
  first.mood = 'silent'
  const stop = new AbortController()
  const waiting = fetchBeacon({ ...io, round: ROUND, signal: stop.signal })
  stop.abort(new Error('going down'))
  await t.rejects(waiting, { message: 'going down' })
  t.same(second.asked, [])
})

t.test('the newest round comes from the first relay that is up to date', async (t) => {
  const { first, second, io } = await setUp(t)
  t.match(await newestBeacon(io), { state: 'found', beacon: { round: ROUND }, relay: first.url })
  t.same(second.asked, [])
  first.newest = ROUND - 40
  t.match(await newestBeacon(io), { beacon: { round: ROUND - 40 } }, '120 seconds old is up to date')
  first.newest = ROUND - 41
  t.match(
    await newestBeacon(io),
    { beacon: { round: ROUND }, relay: second.url },
    'an older one is held against the next',
  )
  second.newest = ROUND - 50
  t.match(
    await newestBeacon(io),
    { beacon: { round: ROUND - 41 }, relay: first.url },
    'the newest of all is taken',
  )
})

t.test('a relay cannot invent a newest round', async (t) => {
  const { first, second, io } = await setUp(t)
  first.mood = 'forged'
  t.match(await newestBeacon(io), { state: 'found', relay: second.url, failures: [{ relay: first.url }] })
  second.mood = 'html'
  t.match(await newestBeacon(io), { state: 'failed' })
})

t.test('a beacon pasted from a phone is as good as a fetched one', async (t) => {
  const [real] = vectors.drand.beacons
  if (!real) throw new Error('No recorded beacon')
  const { round, signature, randomness } = real
  const beacon = { round, signature, value: randomness }
  t.same(await readBeacon(JSON.stringify(real), QUICKNET, round), beacon)
  t.same(
    await readBeacon(` {"round":${round},"signature":"${signature.toUpperCase()}"}\n`, QUICKNET, null),
    beacon,
  )
})

t.test('what was pasted wrongly is refused with the reason', async (t) => {
  const { signature } = await testChain.sign(ROUND)
  const refused = (text: string, message: RegExp) =>
    t.rejects(readBeacon(text, chain, ROUND), { name: 'BeaconRefused', message })
  await refused('', /Not a beacon/)
  await refused('[]', /Not a beacon/)
  await refused('{"round":1000', /Not a beacon/)
  await refused(JSON.stringify({ round: '1000', signature }), /Not a beacon.*round/)
  await refused(JSON.stringify({ round: 1000.5, signature }), /Not a beacon.*round/)
  await refused(JSON.stringify({ round: ROUND }), /Not a beacon.*signature/)
  await refused(JSON.stringify({ round: ROUND, signature: signature.slice(2) }), /expected 96 hex digits/)
  await refused(JSON.stringify({ round: 999, signature }), /Round 999, expected round 1000/)
  await refused(JSON.stringify({ round: ROUND, signature: `00${signature.slice(2)}` }), /Not signed by test/)
})

t.test('production asks the public relays over HTTPS', async (t) => {
  t.equal(DRAND_RELAYS.length, 4)
  t.ok(DRAND_RELAYS.every((relay) => new URL(relay).protocol === 'https:'))
})

t.test('a test chain signs like the real one but is not believed in its place', async (t) => {
  const { signature } = await testChain.sign(123)
  t.ok(await isBeacon(chain, 123, signature, nodeHashing))
  t.notOk(await isBeacon(QUICKNET, 123, signature, nodeHashing))
})
