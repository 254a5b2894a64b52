import type { Instant } from './instant.ts'

/** What the pace so far promises. */
export interface Forecast {
  /** When the last gap is to be expected filled at this pace, closing or not. */
  completeAt: Instant
  /** How many items are to be expected filled at closing. */
  filledAtClosing: number
}

/** Fewer filled items than this say nothing about a pace. */
export const FORECAST_MIN_FILLED = 3

/**
 * When the catalogue will be complete, from when each filled item got its first public entry. Null when nobody
 * can know: before the third item, after closing, or with no time gone. A complete catalogue has no forecast.
 *
 * The model: every gap waits for its first photo with the same chance in every hour (an exponential waiting
 * time). The rate is the one that makes the past likeliest, filled items ÷ hours all items waited, gaps
 * included (the usual estimate for waiting times of which some are still running). The last of n gaps then
 * takes (1 + 1/2 + … + 1/n) ÷ rate. It takes unloved items for average ones, so it errs towards optimism.
 */
export function forecastCompletion(
  items: number,
  filledAt: readonly Instant[],
  window: { opensAt: Instant; closesAt: Instant },
  now: Instant,
): Forecast | null {
  const { opensAt, closesAt } = window
  const past = filledAt.filter((at) => at <= now)
  const gaps = items - past.length
  if (gaps <= 0 || past.length < FORECAST_MIN_FILLED || now >= closesAt) return null
  const waited = past.map((at) => Math.max(at - opensAt, 0))
  const hours = waited.reduce((sum, wait) => sum + wait, gaps * (now - opensAt))
  if (hours <= 0) return null
  const rate = past.length / hours
  return {
    completeAt: Math.ceil(now + harmonic(gaps) / rate),
    filledAtClosing: past.length + gaps * -Math.expm1(-rate * (closesAt - now)),
  }
}

/** 1 + 1/2 + … + 1/n. */
function harmonic(n: number): number {
  let sum = 0
  for (let k = n; k >= 1; k--) sum += 1 / k
  return sum
}
