import type { Instant } from './instant.ts'
import { clockTime, durationOf, momentOf } from './rules-dates.ts'

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

export function date(at: Instant, zone: string): string {
  const { local, utc } = momentOf(at, zone)
  const day = `${local.day} ${MONTHS[local.month - 1]} ${local.year}`
  return `${day} at ${clockTime(local, ':')} (${zone}; ${utc})`
}

export function duration(milliseconds: number): string {
  const { n, unit } = durationOf(milliseconds)
  return count(n, unit)
}

export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
