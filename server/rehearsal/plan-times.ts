import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../contest/instant.ts'
import type { Chance } from './photograph/seed.ts'
import type { Kind } from './plan-kinds.ts'
import { shuffled } from './random.ts'

/** What people's clocks are ahead of UTC. A rehearsal keeps one offset; nothing depends on it but the rhythm. */
const LOCAL_AHEAD = 2 * HOUR

/** How lively each hour of a working day is: asleep, breakfast, lunch, the long evening. */
const WORKING_DAY = [1, 0.5, 0.3, 0.2, 0.3, 0.8, 2, 5, 6, 4, 4, 5, 6, 5, 4, 5, 7, 9, 10, 11, 12, 11, 7, 3]
/** People sleep longer and post more. */
const FREE_DAY = [3, 2, 1, 0.5, 0.3, 0.3, 0.8, 2, 5, 9, 12, 12, 11, 11, 11, 11, 11, 12, 12, 12, 12, 11, 8, 5]

/** The time between the last post of a campaign and its closing: nobody argues about seconds. */
export const LAST_MARGIN = 20 * MINUTE

/**
 * So many instants within a campaign, in order: a trickle at first, more by and by, and a rush in the last two days
 * that does not sleep in the last six hours. Spread evenly over that curve, so that no campaign has a hole by chance.
 */
export function arrivalTimes(chance: Chance, count: number, opensAt: Instant, closesAt: Instant): Instant[] {
  const first = opensAt + 10 * MINUTE
  const last = closesAt - LAST_MARGIN
  const hours = Array.from({ length: Math.ceil((last - first) / HOUR) }, (_, i) => first + i * HOUR)
  const weights = hours.map((at) => liveliness(at, opensAt, closesAt))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const times: Instant[] = []
  let passed = 0
  let hour = 0
  for (let i = 0; i < count; i++) {
    const wanted = ((i + chance.next()) / count) * sum
    while (hour < hours.length - 1 && passed + (weights[hour] ?? 0) <= wanted) {
      passed += weights[hour] ?? 0
      hour++
    }
    const share = (wanted - passed) / (weights[hour] ?? 1)
    const at = (hours[hour] ?? first) + Math.min(share, 1) * HOUR
    times.push(Math.min(wholeSecond(at), wholeSecond(last)))
  }
  return times
}

/** A kind of post and when it is posted. */
export interface Timed {
  kind: Kind
  at: Instant
}

/** What happens to a post besides. */
export interface Events {
  arrivesAt: Instant
  editedAt: Instant | null
  deletedAt: Instant | null
}

/** The longest time between two looks of a collector that a plan reckons with. */
export const LONGEST_PAUSE = 20 * HOUR

/** How late a post is that federates late: later than a person would believe, within what is read again. */
export const FEDERATION_DELAY = 26 * HOUR

/** Kinds that something happens to days after they are posted, and well before closing. */
const NEEDS_DAYS: ReadonlySet<Kind> = new Set<Kind>([
  'deleted',
  'edit_adds_item_tag',
  'edit_removes_tag',
  'federates_late',
])

/** When each post is made. Most follow the rhythm of the campaign; a few have to be before, after, or well before its end. */
export function timesFor(
  kinds: readonly Kind[],
  chance: Chance,
  opensAt: Instant,
  closesAt: Instant,
): Timed[] {
  const pool = shuffled(chance, arrivalTimes(chance, kinds.length, opensAt, closesAt))
  // Those with narrow wishes choose first.
  const choosy = kinds.toSorted((a, b) => Number(NEEDS_DAYS.has(b)) - Number(NEEDS_DAYS.has(a)))
  return choosy.map((kind) => {
    const latest = NEEDS_DAYS.has(kind) ? closesAt - 6 * DAY : closesAt
    const place = pool.findIndex((at) => at <= latest)
    const [usual = opensAt + DAY] = pool.splice(Math.max(place, 0), 1)
    return { kind, at: wholeSecond(ownTime(kind, chance, opensAt, closesAt) ?? Math.min(usual, latest)) }
  })
}

function ownTime(kind: Kind, chance: Chance, opensAt: Instant, closesAt: Instant): Instant | null {
  if (kind === 'late') return closesAt + chance.between(10 * MINUTE, 9 * HOUR)
  if (kind === 'early') return opensAt - chance.between(HOUR, 30 * HOUR)
  if (kind === 'edit_adds_tag_late') return closesAt - chance.between(3 * HOUR, 9 * HOUR)
  return null
}

/**
 * When a post arrives, changes and goes. What a collector has to have seen before stays longer than `LONGEST_PAUSE`;
 * an edit that has to be seen happens within the two days that are read again.
 */
export function eventsOf({ kind, at }: Timed, chance: Chance, closesAt: Instant): Events {
  const usual = { arrivesAt: at, editedAt: null, deletedAt: null }
  const after = (from: number, until: number) => wholeSecond(at + chance.between(from, until))
  if (kind === 'federates_late') return { ...usual, arrivesAt: at + FEDERATION_DELAY }
  if (kind === 'deleted') return { ...usual, deletedAt: after(3 * DAY, 5 * DAY) }
  if (kind === 'edit_adds_item_tag') return { ...usual, editedAt: after(LONGEST_PAUSE + HOUR, 26 * HOUR) }
  if (kind === 'edit_removes_tag') return { ...usual, editedAt: after(LONGEST_PAUSE + HOUR, 32 * HOUR) }
  if (kind !== 'edit_adds_tag_late') return usual
  return { ...usual, editedAt: wholeSecond(closesAt + chance.between(HOUR, 6 * HOUR)) }
}

/** When somebody repeats a post: some hours or days later, before closing. */
export function copyTime(original: Instant, chance: Chance, closesAt: Instant): Instant {
  const latest = Math.min(original + 6 * DAY, closesAt - LAST_MARGIN)
  return wholeSecond(chance.between(Math.min(original + 2 * HOUR, latest), latest))
}

/** Networks tell times to the millisecond and people do not; whole seconds read better. */
export function wholeSecond(at: Instant): Instant {
  return Math.floor(at / SECOND) * SECOND
}

function liveliness(at: Instant, opensAt: Instant, closesAt: Instant): number {
  const local = at + LOCAL_AHEAD
  const hour = Math.floor((local % DAY) / HOUR)
  // 1970-01-01 was a Thursday.
  const day = (Math.floor(local / DAY) + 4) % 7
  const usual = (day === 0 || day === 6 ? FREE_DAY : WORKING_DAY)[hour] ?? 1
  const share = (at - opensAt) / (closesAt - opensAt)
  const left = closesAt - at
  if (left < 6 * HOUR) return Math.max(usual, 8) * 5
  return usual * (0.5 + share) * (left < 2 * DAY ? 2.5 : 1)
}
