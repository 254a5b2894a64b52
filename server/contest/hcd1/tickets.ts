import { concat, tag, utf8 } from './bytes.ts'
import { type Entrants, PID_LENGTH } from './entrants.ts'
import { DIGEST, digestMany, type Hashing } from './hashing.ts'
import { orderTickets } from './order.ts'

/**
 * All tickets of one item. Share s is the s-th participant who has any, ascending by pid; its tickets are those from
 * `first[s]` up to, not including, `first[s + 1]`, ticket 0 first.
 */
export interface ItemTickets {
  item: string
  count: number
  /** Each share's line in the list. */
  lines: Uint32Array
  first: Uint32Array
  tiers: Uint32Array
  /** Each ticket's share. */
  shareOf: Uint32Array
  /** Each ticket's value V, 32 bytes. */
  values: Uint8Array
  /** Tickets, the winning end first: tier descending, V ascending, pid ascending, ticket ascending. */
  order: Uint32Array
}

/** The tickets of these items, each with its value V(item, pid, t), and their order. */
export async function drawTickets(
  entrants: Entrants,
  items: string[],
  seed: Uint8Array,
  hashing: Hashing,
): Promise<ItemTickets[]> {
  const byItem = sharesByItem(entrants)
  const drawn: ItemTickets[] = []
  for (const item of items) {
    const { lines, first, tiers } = byItem.get(item) ?? noShares(0)
    const shareOf = new Uint32Array(first.at(-1) ?? 0)
    for (let share = 0; share < lines.length; share += 1) shareOf.fill(share, first[share], first[share + 1])
    const values = await ticketValues(entrants, item, { lines, first, shareOf }, seed, hashing)
    const order = orderTickets(first, tiers, values)
    drawn.push({ item, count: shareOf.length, lines, first, tiers, shareOf, values, order })
  }
  return drawn
}

/** V(item, pid, t) = MAC(seed, tag("ticket") ‖ item ‖ 00 ‖ pid as 32 bytes ‖ u32 t). */
function ticketValues(
  entrants: Entrants,
  item: string,
  { lines, first, shareOf }: Pick<ItemTickets, 'lines' | 'first' | 'shareOf'>,
  seed: Uint8Array,
  hashing: Hashing,
): Promise<Uint8Array> {
  const { bytes, starts } = entrants.lines
  const head = concat(tag('ticket'), utf8(item), Uint8Array.of(0))
  return digestMany(
    shareOf.length,
    () => head.length + DIGEST + 4,
    (ticket, into, at) => {
      const share = shareOf[ticket] ?? 0
      into.set(head, at)
      writePid(bytes, starts[lines[share] ?? 0] ?? 0, into, at + head.length)
      writeU32(ticket - (first[share] ?? 0), into, at + head.length + DIGEST)
    },
    (messages) => hashing.hmac(seed, messages),
  )
}

type Shares = Pick<ItemTickets, 'lines' | 'first' | 'tiers'>

function noShares(room: number): Shares {
  return { lines: new Uint32Array(room), first: new Uint32Array(room + 1), tiers: new Uint32Array(room) }
}

/** Parts the shares of a list by item, in one walk however many items there are. */
function sharesByItem(entrants: Entrants): Map<string, Shares> {
  const { items, lines, shareStarts, shareItems, shareWeights, shareTiers } = entrants
  const sizes = new Uint32Array(items.length)
  for (const item of shareItems) sizes[item] = (sizes[item] ?? 0) + 1
  const parts = Array.from(sizes, noShares)
  const filled = new Uint32Array(items.length)
  for (let line = 0; line < lines.starts.length; line += 1) {
    const end = shareStarts[line + 1] ?? 0
    for (let share = shareStarts[line] ?? 0; share < end; share += 1) {
      const item = shareItems[share] ?? 0
      const part = parts[item] ?? noShares(0)
      const at = filled[item] ?? 0
      part.lines[at] = line
      part.tiers[at] = shareTiers[share] ?? 0
      part.first[at + 1] = (part.first[at] ?? 0) + (shareWeights[share] ?? 0)
      filled[item] = at + 1
    }
  }
  return new Map(items.map((item, i) => [item, parts[i] ?? noShares(0)]))
}

/** The pid's 64 hex digits at `start`, as 32 bytes. */
function writePid(hex: Uint8Array, start: number, into: Uint8Array, at: number): void {
  for (let i = 0; i < PID_LENGTH; i += 2) {
    into[at + i / 2] = (nibble(hex[start + i]) << 4) | nibble(hex[start + i + 1])
  }
}

/** The value of a hex digit in ASCII: the low bits of 0 to 9 are their value, those of a to f begin at 1. */
function nibble(digit = 0): number {
  return (digit & 15) + 9 * (digit >> 6)
}

function writeU32(value: number, into: Uint8Array, at: number): void {
  into[at] = value >>> 24
  into[at + 1] = value >>> 16
  into[at + 2] = value >>> 8
  into[at + 3] = value
}
