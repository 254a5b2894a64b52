import { utf8 } from './bytes.ts'
import { ITEM_ID, MAX_TIER, MAX_WEIGHT } from './entrants.ts'
import { isHex32, isInteger } from './shape.ts'

/** What a participant has in a draw. Shares in any order, each item once. */
export interface EntrantLine {
  pid: string
  shares: Share[]
}

export interface Share {
  item: string
  /** Tickets: 1 to `MAX_WEIGHT`. */
  weight: number
  /** The score by which a jury or votes put an entry first: 0 (none) to `MAX_TIER`. */
  tier: number
}

/** One line of entrants.txt without its LF. Throws `RangeError` naming what cannot stand in a list. */
export function formatLine({ pid, shares }: EntrantLine): string {
  if (!isHex32(pid)) throw new RangeError(`pid ${JSON.stringify(pid)}: expected 64 lower-case hex digits`)
  if (shares.length === 0)
    throw new RangeError(`pid ${pid} has no tickets: leave participants without any out`)
  const sorted = shares.toSorted((a, b) => (a.item < b.item ? -1 : 1))
  const parts = sorted.map(({ item, weight, tier }, i) => {
    if (!ITEM_ID.test(item)) throw new RangeError(`item ${JSON.stringify(item)}: expected ${ITEM_ID.source}`)
    if (item === sorted[i - 1]?.item)
      throw new RangeError(`pid ${pid} has item ${item} twice: add up its tickets`)
    if (!isInteger(weight, 1, MAX_WEIGHT))
      throw new RangeError(`weight ${weight}: expected 1 to ${MAX_WEIGHT}`)
    if (!isInteger(tier, 0, MAX_TIER)) throw new RangeError(`tier ${tier}: expected 0 to ${MAX_TIER}`)
    return tier === 0 ? `${item}:${weight}` : `${item}:${weight}:${tier}`
  })
  return `${pid} ${parts.join(',')}`
}

/** The bytes of entrants.txt from participants in any order. Throws `RangeError`, also for a pid that comes twice. */
export function formatEntrants(entrants: EntrantLine[]): Uint8Array {
  const sorted = entrants.toSorted((a, b) => (a.pid < b.pid ? -1 : 1))
  const twice = sorted.find(({ pid }, i) => pid === sorted[i - 1]?.pid)
  if (twice) throw new RangeError(`pid ${twice.pid} comes twice: one line for each participant`)
  return utf8(sorted.map((entrant) => `${formatLine(entrant)}\n`).join(''))
}
