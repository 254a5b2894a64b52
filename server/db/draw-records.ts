import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'

/**
 * Stores revision 1. The record is a pure function of its inputs: of two servers that draw at once, the second finds the
 * same bytes in place. Answers whether this call stored it.
 */
export async function storeRecord(
  db: Db,
  drawId: number,
  record: { rev: number; text: string; hash: string },
  now: Instant,
): Promise<boolean> {
  const rows = await db
    .insertInto('draw_record')
    .values({ draw_id: drawId, rev: record.rev, record: record.text, hash: record.hash, created_at: at(now) })
    .onConflict((oc) => oc.columns(['draw_id', 'rev']).doNothing())
    .returning('rev')
    .execute()
  await db
    .updateTable('draw')
    .set({ state: 'drawn', drawn_at: at(now), error: null })
    .where('id', '=', drawId)
    .where('state', '=', 'committed')
    .execute()
  return rows.length === 1
}

/** Every revision, the first first. */
export async function listRecords(
  db: Db,
  drawId: number,
): Promise<{ rev: number; text: string; hash: string; at: Instant }[]> {
  const rows = await db
    .selectFrom('draw_record')
    .select(['rev', 'record', 'hash', 'created_at'])
    .where('draw_id', '=', drawId)
    .orderBy('rev')
    .execute()
  return rows.map((row) => ({ rev: row.rev, text: row.record, hash: row.hash, at: row.created_at }))
}
