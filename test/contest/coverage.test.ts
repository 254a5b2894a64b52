import fc from 'fast-check'
import t from 'tap'
import { coverageOf } from '../../server/contest/coverage.ts'
import { FORECAST_MIN_FILLED, forecastCompletion } from '../../server/contest/forecast.ts'
import { DAY, HOUR } from '../../server/contest/instant.ts'
import { NOON } from './samples.ts'

t.test('coverage counts filled items and names the gaps in catalogue order', async (t) => {
  const items = [
    { id: 'krakk', section: 'Stue' },
    { id: 'bod', section: 'Ute' },
    { id: 'kopp', section: 'Stue' },
  ]
  t.same(coverageOf(items, new Set(['kopp', 'not-in-the-catalogue'])), {
    items: 3,
    filled: 1,
    gaps: ['krakk', 'bod'],
    sections: [
      { section: 'Stue', items: 2, filled: 1 },
      { section: 'Ute', items: 1, filled: 0 },
    ],
  })
  t.same(coverageOf([], new Set()), { items: 0, filled: 0, gaps: [], sections: [] })
})

const window = { opensAt: NOON, closesAt: NOON + 28 * DAY }
const now = NOON + 7 * DAY

t.test('the forecast is that of waiting times of one rate', async (t) => {
  const filledAt = [1, 2, 3].map((day) => NOON + day * DAY)
  const forecast = forecastCompletion(5, filledAt, window, now)
  const rate = 3 / (1 + 2 + 3 + 7 + 7)
  t.ok(Math.abs((forecast?.completeAt ?? 0) - (now + (1.5 / rate) * DAY)) < HOUR)
  t.ok(Math.abs((forecast?.filledAtClosing ?? 0) - (3 + 2 * (1 - Math.exp(-rate * 21)))) < 1e-9)
})

t.test('nobody knows before the third item, after closing, or of a complete catalogue', async (t) => {
  const filled = (n: number) => Array.from({ length: n }, (_, i) => NOON + (i + 1) * HOUR)
  t.equal(FORECAST_MIN_FILLED, 3)
  t.equal(forecastCompletion(9, filled(2), window, now), null)
  t.ok(forecastCompletion(9, filled(3), window, now))
  t.ok(forecastCompletion(9, filled(8), window, now))
  t.equal(forecastCompletion(9, filled(9), window, now), null)
  t.ok(forecastCompletion(9, filled(3), window, window.closesAt - 1))
  t.equal(forecastCompletion(9, filled(3), window, window.closesAt), null)
  t.equal(forecastCompletion(0, [], window, now), null)
  t.equal(forecastCompletion(9, [NOON, NOON, NOON], window, NOON), null, 'no time has gone')
})

t.test('what is filled later than now is not known yet', async (t) => {
  const past = [1, 2, 3].map((day) => NOON + day * DAY)
  t.same(forecastCompletion(9, [...past, now + 1], window, now), forecastCompletion(9, past, window, now))
})

const history = fc.record({
  waits: fc.array(fc.integer({ min: 1, max: 6 * DAY }), { minLength: 3, maxLength: 20 }),
  gaps: fc.integer({ min: 1, max: 30 }),
  later: fc.integer({ min: 1, max: 14 * DAY }),
})

t.test('a forecast is never in the past, and never beyond the catalogue', async () => {
  fc.assert(
    fc.property(history, ({ waits, gaps }) => {
      const items = waits.length + gaps
      const forecast = forecastCompletion(
        items,
        waits.map((wait) => NOON + wait),
        window,
        now,
      )
      return (
        forecast !== null &&
        forecast.completeAt > now &&
        Number.isSafeInteger(forecast.completeAt) &&
        forecast.filledAtClosing >= waits.length &&
        forecast.filledAtClosing <= items
      )
    }),
  )
})

t.test('more gaps, earlier silence and later looks without news all put completion off', async () => {
  fc.assert(
    fc.property(history, ({ waits, gaps, later }) => {
      const filledAt = waits.map((wait) => NOON + wait)
      const at = (gaps: number, now: number, filled = filledAt) =>
        forecastCompletion(filled.length + gaps, filled, window, now)?.completeAt ?? 0
      const [last = NOON, ...others] = filledAt
      return (
        at(gaps + 1, now) > at(gaps, now) &&
        at(gaps, now + later) > at(gaps, now) &&
        at(gaps, now, [last + DAY, ...others]) >= at(gaps, now)
      )
    }),
  )
})
