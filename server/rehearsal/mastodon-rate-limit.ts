import type { Clock } from '../clock.ts'
import { type Instant, MINUTE } from '../contest/instant.ts'

export interface RateLimit {
  requests: number
  /** In milliseconds of the server's clock; periods are aligned to it. */
  period: number
}

/** Mastodon's own limit for one address (docs.joinmastodon.org/api/rate-limits). */
export const MASTODON_LIMIT: RateLimit = { requests: 300, period: 5 * MINUTE }

/** Counts one request. */
export type Meter = () => { allowed: boolean; headers: Record<string, string> }

/** Counts requests as Mastodon does: it refuses those above the limit until the period is over. */
export function createMeter(limit: RateLimit, clock: Clock): Meter {
  let period = Number.NaN
  let used = 0
  return () => {
    const now = clock.now()
    const current = Math.floor(now / limit.period)
    if (current !== period) used = 0
    period = current
    used++
    return {
      allowed: used <= limit.requests,
      headers: {
        'x-ratelimit-limit': String(limit.requests),
        'x-ratelimit-remaining': String(Math.max(0, limit.requests - used)),
        'x-ratelimit-reset': isoWithMicroseconds((current + 1) * limit.period),
      },
    }
  }
}

/** `2026-09-01T10:15:00.000000Z` */
export function isoWithMicroseconds(at: Instant): string {
  return new Date(at).toISOString().replace('Z', '000Z')
}
