import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'

/** Replaces every unused link: only the newest one printed opens the door. */
export async function replaceSetupLink(db: Db, tokenHash: string, now: Instant): Promise<void> {
  await db.deleteFrom('setup_link').where('used_at', 'is', null).execute()
  await db
    .insertInto('setup_link')
    .values({ token_hash: tokenHash, created_at: at(now) })
    .execute()
}

export async function isSetupLinkOpen(db: Db, tokenHash: string): Promise<boolean> {
  const row = await db
    .selectFrom('setup_link')
    .select('id')
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** Answers whether this call used it: of two at once, one wins. */
export async function useSetupLink(db: Db, tokenHash: string, now: Instant): Promise<boolean> {
  const result = await db
    .updateTable('setup_link')
    .set({ used_at: at(now) })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
