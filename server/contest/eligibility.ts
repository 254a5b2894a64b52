import type { Caps } from './contest.ts'
import type { CountedEntry } from './entry.ts'
import { DomainError } from './errors.ts'
import type { Instant } from './instant.ts'

/** Tickets one participant can have for one item in a draw: the greatest weight of hcd1's entrants list. */
export const MAX_PER_ITEM = 10_000
/** Where the organiser sets nothing else. */
export const DEFAULT_CAPS: Caps = { perItem: 1, perDay: null, total: null }

/** An entry and whether it carries a ticket. Over the limit it is shown all the same. */
export interface CappedEntry {
  entry: CountedEntry
  /** Null where the entry carries a ticket; else which limit was full: `n` of theirs count for `scope`. */
  overLimit: OverLimit | null
}

export interface OverLimit {
  n: number
  scope: 'item' | 'day' | 'total'
}

/** The tickets of a draw: participant → item → entries; ticket t is the entry at index t. */
export type Tickets = Map<string, Map<string, CountedEntry[]>>

/**
 * Holds entries against the caps, in the order of (posted, post id), which is the order in which they count.
 * Entries over a limit use up nothing of the others. `dayOf` names the day of an instant in the contest's zone.
 */
export function applyCaps(
  entries: readonly CountedEntry[],
  caps: Caps,
  dayOf: (at: Instant) => string,
): CappedEntry[] {
  checkCaps(caps)
  const used = new Map<string, number>()
  return entries.toSorted(byTime).map((entry) => {
    const limits = limitsOf(entry, caps, dayOf)
    const full = limits.find(({ key, n }) => (used.get(key) ?? 0) >= n)
    if (full) return { entry, overLimit: { n: full.n, scope: full.scope } }
    for (const { key } of limits) used.set(key, (used.get(key) ?? 0) + 1)
    return { entry, overLimit: null }
  })
}

/** The tickets of the entries within the caps. */
export function ticketsOf(
  entries: readonly CountedEntry[],
  caps: Caps,
  dayOf: (at: Instant) => string,
): Tickets {
  const tickets: Tickets = new Map()
  for (const { entry, overLimit } of applyCaps(entries, caps, dayOf)) {
    if (overLimit !== null) continue
    const items = tickets.getOrInsertComputed(entry.participant, () => new Map())
    items.getOrInsertComputed(entry.item, () => []).push(entry)
  }
  return tickets
}

/** Throws `caps_out_of_range` where a cap is no whole number from 1 on (per item: up to `MAX_PER_ITEM`). */
export function checkCaps({ perItem, perDay, total }: Caps): void {
  const unlimited = Number.MAX_SAFE_INTEGER
  checkCap('per item', perItem, MAX_PER_ITEM)
  checkCap('per day', perDay ?? 1, unlimited)
  checkCap('in all', total ?? 1, unlimited)
}

function checkCap(name: string, cap: number, most: number): void {
  if (Number.isSafeInteger(cap) && cap >= 1 && cap <= most) return
  throw new DomainError('caps_out_of_range', `${cap} entries ${name}`, `a whole number from 1 to ${most}`)
}

/** Ids compare by code unit. One post's entries for several items count in the order of the items. */
function byTime(one: CountedEntry, other: CountedEntry): number {
  return (
    one.postedAt - other.postedAt ||
    byText(one.postId, other.postId) ||
    byText(one.item, other.item) ||
    byText(one.id, other.id)
  )
}

function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** The limits that bind an entry, narrowest first. Ids hold no line break, so keys cannot run together. */
function limitsOf(
  entry: CountedEntry,
  caps: Caps,
  dayOf: (at: Instant) => string,
): (OverLimit & { key: string })[] {
  const limits: (OverLimit & { key: string })[] = [
    { n: caps.perItem, scope: 'item', key: `item\n${entry.item}\n${entry.participant}` },
  ]
  if (caps.perDay !== null) {
    limits.push({ n: caps.perDay, scope: 'day', key: `day\n${dayOf(entry.postedAt)}\n${entry.participant}` })
  }
  if (caps.total !== null) limits.push({ n: caps.total, scope: 'total', key: `total\n${entry.participant}` })
  return limits
}
