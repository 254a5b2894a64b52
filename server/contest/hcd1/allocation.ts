import type { Commit } from './commit.ts'
import { type Entrants, lineOf } from './entrants.ts'
import type { VoidEvent } from './events.ts'
import type { ItemTickets } from './tickets.ts'

/** Who holds the prizes of one item, and who comes next. Tickets are numbers of `ItemTickets`. */
export interface Allotment {
  tickets: ItemTickets
  winners: Win[]
  unfilled: number
  alternates: number[]
}

export interface Win {
  /** From 1. */
  slot: number
  ticket: number
  /** `draw`, or `redraw:<seq>` after the event that freed the slot. */
  via: string
}

/** What is known of an item while its prizes are given. */
interface Standing {
  /** Slots to be given, and how many come next. */
  readonly winners: number
  readonly alternates: number
  readonly tickets: ItemTickets
  /** 1 where the ticket is void. */
  readonly void: Uint8Array
  /** 1 where the share holds a slot of this item. */
  readonly holds: Uint8Array
  /** By slot; null where it was emptied. Ends with the last slot that could ever be filled. */
  readonly slots: ({ ticket: number; via: string } | null)[]
}

interface Draw {
  readonly entrants: Entrants
  readonly maxPrizes: number
  readonly standings: Standing[]
  /** Slots held over all items, by line. */
  readonly held: Uint32Array
}

/**
 * Gives out the prizes (hcd1, "Allocation"). `tickets` are those of the commitment's items, in its order. All "before"
 * events void first; then every slot goes to the first eligible ticket of its item; then each "after" event empties the
 * slots whose tickets it voids, and all empty slots are filled again. Who holds a prize keeps it.
 */
export function allot(
  entrants: Entrants,
  tickets: ItemTickets[],
  commit: Pick<Commit, 'items' | 'max_prizes'>,
  events: VoidEvent[],
): Allotment[] {
  const draw: Draw = {
    entrants,
    maxPrizes: commit.max_prizes,
    standings: tickets.map((own, i) => ({
      winners: commit.items[i]?.winners ?? 0,
      alternates: commit.items[i]?.alternates ?? 0,
      tickets: own,
      void: new Uint8Array(own.count),
      holds: new Uint8Array(own.lines.length),
      slots: [],
    })),
    held: new Uint32Array(entrants.lines.starts.length),
  }
  for (const event of events) if (event.phase === 'before') addEvent(draw, event)
  fillAll(draw, 'draw')
  for (const event of events) {
    // An event that empties no slot makes nobody eligible, so nothing could be filled after it.
    if (event.phase === 'after' && addEvent(draw, event)) fillAll(draw, `redraw:${event.seq}`)
  }
  return draw.standings.map((standing) => conclude(draw, standing))
}

/** Voids what the event names; true if that emptied a slot. */
function addEvent(draw: Draw, event: VoidEvent): boolean {
  const line = lineOf(draw.entrants, event.pid)
  let emptied = false
  for (const standing of draw.standings) {
    const { tickets } = standing
    if (event.item !== null && event.item !== tickets.item) continue
    const share = shareOfLine(tickets, line)
    if (share < 0) continue
    const first = tickets.first[share] ?? 0
    if (event.ticket === null) standing.void.fill(1, first, tickets.first[share + 1])
    else standing.void[first + event.ticket] = 1
    if (standing.holds[share] === 1 && emptySlot(standing, share)) {
      draw.held[line] = (draw.held[line] ?? 0) - 1
      emptied = true
    }
  }
  return emptied
}

/** Takes a share's slot away if the ticket it was won with is void. */
function emptySlot({ tickets, slots, holds, void: isVoid }: Standing, share: number): boolean {
  const slot = slots.findIndex(
    (win) => win !== null && tickets.shareOf[win.ticket] === share && isVoid[win.ticket],
  )
  if (slot < 0) return false
  slots[slot] = null
  holds[share] = 0
  return true
}

function fillAll(draw: Draw, via: string): void {
  for (const standing of draw.standings) fill(draw, standing, via)
}

/** What a walk passes by stays ineligible until the walk is over, so one walk down the order fills all slots. */
function fill(draw: Draw, standing: Standing, via: string): void {
  const { tickets, slots, holds, winners } = standing
  let place = 0
  for (let slot = 0; slot < winners; slot += 1) {
    if (slots[slot]) continue
    place = nextEligible(draw, standing, place)
    const ticket = tickets.order[place]
    if (ticket === undefined) return
    const share = tickets.shareOf[ticket] ?? 0
    const line = tickets.lines[share] ?? 0
    slots[slot] = { ticket, via }
    holds[share] = 1
    draw.held[line] = (draw.held[line] ?? 0) + 1
  }
}

/** The first place from `place` on whose ticket may win; the number of tickets where there is none. */
function nextEligible(draw: Draw, standing: Standing, place: number): number {
  const { order, shareOf, lines } = standing.tickets
  let next = place
  for (; next < order.length; next += 1) {
    const ticket = order[next] ?? 0
    const share = shareOf[ticket] ?? 0
    const capped = draw.maxPrizes > 0 && (draw.held[lines[share] ?? 0] ?? 0) >= draw.maxPrizes
    if (!standing.void[ticket] && !standing.holds[share] && !capped) return next
  }
  return next
}

function conclude(draw: Draw, standing: Standing): Allotment {
  const { tickets, slots } = standing
  const winners = slots.flatMap((win, slot) => (win ? [{ slot: slot + 1, ...win }] : []))
  return {
    tickets,
    winners,
    unfilled: standing.winners - winners.length,
    alternates: alternates(draw, standing),
  }
}

/** The first eligible tickets of so many different participants. */
function alternates(draw: Draw, standing: Standing): number[] {
  const { tickets } = standing
  const seen = new Set<number>()
  const found: number[] = []
  let place = nextEligible(draw, standing, 0)
  while (found.length < standing.alternates && place < tickets.count) {
    const ticket = tickets.order[place] ?? 0
    const share = tickets.shareOf[ticket] ?? 0
    if (!seen.has(share)) found.push(ticket)
    seen.add(share)
    place = nextEligible(draw, standing, place + 1)
  }
  return found
}

/** The share that a line has of an item, by halving; -1 for none. */
function shareOfLine({ lines }: ItemTickets, line: number): number {
  let low = 0
  let high = lines.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((lines[middle] ?? 0) < line) low = middle + 1
    else high = middle
  }
  return lines[low] === line ? low : -1
}
