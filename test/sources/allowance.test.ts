import fc from 'fast-check'
import t from 'tap'
import { manualClock } from '../../server/clock.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../server/contest/instant.ts'
import { createAllowance, type Limit } from '../../server/sources/allowance.ts'
import { NOON } from '../support/mastodon.ts'
import { ioFor, memoryFor } from '../support/source-io.ts'

t.test('each limit holds by itself, and the nearest to its end is told', async (t) => {
  const clock = manualClock(NOON)
  const limits: [Limit, Limit] = [
    { of: 5, per: HOUR },
    { of: 8, per: DAY },
  ]
  const { spend, left } = createAllowance(limits, ioFor(t, clock))
  t.same(await left(), { left: 5, of: 5, resetsAt: null })
  for (let i = 0; i < 5; i++) t.equal(await spend(), null)
  t.equal(await spend(), NOON + HOUR)
  t.same(await left(), { left: 0, of: 5, resetsAt: NOON + HOUR + MINUTE })
  clock.advance(HOUR + MINUTE)
  for (let i = 0; i < 3; i++) t.equal(await spend(), null)
  t.equal(await spend(), clock.now() + HOUR, 'a wait is an hour at most')
  t.same(await left(), { left: 0, of: 8, resetsAt: NOON + DAY + MINUTE })
})

t.test('what is kept of a busy day is small, and survives nonsense', async (t) => {
  const clock = manualClock(NOON)
  const memory = memoryFor()
  const { spend, left } = createAllowance([{ of: 100_000, per: DAY }], ioFor(t, clock, { memory }))
  for (let i = 0; i < 24 * 60; i++) {
    clock.advance(MINUTE)
    await spend()
  }
  t.ok((memory.kept.get('requests')?.length ?? 0) < 4_000)
  t.match(await left(), { left: 100_000 - 24 * 60 })
  for (const odd of ['x', 7, [['a', 1]], [[1]], {}]) {
    await memory.write('requests', odd)
    t.match(await left(), { left: 100_000 })
  }
})

t.test('no stretch of time ever holds more requests than the limit', async (t) => {
  const steps = fc.array(fc.integer({ min: 0, max: 40 * MINUTE }), { minLength: 1, maxLength: 200 })
  await fc.assert(
    fc.asyncProperty(steps, async (waits) => {
      const clock = manualClock(NOON)
      const { spend } = createAllowance([{ of: 6, per: 2 * HOUR }], {
        ...ioFor(t, clock),
        memory: memoryFor(),
      })
      const sent: number[] = []
      for (const wait of waits) {
        clock.advance(wait)
        if ((await spend()) === null) sent.push(clock.now())
      }
      return sent.every((at) => sent.filter((other) => other > at - 2 * HOUR && other <= at).length <= 6)
    }),
    { numRuns: 50 },
  )
})

t.test('a clock that was ahead does not lock a source out for long', async (t) => {
  const clock = manualClock(NOON)
  const memory = memoryFor()
  const { spend } = createAllowance([{ of: 1, per: DAY }], ioFor(t, clock, { memory }))
  await memory.write('requests', [[NOON + 30 * DAY, 1]])
  t.equal(await spend(), null)
  t.equal(await spend(), NOON + HOUR)
  clock.advance(DAY + MINUTE - SECOND)
  t.not(await spend(), null)
})
