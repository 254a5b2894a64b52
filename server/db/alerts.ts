import { sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'

/** What a person should know of a source. One of a code stands at a time. */
export interface SourceAlert {
  sourceId: number
  code: 'needs_attention' | 'expires' | 'silent' | 'budget'
  message: string
  raisedAt: Instant
}

/** Raises an alert, or words the one that stands anew. */
export async function raiseAlert(
  db: Db,
  { sourceId, code, message }: Omit<SourceAlert, 'raisedAt'>,
  now: Instant,
): Promise<void> {
  await sql`
    insert into source_alert (source_id, code, message, raised_at) values (${sourceId}, ${code}, ${message}, ${at(now)})
    on conflict (source_id, code) where cleared_at is null do update set message = excluded.message
      where source_alert.message <> excluded.message`.execute(db)
}

/** What no longer holds: the alerts of these codes. */
export async function clearAlerts(
  db: Db,
  sourceId: number,
  codes: readonly SourceAlert['code'][],
  now: Instant,
): Promise<void> {
  if (codes.length === 0) return
  await sql`
    update source_alert set cleared_at = ${at(now)}
    where source_id = ${sourceId} and cleared_at is null and code = any(${[...codes]}::text[])`.execute(db)
}

/** The alerts that stand, of some sources, the oldest first. */
export async function listAlerts(db: Db, sourceIds: number[]): Promise<SourceAlert[]> {
  if (sourceIds.length === 0) return []
  const rows = await db
    .selectFrom('source_alert')
    .select(['source_id', 'code', 'message', 'raised_at'])
    .where('source_id', 'in', sourceIds)
    .where('cleared_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    sourceId: row.source_id,
    code: row.code,
    message: row.message,
    raisedAt: row.raised_at,
  }))
}
