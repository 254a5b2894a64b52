import type { Commit } from '../contest/hcd1/commit.ts'
import type { DrawRecord } from '../contest/hcd1/record.ts'
import type { Context } from '../context.ts'
import type { Contest } from '../db/contests.ts'
import { listRecords } from '../db/draw-records.ts'
import { type Draw, findDraw, listDraws } from '../db/draws.ts'
import { type PublicEntry, readPublicEntries } from '../db/public-entries.ts'
import { countTickets, listHolders } from '../db/tickets.ts'
import { Refusal } from '../refusal.ts'

/** A draw with its newest record, and the public entry behind each winning ticket. */
export interface DrawFacts {
  draw: Draw
  commit: Commit
  /** Null before the draw. */
  record: DrawRecord | null
  revisions: { rev: number; hash: string; text: string; at: number }[]
  tickets: number
  /** By `item pid ticket`; left out where the entry is no longer public. */
  entries: ReadonlyMap<string, PublicEntry>
}

/** Names a ticket among the winners of one draw. */
export function ticketKey(item: string, pid: string, ticket: number): string {
  return `${item} ${pid} ${ticket}`
}

/** Throws `Refusal('not_found')`. */
export async function readDraw(ctx: Context, contest: Contest, number: number): Promise<DrawFacts> {
  const draw = await findDraw(ctx.db, contest.id, number)
  if (!draw) throw new Refusal('not_found', `${contest.slug} has no draw ${number}.`)
  return factsOf(ctx, draw)
}

/** Newest first. */
export async function readDraws(ctx: Context, contest: Contest): Promise<DrawFacts[]> {
  const draws = await listDraws(ctx.db, contest.id)
  return Promise.all(draws.toReversed().map((draw) => factsOf(ctx, draw)))
}

async function factsOf(ctx: Context, draw: Draw): Promise<DrawFacts> {
  const revisions = await listRecords(ctx.db, draw.id)
  const newest = revisions.at(-1)
  const record = newest ? (JSON.parse(newest.text) as DrawRecord) : null
  const winners =
    record?.result.flatMap(({ item, winners }) =>
      winners.map(({ pid, ticket }) => ({ item, pid, ticket })),
    ) ?? []
  const wanted = new Set(winners.map(({ item, pid, ticket }) => ticketKey(item, pid, ticket)))
  const holders = (await listHolders(ctx.db, draw.id, [...new Set(winners.map(({ pid }) => pid))])).filter(
    (holder) => wanted.has(ticketKey(holder.item, holder.pid, holder.ticket)),
  )
  const entries = await readPublicEntries(
    ctx.db,
    holders.map(({ entryId }) => entryId),
  )
  return {
    draw,
    commit: JSON.parse(draw.commit) as Commit,
    record,
    revisions,
    tickets: record
      ? record.result.reduce((sum, { tickets }) => sum + tickets, 0)
      : await countTickets(ctx.db, draw.id),
    entries: new Map(
      holders.flatMap((holder) => {
        const entry = entries.get(holder.entryId)
        return entry ? [[ticketKey(holder.item, holder.pid, holder.ticket), entry] as const] : []
      }),
    ),
  }
}
