import fc from 'fast-check'
import t from 'tap'
import { checkCommit } from '../../../server/contest/hcd1/commit.ts'
import { Hcd1Fault } from '../../../server/contest/hcd1/fault.ts'
import { type CommitPlan, makeCommit } from '../../../server/contest/hcd1/make-commit.ts'
import { localCommitment, manualText } from '../../../server/contest/hcd1/randomness.ts'
import { type DrawInputs, drawRecord, formatRecord } from '../../../server/contest/hcd1/record.ts'
import {
  canonicalRecord,
  findBrokenRevision,
  reviseRecord,
  revisionHash,
} from '../../../server/contest/hcd1/revision.ts'
import { NOTHING_BEFORE } from '../../../server/contest/hcd1/shape.ts'
import { verifyRecord } from '../../../server/contest/hcd1/verify.ts'
import { nodeHashing } from '../../../server/hashing.ts'
import { aDraw, anEvent, SECRET } from './a-draw.ts'
import { bytesOf, draw, tools } from './vectors.ts'

t.test('people in another order are the same draw', async (t) => {
  const people = { ane: { mug: 1 }, bo: { mug: 2, tee: 1 }, cia: { tee: 1 }, dag: { mug: 1 } }
  const expected = formatRecord((await aDraw({ people })).record)
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(Object.entries(people), { minLength: 4 }), async (shuffled) => {
      const { record } = await aDraw({ people: Object.fromEntries(shuffled) })
      t.equal(formatRecord(record), expected)
    }),
    { numRuns: 20 },
  )
})

t.test('the same inputs give the same bytes, other randomness another seed', async (t) => {
  const one = await aDraw()
  t.equal(formatRecord((await aDraw()).record), formatRecord(one.record))
  const other = await aDraw({ secret: '00'.repeat(32) })
  t.not(other.record.seed, one.record.seed)
})

t.test('every draw that was made verifies', async (t) => {
  const name = fc.constantFrom('ane', 'bo', 'cia', 'dag', 'eva')
  const share = fc.record({ weight: fc.integer({ min: 1, max: 5 }), tier: fc.nat({ max: 2 }) })
  const items = fc.dictionary(fc.constantFrom('mug', 'tee', 'cap'), share, {
    minKeys: 1,
    noNullPrototype: true,
  })
  const people = fc.dictionary(name, items, { noNullPrototype: true })
  await fc.assert(
    fc.asyncProperty(people, fc.nat({ max: 2 }), fc.array(name), async (people, maxPrizes, voided) => {
      const voids = voided.filter((who) => people[who]).map((who) => ({ who }))
      const prizes = ['tee', 'mug'].map((id) => ({ id, winners: 2, alternates: 1 }))
      const { record, entrants } = await aDraw({ people, maxPrizes, items: prizes, voids })
      t.match(await verifyRecord(record, entrants, tools), {
        valid: true,
        level: 'C',
        n: Object.keys(people).length,
      })
    }),
    { numRuns: 60 },
  )
})

t.test('inputs are checked in the order of codes', async (t) => {
  const { commit, entrants, randomness, events } = await aDraw()
  const good: DrawInputs = { commit, entrants, randomness, events }
  const faults: [string, Partial<DrawInputs>][] = [
    ['event-scope', { events: [anEvent({})] }],
    ['event-order', { events: null }],
    ['randomness-local', { randomness: null }],
    ['commit-root', { commit: { ...commit, root: SECRET } }],
    ['commit-n', { commit: { ...commit, n: 9, root: SECRET } }],
    ['commit-randomness', { commit: { ...commit, randomness: 1 } }],
    ['commit-items', { commit: { ...commit, items: 1, randomness: 1 } }],
    ['commit-value', { commit: { ...commit, v: 1, items: 1 } }],
    ['commit-fields', { commit: null }],
    ['list-newline', { entrants: Uint8Array.of(1) }],
  ]
  let inputs = good
  for (const [code, change] of faults) {
    inputs = { ...inputs, ...change }
    await t.rejects(drawRecord(inputs, tools), { code })
  }
})

t.test('a drand round with a signature of another round is refused last', async (t) => {
  const { record, entrants } = draw('small-3-1')
  const { commit, randomness } = record
  const forged = { ...Object(commit), randomness: { ...Object(commit).randomness, round: 657414 } }
  const inputs = {
    commit: forged,
    randomness: { ...Object(randomness), round: 657414 },
    events: [],
    entrants: bytesOf(entrants),
  }
  await t.rejects(drawRecord(inputs, tools), { code: 'randomness-signature' })
  await t.rejects(drawRecord({ ...inputs, events: 1 }, tools), { code: 'event-order' })
})

t.test('numbers typed by hand make a draw of level B', async (t) => {
  const { commit, entrants } = await aDraw()
  const manual = { ...commit, randomness: { type: 'manual', source: 'Lotto of 2026-05-02, main numbers' } }
  const text = manualText([[47, 4, 11, 38, 19, 23]])
  t.equal(text, '4.11.19.23.38.47./')
  const record = await drawRecord(
    { commit: manual, entrants, randomness: { type: 'manual', text }, events: [] },
    tools,
  )
  t.match(await verifyRecord(record, entrants, tools), { valid: true, level: 'B' })
  const other = { ...record, randomness: { type: 'manual', text: '4.11.19.23.38.48./' } }
  t.match(await verifyRecord(other, entrants, tools), { code: 'seed' })
  for (const randomness of [
    { type: 'manual' },
    { type: 'manual', text: '' },
    { type: 'manual', text: 'å' },
  ]) {
    t.match(await verifyRecord({ ...record, randomness }, entrants, tools), { code: 'randomness-value' })
  }
  const { randomness } = draw('small-3-1').record
  t.match(await verifyRecord({ ...record, randomness }, entrants, tools), { code: 'randomness-round' })
})

