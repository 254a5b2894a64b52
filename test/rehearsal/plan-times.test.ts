import fc from 'fast-check'
import t from 'tap'
import { DAY, HOUR } from '../../server/contest/instant.ts'
import { chanceFrom } from '../../server/rehearsal/photograph/seed.ts'
import { arrivalTimes, copyTime, LAST_MARGIN } from '../../server/rehearsal/plan-times.ts'
import { CLOSES, OPENS } from '../support/campaign.ts'

t.test('times are in order, within the campaign, and as many as asked for', async (t) => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 10, max: 90 }),
      (seed, count, days) => {
        const closesAt = OPENS + days * DAY
        const times = arrivalTimes(chanceFrom(seed), count, OPENS, closesAt)
        t.equal(times.length, count)
        t.strictSame(
          times,
          times.toSorted((a, b) => a - b),
        )
        t.ok(times.every((at) => at >= OPENS && at <= closesAt - LAST_MARGIN && at % 1000 === 0))
      },
    ),
  )
})

t.test('people sleep at night, post at weekends and come in a rush', async (t) => {
  const times = arrivalTimes(chanceFrom(1), 10_000, OPENS, CLOSES)
  const within = (from: number, to: number) => times.filter((at) => at >= from && at < to).length
  const atHours = (first: number, last: number) =>
    times.filter((at) => at < CLOSES - 3 * DAY && (at / HOUR) % 24 >= first && (at / HOUR) % 24 < last).length
  t.ok(atHours(17, 20) > 10 * atHours(0, 3))
  const saturday = Date.UTC(2026, 8, 12)
  t.ok(within(saturday, saturday + DAY) > 1.3 * within(saturday - 2 * DAY, saturday - DAY))
  t.ok(within(CLOSES - 6 * HOUR, CLOSES) > within(OPENS, OPENS + DAY))
})

t.test('a copy comes after its original and before closing', async (t) => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 28 * 24 * 60 - 20 }), (seed, minutes) => {
      const original = OPENS + minutes * 60_000
      const at = copyTime(original, chanceFrom(seed), CLOSES)
      t.ok(at >= original && at <= CLOSES - LAST_MARGIN)
    }),
  )
})
