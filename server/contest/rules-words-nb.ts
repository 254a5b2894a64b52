import type { Instant } from './instant.ts'
import { clockTime, type Duration, durationOf, momentOf } from './rules-dates.ts'

const MONTHS = [
  'januar',
  'februar',
  'mars',
  'april',
  'mai',
  'juni',
  'juli',
  'august',
  'september',
  'oktober',
  'november',
  'desember',
]

export function date(at: Instant, zone: string): string {
  const { local, utc } = momentOf(at, zone)
  const day = `${local.day}. ${MONTHS[local.month - 1]} ${local.year}`
  return `${day} kl. ${clockTime(local, '.')} (${zone}; ${utc})`
}

const UNITS: Readonly<Record<Duration['unit'], [string, string]>> = {
  hour: ['time', 'timer'],
  minute: ['minutt', 'minutter'],
  second: ['sekund', 'sekunder'],
  millisecond: ['millisekund', 'millisekunder'],
}

export function duration(milliseconds: number): string {
  const { n, unit } = durationOf(milliseconds)
  return count(n, ...UNITS[unit])
}

export function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`
}