t.test('manual text is in the form of RFC 3797', async (t) => {
  t.equal(
    manualText([[9319], [2, 5, 12, 8, 10], [9, 18, 26, 34, 41, 45]]),
    '9319./2.5.8.10.12./9.18.26.34.41.45./',
  )
  t.equal(manualText([[0]]), '0./')
  for (const bad of [[], [[]], [[1], []], [[-1]], [[1.5]], [[2 ** 53]]]) {
    t.throws(() => manualText(bad), RangeError, JSON.stringify(bad))
  }
})

t.test('a local secret has 32 bytes', async (t) => {
  t.equal((await localCommitment(new Uint8Array(32), nodeHashing)).length, 64)
  await t.rejects(localCommitment(new Uint8Array(31), nodeHashing), RangeError)
})

t.test('a commitment that was made is read into the very same values', async (t) => {
  const { commit } = await aDraw()
  t.same(checkCommit(commit), commit)
})

t.test('a commitment is made of the list, the rules and the plan', async (t) => {
  const { plan, commit, record } = await aDraw()
  t.match(await makeCommit(plan, nodeHashing), { commit, hash: record.commit_hash })
  const later = await makeCommit({ ...plan, draw: 2, prev: record.commit_hash }, nodeHashing)
  t.match(later.commit, { draw: 2, prev: record.commit_hash })
  t.not(later.hash, record.commit_hash)
})

t.test('a commitment that would not verify, or hides the one before it, is not made', async (t) => {
  const { plan } = await aDraw()
  const faults: [string, Partial<CommitPlan>][] = [
    ['list-newline', { entrants: Uint8Array.of(1) }],
    ['commit-value', { contest: 'https://contest.example/høst' }],
    ['commit-value', { rules: '' }],
    ['commit-value', { draw: 2 }],
    ['commit-value', { prev: SECRET }],
    ['commit-items', { items: [] }],
    ['commit-randomness', { randomness: { type: 'manual', source: '' } }],
  ]
  for (const [code, change] of faults)
    await t.rejects(makeCommit({ ...plan, ...change }, nodeHashing), { code })
})

t.test('a revision names the one before and keeps its events', async (t) => {
  const { record, entrants, pids } = await aDraw({ voids: [{ who: 'ane', phase: 'before' }] })
  const late = anEvent({ seq: 2, pid: pids.bo ?? '' })
  const second = await reviseRecord(record, entrants, [...record.events, late], tools)
  t.equal(second.rev, 2)
  t.equal(second.prev, await revisionHash(record, nodeHashing))
  t.match(await verifyRecord(second, entrants, tools), { valid: true, rev: 2 })
  const third = await reviseRecord(
    second,
    entrants,
    [...second.events, { ...late, seq: 3, pid: pids.cia ?? '' }],
    tools,
  )
  t.equal(third.result[0]?.unfilled, 1, 'everybody is void')
  t.equal(await findBrokenRevision([record, second, third], nodeHashing), null)
  t.equal(await findBrokenRevision([record, third], nodeHashing), third)
  t.equal(await findBrokenRevision([second, third], nodeHashing), second)
  const forged = { ...second, events: [{ ...late, seq: 1 }] }
  t.equal(await findBrokenRevision([record, forged], nodeHashing), forged)
  t.equal(await findBrokenRevision([], nodeHashing), null)
})

t.test(
  'a revision that changes or forgets an event, or adds one of before the draw, is refused',
  async (t) => {
    const { record, entrants, pids } = await aDraw({ voids: [{ who: 'ane', phase: 'before' }] })
    const event = anEvent({ seq: 2, pid: pids.bo ?? '' })
    for (const events of [
      [],
      [{ ...event, seq: 1 }],
      [...record.events, { ...event, phase: 'before' as const }],
    ]) {
      await t.rejects(reviseRecord(record, entrants, events, tools), { code: 'event-order' })
    }
  },
)

t.test('a name can be withdrawn without breaking the chain', async (t) => {
  const { record } = draw('unicode')
  const { entrants, ...named } = await aDraw()
  const reveals = [{ pid: named.pids.ane ?? '', participant: 'x:y', salt: SECRET }]
  const withName = { ...named.record, reveals }
  t.equal(await revisionHash(withName, nodeHashing), await revisionHash(named.record, nodeHashing))
  t.notOk(canonicalRecord(withName).includes('reveals'))
  t.ok(formatRecord(withName).includes('reveals'))
  t.equal(named.record.prev, NOTHING_BEFORE)
  t.ok(entrants.length > 0 && record)
})

t.test('a fault is an error with a code and a reason', async (t) => {
  const fault = new Hcd1Fault('seed', 'these inputs give another seed')
  t.match(fault, { name: 'Hcd1Fault', code: 'seed', message: 'these inputs give another seed' })
})
