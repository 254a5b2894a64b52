import { HOUR, type Instant, MINUTE } from '../contest/instant.ts'

/** First pause after a failed read; doubled with each further failure, up to the time between two usual reads. */
export const BACK_OFF = MINUTE
/** While a trouble is young no pause is longer, so that what was put right is noticed within one usual turn. */
export const LONGEST_FIRST = 5 * MINUTE
/** So many failures make half an hour, with every pause as short as chance makes it. From then on pauses are doubled again. */
export const YOUNG = 10
/** No pause is longer, whatever a network asks for: what was put right is noticed within the hour. */
export const LONGEST_PAUSE = HOUR
/** The share of a pause that chance takes off or adds, so that what failed or began together does not return together. */
export const JITTER = 0.25

/** When a source that was read is read again: after its own time, up to a quarter sooner. `chance`: from 0 to 1. Null: at the next tick. */
export function nextRead(now: Instant, every: number, chance: number): Instant | null {
  return every <= 0 ? null : Math.round(now + every * (1 - JITTER * chance))
}

/**
 * When a source that failed is tried again. `failures`: in a row before this one. Pauses of 1, 2 and 4 minutes, seven of 5,
 * then twice as long each time up to an hour (a circuit that opens further with each failure and is tried by one read); a
 * network that names a time is believed, an hour at most.
 */
export function nextTry(now: Instant, failures: number, waitUntil: Instant | null, chance: number): Instant {
  const own = now + pauseAfter(failures) * (1 - JITTER * chance)
  const asked = waitUntil === null ? now : Math.min(waitUntil, now + LONGEST_PAUSE)
  return Math.round(Math.max(own, asked))
}

function pauseAfter(failures: number): number {
  if (failures < YOUNG) return Math.min(BACK_OFF * 2 ** failures, LONGEST_FIRST)
  return Math.min(LONGEST_FIRST * 2 ** Math.min(failures - YOUNG + 1, 10), LONGEST_PAUSE)
}
