import type { Instant } from '../server/contest/instant.ts'
import { DAY, HOUR, MINUTE } from '../server/contest/instant.ts'
import { localeOf } from './locale.ts'
import type { Lang } from './page-context.ts'
import type { Say } from './strings/say.ts'

/** How much of a moment is written. */
export type Moment = 'day' | 'dayAndTime' | 'exact'

const MOMENTS: Record<Moment, Intl.DateTimeFormatOptions> = {
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  dayAndTime: { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' },
  exact: {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  },
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** A moment as a wall clock in `zone` shows it. Making a formatter costs a hundred times its use, so each is kept. */
export function writeMoment(lang: Lang, zone: string, at: Instant, moment: Moment): string {
  const key = `${lang} ${zone} ${moment}`
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat(localeOf(lang), { ...MOMENTS[moment], timeZone: zone })
  formats.set(key, format)
  return format.format(at)
}

/** Money as a catalogue prints it: whole amounts without decimals, the currency apart so that it can stand small. */
export function writePrice(lang: Lang, amount: number, currency: string): { figure: string; sign: string } {
  const parts = new Intl.NumberFormat(localeOf(lang), {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
  }).formatToParts(amount)
  const text = (wanted: boolean) =>
    parts
      .filter((part) => (part.type === 'currency') === wanted)
      .map((part) => part.value)
      .join('')
      .trim()
  return { figure: text(false), sign: text(true) }
}

/** The time until `at` in its largest unit, rounded down as a careful person would say it. */
export function writeTimeLeft(say: Say, now: Instant, at: Instant): string {
  const left = Math.max(0, at - now)
  if (left >= DAY) return say('time.daysLeft', { n: Math.floor(left / DAY) })
  if (left >= HOUR) return say('time.hoursLeft', { n: Math.floor(left / HOUR) })
  return say('time.minutesLeft', { n: Math.floor(left / MINUTE) })
}

/** `004`: a page number as the foot of a page prints it, in the width the last page needs. */
export function writeFolio(page: number): string {
  return String(page).padStart(3, '0')
}

/** `kari@social.example` as it stands under a photo: the part that says who, the host left to the photo's own page. */
export function shortHandle(handle: string): string {
  return handle.split('@', 1)[0] || handle
}
