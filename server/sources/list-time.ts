import { DomainError } from '../contest/errors.ts'
import { HOUR, type Instant, MINUTE } from '../contest/instant.ts'
import { resolveWallClock } from '../contest/window.ts'

/** A clock may be that wrong; what is later was not posted yet. */
export const AHEAD_MOST = HOUR

const TIME =
  /^(?<wall>\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?)(?:[.,](?<fraction>\d{1,9}))? ?(?:(?<utc>[Zz])|(?<sign>[+-])(?<hours>\d{2}):?(?<minutes>\d{2}))?$/

const EXPECTED =
  'a time such as 2026-05-31T18:30:00Z, 2026-05-31T20:30+02:00, or 2026-05-31 20:30 by the contest’s clock'

/** Earlier than any network: such a time was made up by a program. */
const EARLIEST = Date.UTC(2000)

/**
 * When a row says that it was posted: ISO 8601 with a zone, or without one as the clocks of `zone` show it. `expected` says
 * what was wrong.
 */
export function readPostedAt(text: string, zone: string, now: Instant): Instant | { expected: string } {
  const { wall, fraction = '', utc, sign, hours, minutes } = TIME.exec(text.trim())?.groups ?? {}
  if (wall === undefined || Number(hours ?? 0) > 23 || Number(minutes ?? 0) > 59)
    return { expected: EXPECTED }
  const at = resolve(wall, utc === undefined && sign === undefined ? zone : 'UTC')
  if (typeof at !== 'number') return at
  const offset = (Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE) * (sign === '-' ? -1 : 1)
  const posted = at - offset + Number(fraction.slice(0, 3).padEnd(3, '0'))
  if (posted < EARLIEST) return { expected: 'a time since the year 2000' }
  return posted <= now + AHEAD_MOST ? posted : { expected: 'a time that is over' }
}

function resolve(wall: string, zone: string): Instant | { expected: string } {
  try {
    return resolveWallClock(wall, zone)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { expected: error.code === 'wall_clock_gap' ? `${error.expected}: ${error.found}` : EXPECTED }
  }
}
