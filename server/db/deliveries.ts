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

/** Somebody sent what the network did not sign. */
export async function countRefusedDelivery(db: Db, sourceId: number): Promise<void> {
  await sql`update source set refused_deliveries = refused_deliveries + 1 where id = ${sourceId}`.execute(db)
}

/** Active sources with something to take in whose rest is over. */
export async function listSourcesWithDeliveries(db: Db, now: Instant): Promise<number[]> {
  const rows = await db
    .selectFrom('source')
    .select('id')
    .where('state', '=', 'active')
    .where((eb) =>
      eb.or([eb('failures', '=', 0), eb('wait_until', 'is', null), eb('wait_until', '<=', at(now))]),
    )
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('source_delivery')
          .select('source_delivery.id')
          .whereRef('source_delivery.source_id', '=', 'source.id')
          .where('source_delivery.taken_at', 'is', null),
      ),
    )
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}

/** What was sent to a source and not taken in yet, in the order it came. */
export async function listWaitingDeliveries(db: Db, sourceId: number, limit: number): Promise<Delivery[]> {
  const rows = await db
    .selectFrom('source_delivery')
    .select(['id', 'source_id', 'payload'])
    .where('source_id', '=', sourceId)
    .where('taken_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ id: row.id, sourceId: row.source_id, payload: row.payload }))
}

/** Forgets what was taken in before `until`: nobody sends it again so late. Answers how many. */
export async function removeTakenDeliveries(db: Db, until: Instant): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from source_delivery where taken_at < ${at(until)}`.execute(db)
  return Number(numAffectedRows ?? 0)
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
