import type { Instant } from '../contest/instant.ts'
import { at, atOrNull, type Db } from './pool.ts'

/** How far a source has been read for one target. */
export interface Position {
  cursor: string
  /** Posts made before were not taken. */
  readsFrom: Instant
}

export async function readPosition(db: Db, sourceId: number, target: string): Promise<Position | null> {
  const row = await db
    .selectFrom('source_position')
    .select(['cursor', 'reads_from'])
    .where('source_id', '=', sourceId)
    .where('target', '=', target)
    .executeTakeFirst()
  return row ? { cursor: row.cursor, readsFrom: row.reads_from } : null
}

/** Until when each target of a source is complete, as its network told; null where it did not. */
export async function listPositions(db: Db, sourceId: number): Promise<Map<string, Instant | null>> {
  const rows = await db
    .selectFrom('source_position')
    .select(['target', 'complete_until'])
    .where('source_id', '=', sourceId)
    .execute()
  return new Map(rows.map((row) => [row.target, row.complete_until]))
}

/** What was complete stays so while the next reading is on its way, unless it takes in older posts than before. */
export async function savePosition(
  db: Db,
  position: Position & { sourceId: number; target: string; completeUntil: Instant | null; now: Instant },
): Promise<void> {
  const values = {
    cursor: position.cursor,
    reads_from: at(position.readsFrom),
    complete_until: atOrNull(position.completeUntil),
    updated_at: at(position.now),
  }
  await db
    .insertInto('source_position')
    .values({ source_id: position.sourceId, target: position.target, ...values })
    .onConflict((oc) =>
      oc.columns(['source_id', 'target']).doUpdateSet((eb) => ({
        ...values,
        complete_until: eb
          .case()
          .when(
            eb.and([
              eb('excluded.complete_until', 'is', null),
              eb('source_position.reads_from', '<=', eb.ref('excluded.reads_from')),
            ]),
          )
          .then(eb.ref('source_position.complete_until'))
          .else(eb.ref('excluded.complete_until'))
          .end(),
      })),
    )
    .execute()
}
