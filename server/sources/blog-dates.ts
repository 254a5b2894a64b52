import type { Instant } from '../contest/instant.ts'

/** No blog is older than the web: an earlier year is a clock that was never set. */
export const FIRST_YEAR = 1990
/** Of RFC 3339, and so of the tables: a later year needs more digits. */
export const LAST_YEAR = 9998

/** RFC 3339, and the shorter forms of the W3C's profile of ISO 8601; a blank in place of the `T` is common. */
const ISO =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/i
/** RFC 822 as amended by RFC 1123 and 2822: with or without the day of the week, with two digits of the year or four. */
const MAIL =
  /^(?:[a-z]{2,12}\.?,?\s{1,4})?(\d{1,2})[\s-]{1,4}([a-z]{3})[a-z]{0,6}\.?[\s-]{1,4}(\d{2}|\d{4})\s{1,4}(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s{0,4}([+-]\d{2}:?\d{2}|[a-z]{1,5}))?$/i

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** Hours from UTC, of RFC 822 and of the zones of Europe that software writes all the same. Others are read as UTC (RFC 2822, 4.3). */
const ZONES: Readonly<Record<string, number>> = {
  edt: -4,
  est: -5,
  cdt: -5,
  cst: -6,
  mdt: -6,
  mst: -7,
  pdt: -7,
  pst: -8,
  bst: 1,
  cet: 1,
  cest: 2,
  eet: 2,
  eest: 3,
}

/**
 * The time that a feed or a page tells, in whichever of the two forms; null for anything else, for days and hours that do
 * not exist, and for years before `FIRST_YEAR` or after `LAST_YEAR`. A time without a zone is in UTC.
 */
export function readBlogDate(text: string): Instant | null {
  const written = text.trim()
  const iso = ISO.exec(written)
  if (iso) {
    const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', zone = 'Z'] = iso
    return toInstant([year, month, day, hour, minute, second].map(Number), zone)
  }
  const mail = MAIL.exec(written)
  if (!mail) return null
  const [, day, name = '', year = '', hour, minute, second = '0', zone = 'Z'] = mail
  const month = MONTHS.indexOf(name.toLowerCase()) + 1
  return toInstant([fullYear(year), month, Number(day), Number(hour), Number(minute), Number(second)], zone)
}

/** RFC 2822, 4.3: 00 to 49 are of this century. */
function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length === 4) return year
  return year < 50 ? 2000 + year : 1900 + year
}

function toInstant(
  [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: number[],
  zone: string,
): Instant | null {
  if (year < FIRST_YEAR || year > LAST_YEAR || hour > 23 || minute > 59 || second > 60) return null
  const at = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59))
  const exists = new Date(at).getUTCMonth() === month - 1 && new Date(at).getUTCDate() === day
  return exists ? at - offsetOf(zone) : null
}

function offsetOf(zone: string): number {
  const numeric = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  if (!numeric) return (ZONES[zone.toLowerCase()] ?? 0) * 3_600_000
  const [, sign, hours, minutes] = numeric
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
