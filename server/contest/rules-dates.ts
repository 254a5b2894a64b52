import { HOUR, type Instant, MINUTE, SECOND } from './instant.ts'
import { type WallClock, wallClock } from './window.ts'

/** A length of time in the largest unit that gives a whole number. */
export interface Duration {
  n: number
  unit: 'hour' | 'minute' | 'second' | 'millisecond'
}

/** A length of time, exactly. */
export function durationOf(milliseconds: number): Duration {
  if (milliseconds % HOUR === 0) return { n: milliseconds / HOUR, unit: 'hour' }
  if (milliseconds % MINUTE === 0) return { n: milliseconds / MINUTE, unit: 'minute' }
  if (milliseconds % SECOND === 0) return { n: milliseconds / SECOND, unit: 'second' }
  return { n: milliseconds, unit: 'millisecond' }
}

/** The parts of an instant for a sentence: the contest's wall clock, and UTC in ISO form without milliseconds. */
export function momentOf(at: Instant, zone: string): { local: WallClock; utc: string } {
  return { local: wallClock(at, zone), utc: new Date(at).toISOString().replace('.000Z', 'Z') }
}

/** The time of a wall clock: `23:59`, with seconds only where there are some. */
export function clockTime({ hour, minute, second }: WallClock, separator: ':' | '.'): string {
  const parts = second === 0 ? [hour, minute] : [hour, minute, second]
  return parts.map((part) => `${part}`.padStart(2, '0')).join(separator)
}
