import { sql } from 'kysely'
import type { Db } from './pool.ts'

/** One line of the list and who stands behind it. `salt` is sealed. */
export interface NewEntrant {
  pid: string
  participantId: number
  salt: Buffer
  line: number
  tickets: { itemId: number; ticket: number; entryId: number }[]
}

/** Rows sent in one statement: about a megabyte. */
const ENTRANT_CHUNK = 5_000

export async function insertEntrants(db: Db, drawId: number, entrants: NewEntrant[]): Promise<void> {
  for (let from = 0; from < entrants.length; from += ENTRANT_CHUNK) {
    const part = entrants.slice(from, from + ENTRANT_CHUNK)
    await sql`
      insert into draw_entrant (draw_id, pid, participant_id, salt, line)
      select ${drawId}, * from unnest(${part.map((e) => e.pid)}::text[], ${part.map((e) => e.participantId)}::bigint[],
        ${part.map((e) => e.salt)}::bytea[], ${part.map((e) => e.line)}::int[])`.execute(db)
    const tickets = part.flatMap((e) => e.tickets.map((t) => ({ pid: e.pid, ...t })))
    await sql`
      insert into draw_ticket (draw_id, item_id, pid, ticket, entry_id)
      select ${drawId}, * from unnest(${tickets.map((t) => t.itemId)}::bigint[], ${tickets.map((t) => t.pid)}::text[],
        ${tickets.map((t) => t.ticket)}::int[], ${tickets.map((t) => t.entryId)}::bigint[])`.execute(db)
  }
}

/** How many tickets are in a draw. */
export async function countTickets(db: Db, drawId: number): Promise<number> {
  const row = await db
    .selectFrom('draw_ticket')
    .select((eb) => eb.fn.countAll<number>().as('tickets'))
    .where('draw_id', '=', drawId)
    .executeTakeFirstOrThrow()
  return row.tickets
}

/** Who stands behind some tickets of a draw: item slug, pid and ticket name one entry. */
export interface TicketHolder {
  pid: string
  /** Slug. */
  item: string
  ticket: number
  entryId: number
  participantId: number
  salt: Buffer
}

export async function listHolders(db: Db, drawId: number, pids: string[]): Promise<TicketHolder[]> {
  if (pids.length === 0) return []
  const rows = await db
    .selectFrom('draw_ticket')
    .innerJoin('draw_entrant', (join) =>
      join
        .onRef('draw_entrant.draw_id', '=', 'draw_ticket.draw_id')
        .onRef('draw_entrant.pid', '=', 'draw_ticket.pid'),
    )
    .innerJoin('item', 'item.id', 'draw_ticket.item_id')
    .select([
      'draw_ticket.pid',
      'item.slug',
      'draw_ticket.ticket',
      'draw_ticket.entry_id',
      'draw_entrant.participant_id',
      'draw_entrant.salt',
    ])
    .where('draw_ticket.draw_id', '=', drawId)
    .where('draw_ticket.pid', '=', sql<string>`any(${pids}::text[])`)
    .execute()
  return rows.map((row) => ({
    pid: row.pid,
    item: row.slug,
    ticket: row.ticket,
    entryId: row.entry_id,
    participantId: row.participant_id,
    salt: row.salt,
  }))
}

/** The draws an entry has tickets in. */
export async function listTicketsOf(
  db: Db,
  entryIds: number[],
): Promise<{ entryId: number; drawId: number; number: number; item: string; pid: string; ticket: number }[]> {
  if (entryIds.length === 0) return []
  const rows = await db
    .selectFrom('draw_ticket')
    .innerJoin('draw', 'draw.id', 'draw_ticket.draw_id')
    .innerJoin('item', 'item.id', 'draw_ticket.item_id')
    .select([
      'draw_ticket.entry_id',
      'draw.id',
      'draw.number',
      'item.slug',
      'draw_ticket.pid',
      'draw_ticket.ticket',
    ])
    .where('draw_ticket.entry_id', 'in', entryIds)
    .orderBy('draw.number')
    .execute()
  return rows.map((row) => ({
    entryId: row.entry_id,
    drawId: row.id,
    number: row.number,
    item: row.slug,
    pid: row.pid,
    ticket: row.ticket,
  }))
}
