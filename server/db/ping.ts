import { sql } from 'kysely'
import type { Db } from './pool.ts'

/** Longer than this, and the database counts as away. */
const PATIENCE_MS = 2_000

/** Whether the database answers. Never throws. */
export async function pingDatabase(db: Db): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, PATIENCE_MS, false).unref())
  const answer = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
  return Promise.race([answer, late])
}
