import type { Instant } from './contest/instant.ts'

/** The source of every domain time. Durations of our own work (time-outs, back-off sleeps) are real time. */
export interface Clock {
  now(): Instant
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() }

/** A clock that stands still until told, for tests. */
export function manualClock(at: Instant): Clock & { set(at: Instant): void; advance(by: number): void } {
  let now = at
  return {
    now: () => now,
    set: (next) => {
      now = next
    },
    advance: (by) => {
      now += by
    },
  }
}
