import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'

/** What a source remembers under a key, sealed. */
export async function readSourceMemory(db: Db, sourceId: number, key: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('source_memory')
    .select('value')
    .where('source_id', '=', sourceId)
    .where('key', '=', key)
    .executeTakeFirst()
  return row?.value ?? null
}

/** `value` sealed; null forgets. */
export async function writeSourceMemory(
  db: Db,
  sourceId: number,
  key: string,
  value: Buffer | null,
  now: Instant,
): Promise<void> {
  if (value === null) {
    await db.deleteFrom('source_memory').where('source_id', '=', sourceId).where('key', '=', key).execute()
    return
  }
  const values = { value, updated_at: at(now) }
  await db
    .insertInto('source_memory')
    .values({ source_id: sourceId, key, ...values })
    .onConflict((oc) => oc.columns(['source_id', 'key']).doUpdateSet(values))
    .execute()
}
