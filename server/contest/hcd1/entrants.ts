import { utf8 } from './bytes.ts'
import { DIGEST, type Messages } from './hashing.ts'

/** Hex digits of a pid, with which each line begins. */
export const PID_LENGTH = 2 * DIGEST

/** Tickets of one participant for one item (hcd1, "entrants.txt"). */
export const MAX_WEIGHT = 10_000

/** The highest score: 2³¹−1 (hcd1, "entrants.txt"). */
export const MAX_TIER = 2_147_483_647

/** An item id (hcd1, "entrants.txt"). */
export const ITEM_ID = /^[a-z0-9][a-z0-9_-]{0,62}$/

/**
 * entrants.txt, read. Line i is the i-th participant, ascending by pid; its shares are those from `shareStarts[i]` up
 * to, not including, `shareStarts[i + 1]`. Typed arrays, as a list may have millions of lines.
 */
export interface Entrants {
  /** The lines without their LF, in the file's own bytes: the leaves of the Merkle tree. */
  lines: Messages
  /** Different item ids, in the order in which the list first names them. */
  items: string[]
  shareStarts: Uint32Array
  /** What a share is of, as an index into `items`. */
  shareItems: Uint32Array
  /** How many tickets. */
  shareWeights: Uint16Array
  /** The score, 0 where the list has none. */
  shareTiers: Uint32Array
}

/** Participants, one a line. */
export function countEntrants({ lines }: Entrants): number {
  return lines.starts.length
}

/** All tickets of all items, also of items that the draw does not give. */
export function countTickets({ shareWeights }: Entrants): number {
  return shareWeights.reduce((sum, weight) => sum + weight, 0)
}

/** A list of more tickets than whoever asked can hold. No fault of hcd1, so it has no code. */
export class TooManyTickets extends RangeError {
  readonly found: number
  constructor(found: number, most: number) {
    super(`The list has ${found} tickets; at most ${most} can be drawn here`)
    this.name = 'TooManyTickets'
    this.found = found
  }
}

/** Throws `TooManyTickets` above `most`: memory for them is taken only after this. */
export function limitTickets(entrants: Entrants, most: number): void {
  const found = countTickets(entrants)
  if (found > most) throw new TooManyTickets(found, most)
}

/** The pid of a line, as hex. */
export function pidAt({ lines }: Entrants, line: number): string {
  const start = lines.starts[line] ?? 0
  return String.fromCharCode(...lines.bytes.subarray(start, start + PID_LENGTH))
}

/** A line without its LF. */
export function lineAt({ lines }: Entrants, line: number): string {
  return new TextDecoder().decode(lines.bytes.subarray(lines.starts[line], lines.ends[line]))
}

/** The line of a pid; -1 where the list has none. Looks among the first `count` lines, which must be ascending. */
export function lineOf({ lines }: Pick<Entrants, 'lines'>, pid: string, count = lines.starts.length): number {
  const wanted = utf8(pid)
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    const order = comparePids(lines.bytes, lines.starts[middle] ?? 0, wanted, 0)
    if (order === 0 && wanted.length === PID_LENGTH) return middle
    if (order < 0) low = middle + 1
    else high = middle
  }
  return -1
}

/** Negative, 0 or positive as the pid at `a` of one buffer comes before, with or after that at `b` of another. */
export function comparePids(left: Uint8Array, a: number, right: Uint8Array, b: number): number {
  for (let i = 0; i < PID_LENGTH; i += 1) {
    const difference = (left[a + i] ?? 0) - (right[b + i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** The tickets that a line has for an item; 0 where it has none. */
export function weightOf(entrants: Entrants, line: number, item: string): number {
  const wanted = entrants.items.indexOf(item)
  const end = entrants.shareStarts[line + 1] ?? 0
  for (let share = entrants.shareStarts[line] ?? 0; share < end; share += 1) {
    if (entrants.shareItems[share] === wanted) return entrants.shareWeights[share] ?? 0
  }
  return 0
}
