import { type Allotment, allot } from './allocation.ts'
import { toHex } from './bytes.ts'
import type { Commit } from './commit.ts'
import { type Entrants, pidAt } from './entrants.ts'
import type { VoidEvent } from './events.ts'
import { DIGEST, type Hashing } from './hashing.ts'
import { drawTickets, type ItemTickets } from './tickets.ts'

/** One item's part of a record's `result`. */
export interface ItemResult {
  item: string
  /** All tickets of the item, void ones included. */
  tickets: number
  winners: (DrawnTicket & { slot: number; via: string })[]
  /** Slots that nobody could be given. */
  unfilled: number
  /** Who would be next, each with the best ticket. */
  alternates: DrawnTicket[]
}

export interface DrawnTicket {
  pid: string
  ticket: number
  value: string
}

/** Who won what, from inputs that are all checked. Items in the commitment's order. */
export async function drawResult(
  commit: Commit,
  entrants: Entrants,
  seed: Uint8Array,
  events: VoidEvent[],
  hashing: Hashing,
): Promise<ItemResult[]> {
  const ids = commit.items.map(({ id }) => id)
  const tickets = await drawTickets(entrants, ids, seed, hashing)
  return allot(entrants, tickets, commit, events).map((allotment) => toResult(entrants, allotment))
}

function toResult(entrants: Entrants, { tickets, winners, unfilled, alternates }: Allotment): ItemResult {
  return {
    item: tickets.item,
    tickets: tickets.count,
    winners: winners.map(({ slot, ticket, via }) => ({ slot, ...toDrawn(entrants, tickets, ticket), via })),
    unfilled,
    alternates: alternates.map((ticket) => toDrawn(entrants, tickets, ticket)),
  }
}

function toDrawn(entrants: Entrants, tickets: ItemTickets, ticket: number): DrawnTicket {
  const share = tickets.shareOf[ticket] ?? 0
  return {
    pid: pidAt(entrants, tickets.lines[share] ?? 0),
    ticket: ticket - (tickets.first[share] ?? 0),
    value: toHex(tickets.values.subarray(ticket * DIGEST, (ticket + 1) * DIGEST)),
  }
}
