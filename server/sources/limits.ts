import { HOUR, type Instant, MINUTE, SECOND } from '../contest/instant.ts'
import type { SourceBudget } from './source.ts'

/** Whatever a server asks for, it is asked again after this long at the latest. */
export const LONGEST_WAIT = HOUR

/** How long to wait where a refusal names no time, or one that is past. */
export const USUAL_WAIT = MINUTE

/**
 * The share of a budget that stays unused, rounded down. A server gives one budget to everybody behind one
 * address, so the last requests are left to people who test a source or open a page.
 */
export const BUDGET_RESERVE = 0.05

/**
 * Reads `X-RateLimit-Limit`, `-Remaining` and `-Reset` (docs.joinmastodon.org/api/rate-limits), or the same names
 * without `X-` as other servers write them. Null where the server tells no budget.
 */
export function readBudget(headers: Headers, now: Instant): SourceBudget | null {
  const read = (name: string) => headers.get(`x-ratelimit-${name}`) ?? headers.get(`ratelimit-${name}`)
  const of = wholeNumber(read('limit'))
  const left = wholeNumber(read('remaining'))
  if (of === null || left === null) return null
  return { left, of, resetsAt: readMoment(read('reset'), headers, now) }
}

/** Whether the next request would go below the reserve. */
export function isUsedUp(budget: SourceBudget): boolean {
  return budget.left <= Math.floor(budget.of * BUDGET_RESERVE)
}

/**
 * When to ask again after a refusal (429, 503): `Retry-After` first (RFC 9110, 10.2.3), then the reset of the budget.
 * Never in the past and never more than `LONGEST_WAIT` ahead.
 */
export function readWait(headers: Headers, now: Instant): Instant {
  const told =
    readMoment(headers.get('retry-after'), headers, now) ?? readBudget(headers, now)?.resetsAt ?? null
  return clampWait(told, now)
}

/** A moment to wait for, brought within reason. */
export function clampWait(until: Instant | null, now: Instant): Instant {
  if (until === null || until <= now) return now + USUAL_WAIT
  return Math.min(until, now + LONGEST_WAIT)
}

/**
 * A moment as servers write it: ISO 8601 (Mastodon, with microseconds), an HTTP date, seconds or milliseconds since
 * 1970, or a number of seconds from now. A date is moved by the difference between the server's clock (its `Date`
 * header) and ours, so that a clock that is wrong there does not make us ask too early.
 */
function readMoment(text: string | null, headers: Headers, now: Instant): Instant | null {
  if (text === null || text.trim() === '') return null
  const number = /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : null
  if (number !== null && number < 1e9) return now + Math.ceil(number * SECOND)
  const moment = number === null ? Date.parse(text) : number < 1e11 ? number * SECOND : number
  if (!Number.isFinite(moment)) return null
  const theirs = Date.parse(headers.get('date') ?? '')
  return Math.ceil(Number.isNaN(theirs) ? moment : moment - theirs + now)
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null
}
