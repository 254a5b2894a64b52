import t from 'tap'
import { TooManyTickets } from '../../server/contest/hcd1/entrants.ts'
import { reviseRecord } from '../../server/contest/hcd1/revision.ts'
import { computeDraw, computeRevision } from '../../server/steps/compute-draw.ts'
import { MAX_TICKETS } from '../../server/steps/draw-task.ts'
import { aDraw, anEvent } from '../contest/hcd1/a-draw.ts'
import { bytesOf, draw, tools } from '../contest/hcd1/vectors.ts'
import { createTestChain } from '../support/drand-relay.ts'

const chains = tools.chains

t.test('a draw comes out of the worker as it is computed here', async (t) => {
  const { record, ...inputs } = await aDraw()
  t.same(await computeDraw(inputs, { chains }), record)
})

t.test('a drand draw is verified by the chain that was given', async (t) => {
  const { record, entrants } = draw('small-3-1')
  const { commit, randomness, events } = record
  const inputs = { commit, randomness, events, entrants: bytesOf(entrants) }
  t.match(await computeDraw(inputs, { chains }), { seed: record.seed })
  const { chain } = await createTestChain()
  await t.rejects(computeDraw(inputs, { chains: [chain] }), { code: 'randomness-signature' })
})

t.test("the caller's list stays whole, also when it is part of a bigger buffer", async (t) => {
  const { record, ...inputs } = await aDraw()
  const bigger = Buffer.concat([Buffer.from('before'), inputs.entrants, Buffer.from('after')])
  const entrants = bigger.subarray(6, 6 + inputs.entrants.length)
  const [first, second] = await Promise.all([
    computeDraw({ ...inputs, entrants }, { chains }),
    computeDraw({ ...inputs, entrants }, { chains }),
  ])
  t.same(first, record)
  t.same(second, record)
  t.equal(bigger.toString('latin1', 0, 6), 'before')
  t.equal(Buffer.compare(entrants, inputs.entrants), 0)
})

t.test('a revision comes out of the worker too', async (t) => {
  const { record, entrants, pids } = await aDraw()
  const events = [anEvent({ pid: pids.bo ?? '' })]
  const expected = await reviseRecord(record, entrants, events, tools)
  t.same(await computeRevision(record, entrants, events, { chains }), expected)
  await t.rejects(computeRevision(expected, entrants, [], { chains }), { code: 'event-order' })
})

t.test('a fault keeps its code and reason', async (t) => {
  const { commit, entrants, randomness, events } = await aDraw()
  const inputs = { commit: { ...commit, n: 4 }, entrants, randomness, events }
  await t.rejects(computeDraw(inputs, { chains }), {
    name: 'Hcd1Fault',
    code: 'commit-n',
    message: 'the commitment is for 4 participants, the list has 3',
  })
})

t.test('two million tickets are drawn and not one more', async (t) => {
  const pids = Array.from({ length: 200 }, (_, i) => i.toString(16).padStart(64, '0'))
  const most = pids.map((pid) => `${pid} mug:10000\n`).join('')
  t.equal(MAX_TICKETS, 200 * 10_000)
  const { commit, randomness, events } = await aDraw()
  const inputs = (entrants: string) => ({ commit, randomness, events, entrants: bytesOf(entrants) })
  await t.rejects(
    computeDraw(inputs(most), { chains }),
    { code: 'commit-n' },
    'within the limit: the next check speaks',
  )
  await t.rejects(
    computeDraw(inputs(`${most}${'f'.repeat(64)} mug:1\n`), { chains }),
    new TooManyTickets(2_000_001, 2_000_000),
  )
})

t.test('an aborted draw ends with the reason, whether begun or not', async (t) => {
  const { record: _record, ...inputs } = await aDraw()
  await t.rejects(computeDraw(inputs, { chains, signal: AbortSignal.abort(new Error('closed')) }), {
    message: 'closed',
  })
  const stop = new AbortController()
  const running = computeDraw(inputs, { chains, signal: stop.signal })
  setImmediate(() => stop.abort(new Error('going down')))
  await t.rejects(running, { message: 'going down' })
})

t.test('what cannot be sent to a worker is an error, not a wait', async (t) => {
  const { commit, entrants, randomness } = await aDraw()
  const events = [() => 1]
  await t.rejects(computeDraw({ commit, entrants, randomness, events }, { chains }), {
    name: 'DataCloneError',
  })
})
