import { sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'

/** Something a network sent by itself. `payload`: what its source made of it. */
export interface Delivery {
  id: number
  sourceId: number
  payload: object
}

/** Keeps what was sent. What came before (`key`) is left as it is. Answers how many are new. */
export async function insertDeliveries(
  db: Db,
  sourceId: number,
  deliveries: { key: string; payload: object }[],
  now: Instant,
): Promise<number> {
  if (deliveries.length === 0) return 0
  const { rows } = await sql<{ id: number }>`
    insert into source_delivery (source_id, key, payload, received_at)
    select ${sourceId}, key, payload, ${at(now)}
    from json_to_recordset(${JSON.stringify(deliveries)}::json) as t(key text, payload jsonb)
    order by key
    on conflict (source_id, key) do nothing
    returning id`.execute(db)
  return rows.length
}

/** What was not taken in yet, in the order it came; of sources that are active. */
export async function listWaitingDeliveries(db: Db, limit: number): Promise<Delivery[]> {
  const rows = await db
    .selectFrom('source_delivery')
    .innerJoin('source', 'source.id', 'source_delivery.source_id')
    .select(['source_delivery.id', 'source_delivery.source_id', 'source_delivery.payload'])
    .where('source_delivery.taken_at', 'is', null)
    .where('source.state', '=', 'active')
    .orderBy('source_delivery.id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ id: row.id, sourceId: row.source_id, payload: row.payload }))
}

/** It was taken in; or given up, for the reason `error`. */
export async function recordTaken(db: Db, id: number, error: string | null, now: Instant): Promise<void> {
  await db
    .updateTable('source_delivery')
    .set({ taken_at: at(now), error })
    .where('id', '=', id)
    .where('taken_at', 'is', null)
    .execute()
}
