import type { Clock } from '../clock.ts'
import { HOUR, MINUTE } from '../contest/instant.ts'

/** Counts one call, and says how much of the hour's is used, in percent. */
export type Usage = () => { allowed: boolean; percent: number; minutesLeft: number }

/** Counts by the hour of the clock. `limit` is read at each call: a test may change it. */
export function createUsage(limit: () => number, clock: Clock): Usage {
  let hour = Number.NaN
  let used = 0
  return () => {
    const now = clock.now()
    const current = Math.floor(now / HOUR)
    if (current !== hour) used = 0
    hour = current
    used++
    const percent = Math.floor((used * 100) / limit())
    return {
      allowed: used <= limit(),
      percent,
      minutesLeft: Math.ceil(((current + 1) * HOUR - now) / MINUTE),
    }
  }
}

/** So much must be used before the headers come. */
const TOLD_FROM = 1

export function appUsage({ percent }: ReturnType<Usage>): Record<string, string> {
  if (percent < TOLD_FROM) return {}
  const told = {
    call_count: percent,
    total_time: Math.floor(percent / 2),
    total_cputime: Math.floor(percent / 3),
  }
  return { 'x-app-usage': JSON.stringify(told) }
}

export function businessUsage(account: string, use: ReturnType<Usage>): Record<string, string> {
  const { percent, minutesLeft, allowed } = use
  if (percent < TOLD_FROM) return {}
  const told = {
    type: 'instagram',
    call_count: percent,
    total_cputime: Math.floor(percent / 3),
    total_time: Math.floor(percent / 2),
    estimated_time_to_regain_access: allowed ? 0 : minutesLeft,
  }
  return { 'x-business-use-case-usage': JSON.stringify({ [account]: [told] }) }
}
