import t from 'tap'
import { HOUR, MINUTE, SECOND } from '../../server/contest/instant.ts'
import {
  BUDGET_RESERVE,
  isUsedUp,
  LONGEST_WAIT,
  readBudget,
  readWait,
  USUAL_WAIT,
} from '../../server/sources/limits.ts'
import { NOON } from '../support/mastodon.ts'

const wait = (headers: Record<string, string>) => readWait(new Headers(headers), NOON) - NOON

t.test('the wait is read from every form that servers use', async (t) => {
  t.equal(wait({ 'retry-after': '120' }), 120 * SECOND)
  t.equal(wait({ 'retry-after': 'Tue, 01 Sep 2026 12:02:00 GMT' }), 120 * SECOND)
  const limit = { 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '0' }
  t.equal(wait({ ...limit, 'x-ratelimit-reset': '2026-09-01T12:05:00.123456Z' }), 5 * MINUTE + 123)
  t.equal(wait({ ...limit, 'x-ratelimit-reset': '2026-09-01T14:05:00+02:00' }), 5 * MINUTE)
  t.equal(wait({ ...limit, 'x-ratelimit-reset': String(NOON / 1000 + 90) }), 90 * SECOND)
  t.equal(wait({ ...limit, 'x-ratelimit-reset': String(NOON + 90_000) }), 90 * SECOND)
  t.equal(wait({ ...limit, 'x-ratelimit-reset': '17.5' }), 17.5 * SECOND)
  t.equal(wait({ 'ratelimit-limit': '300', 'ratelimit-remaining': '0', 'ratelimit-reset': '60' }), MINUTE)
})

t.test('Retry-After goes before the reset of the budget', async (t) => {
  const headers = { 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '300' }
  t.equal(wait({ ...headers, 'retry-after': '10' }), 10 * SECOND)
})

t.test('no wait is longer than an hour, and none is in the past', async (t) => {
  t.equal(wait({ 'retry-after': '3600' }), LONGEST_WAIT)
  t.equal(wait({ 'retry-after': '3601' }), LONGEST_WAIT)
  t.equal(wait({ 'retry-after': '3599' }), LONGEST_WAIT - SECOND)
  t.equal(wait({ 'retry-after': '99999999999999999999' }), LONGEST_WAIT)
  t.equal(wait({ 'retry-after': 'Tue, 01 Sep 2026 11:00:00 GMT' }), USUAL_WAIT)
  t.equal(wait({ 'retry-after': '0' }), USUAL_WAIT)
  for (const nonsense of ['soon', '', '-5', 'NaN', '1e3'])
    t.equal(wait({ 'retry-after': nonsense }), USUAL_WAIT, JSON.stringify(nonsense))
  t.equal(wait({}), USUAL_WAIT)
})

t.test("a server's clock that is ten minutes behind does not make us ask too early", async (t) => {
  const date = new Date(NOON - 10 * MINUTE).toUTCString()
  const reset = new Date(NOON - 8 * MINUTE).toISOString()
  const limit = { 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '0' }
  t.equal(wait({ date, ...limit, 'x-ratelimit-reset': reset }), 2 * MINUTE)
  t.equal(wait({ date, 'retry-after': new Date(NOON - 9 * MINUTE).toUTCString() }), MINUTE)
})

t.test('a budget is read where a server tells one, and only a whole one', async (t) => {
  const headers = new Headers({
    'x-ratelimit-limit': '300',
    'x-ratelimit-remaining': '298',
    'x-ratelimit-reset': '2026-09-01T12:05:00.000000Z',
  })
  t.same(readBudget(headers, NOON), { left: 298, of: 300, resetsAt: NOON + 5 * MINUTE })
  headers.delete('x-ratelimit-reset')
  t.same(readBudget(headers, NOON), { left: 298, of: 300, resetsAt: null })
  headers.set('x-ratelimit-remaining', 'many')
  t.equal(readBudget(headers, NOON), null)
  t.equal(readBudget(new Headers(), NOON), null)
})

t.test('the last twentieth of a budget is left to others', async (t) => {
  t.equal(BUDGET_RESERVE, 0.05)
  t.equal(isUsedUp({ left: 16, of: 300, resetsAt: null }), false)
  t.equal(isUsedUp({ left: 15, of: 300, resetsAt: null }), true)
  t.equal(isUsedUp({ left: 1, of: 10, resetsAt: NOON + HOUR }), false)
  t.equal(isUsedUp({ left: 0, of: 10, resetsAt: NOON + HOUR }), true)
})
