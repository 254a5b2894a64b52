import type { Selectable } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'
import type { SourceGapTable } from './schema/network-tables.ts'

/** A stretch of time that a source's usual way of reading has missed. */
export interface SourceGap {
  id: number
  sourceId: number
  from: Instant
  until: Instant
  why: string
  noticedAt: Instant
  /** Null while nothing has filled it. */
  filledAt: Instant | null
  filledHow: string | null
  /** Posts that filling it brought. */
  found: number | null
  /** Why that may still not be all. */
  partial: string | null
}

/** The same gap noticed twice is one. */
export async function insertGap(
  db: Db,
  gap: { sourceId: number; from: Instant; until: Instant; why: string; noticedAt: Instant },
): Promise<void> {
  await db
    .insertInto('source_gap')
    .values({
      source_id: gap.sourceId,
      gap_from: at(gap.from),
      gap_until: at(gap.until),
      why: gap.why,
      noticed_at: at(gap.noticedAt),
    })
    .onConflict((oc) => oc.doNothing())
    .execute()
}

/** Gaps still to be filled, the earliest first. */
export async function listOpenGaps(db: Db, sourceId: number, limit: number): Promise<SourceGap[]> {
  const rows = await db
    .selectFrom('source_gap')
    .selectAll()
    .where('source_id', '=', sourceId)
    .where('filled_at', 'is', null)
    .orderBy('gap_from')
    .limit(limit)
    .execute()
  return rows.map(toGap)
}

/** The newest gaps of a source. */
export async function listGaps(db: Db, sourceId: number, limit: number): Promise<SourceGap[]> {
  const rows = await db
    .selectFrom('source_gap')
    .selectAll()
    .where('source_id', '=', sourceId)
    .orderBy('noticed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toGap)
}

/** `found`: posts that were missed and are here by now. The first to say so is believed. */
export async function recordFilled(
  db: Db,
  gapId: number,
  { how, found, partial }: { how: string; found: number; partial: string | null },
  now: Instant,
): Promise<void> {
  await db
    .updateTable('source_gap')
    .set({ filled_at: at(now), filled_how: how, found, partial })
    .where('id', '=', gapId)
    .where('filled_at', 'is', null)
    .execute()
}

function toGap(row: Selectable<SourceGapTable>): SourceGap {
  return {
    id: row.id,
    sourceId: row.source_id,
    from: row.gap_from,
    until: row.gap_until,
    why: row.why,
    noticedAt: row.noticed_at,
    filledAt: row.filled_at,
    filledHow: row.filled_how,
    found: row.found,
    partial: row.partial,
  }
}
