import { DomainError } from './errors.ts'
import type { Instant } from './instant.ts'

/** A wall clock's reading in some zone, for texts. */
export interface WallClock {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
}

/**
 * The instant of a wall clock's reading (`2026-05-31T23:59`, with or without seconds, `T` or a blank) in an IANA
 * zone. A reading that occurs twice, when clocks go back, means the later one, in favour of the participant.
 * Throws `wall_clock_gap` for a reading that never occurs, `wall_clock_unreadable`, `zone_unknown`.
 */
export function resolveWallClock(text: string, zone: string): Instant {
  const wall = readWallClock(text)
  const later = inZone(wall, zone)
  if (later.toPlainDateTime().equals(wall)) return later.epochMilliseconds
  const after = later.toPlainDateTime().toString({ smallestUnit: 'minute' })
  throw new DomainError(
    'wall_clock_gap',
    `${text}, which clocks in ${zone} skip that night`,
    `a time they show, such as ${after}`,
  )
}

/**
 * "Until 31 May": the first instant of the day after, the one to hold a half-open window against. Throws
 * `wall_clock_unreadable`, `zone_unknown`.
 */
export function resolveEndOfDay(date: string, zone: string): Instant {
  const next = readDate(date).add({ days: 1 })
  const midnight = next.toPlainDateTime()
  const later = inZone(midnight, zone)
  return later.toPlainDateTime().equals(midnight)
    ? later.epochMilliseconds
    : next.toZonedDateTime({ timeZone: zone }).epochMilliseconds
}

/** The instant of the opening and closing of a contest. Throws `window_empty` too. */
export function resolveWindow(
  opens: string,
  closes: string,
  zone: string,
): { opensAt: Instant; closesAt: Instant } {
  const opensAt = resolveWallClock(opens, zone)
  const closesAt = resolveWallClock(closes, zone)
  if (opensAt < closesAt) return { opensAt, closesAt }
  throw new DomainError('window_empty', `closing ${closes}, opening ${opens}`, 'a closing after the opening')
}

/** What a wall clock in the zone shows at an instant. Throws `zone_unknown`. */
export function wallClock(at: Instant, zone: string): WallClock {
  checkZone(zone)
  const { year, month, day, hour, minute, second } =
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return { year, month, day, hour, minute, second }
}

/**
 * Names the day of an instant in the zone: `2026-05-31`. Fastest for instants in ascending order, since the
 * bounds of the last day are remembered. Throws `zone_unknown`.
 */
export function dayIn(zone: string): (at: Instant) => string {
  checkZone(zone)
  let day = { name: '', from: 0, until: 0 }
  return (at) => {
    if (day.from <= at && at < day.until) return day.name
    const start = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).startOfDay()
    const next = start.add({ days: 1 }).startOfDay()
    day = {
      name: start.toPlainDate().toString(),
      from: start.epochMilliseconds,
      until: next.epochMilliseconds,
    }
    return day.name
  }
}

/** Throws `zone_unknown` for anything but a name of the IANA time zone database. */
function checkZone(zone: string): void {
  try {
    if (!ZONE_NAME.test(zone)) throw new RangeError('an offset or a date is no zone')
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
  } catch {
    throw new DomainError('zone_unknown', `the zone '${zone}'`, 'an IANA name such as Europe/Oslo or UTC')
  }
}

const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/
const WALL_CLOCK = /^(?<date>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}(?::\d{2})?)$/

/** The later of two; for a reading in a gap, as much after the gap as it stands after its beginning. */
function inZone(wall: Temporal.PlainDateTime, zone: string): Temporal.ZonedDateTime {
  checkZone(zone)
  return wall.toZonedDateTime(zone, { disambiguation: 'later' })
}

function readWallClock(text: string): Temporal.PlainDateTime {
  const { date, time } = WALL_CLOCK.exec(text.trim())?.groups ?? {}
  try {
    if (date === undefined || time === undefined || time.endsWith(':60'))
      throw new RangeError('no wall clock')
    return Temporal.PlainDateTime.from(`${date}T${time}`, { overflow: 'reject' })
  } catch {
    throw unreadable(text, 'a date and time that exist, such as 2026-05-31T23:59')
  }
}

function readDate(text: string): Temporal.PlainDate {
  const date = text.trim()
  try {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new RangeError('no date')
    return Temporal.PlainDate.from(date, { overflow: 'reject' })
  } catch {
    throw unreadable(text, 'a date that exists, such as 2026-05-31')
  }
}

function unreadable(found: string, expected: string): DomainError {
  return new DomainError('wall_clock_unreadable', found === '' ? 'nothing' : `'${found}'`, expected)
}
