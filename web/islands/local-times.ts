import { localeOf } from '../locale.ts'

/**
 * Where a reader's clock shows another time than the contest's, adds theirs after a `<time data-local data-zone>`.
 * `data-local` is the words, with `%` for the time.
 */
export function showLocalTimes(): void {
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-local]')) {
    const at = new Date(time.dateTime)
    const zone = time.dataset.zone
    const wall = (timeZone: string | undefined) =>
      at.toLocaleString(localeOf(document.documentElement.lang), {
        day: 'numeric',
        month: 'long',
        hour: '2-digit',
        minute: '2-digit',
        timeZone,
      })
    const theirs = wall(undefined)
    if (theirs !== wall(zone)) time.after(` (${time.dataset.local?.replace('%', theirs)})`)
  }
}
