import type { Db } from '../db/pool.ts'
import {
  countSealedByOthers,
  listSealedByOthers,
  listSealingKeys,
  removeAllKept,
  SEALED,
  type SealedColumn,
  updateSealed,
} from '../db/sealed.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Secrets } from '../secrets.ts'

/** Values sealed anew in one transaction. */
export const RESEAL_BATCH = 500

/** How far a column has come: `done` of `of` values that another key had sealed. */
export interface Resealed {
  column: string
  done: number
  of: number
}

/**
 * Seals everything anew that an older key sealed, and ends all sessions, whose names were made with it. May be killed at
 * any moment and run again. Answers the ids of all keys in use afterwards: the present one alone, unless a server was at
 * work meanwhile. Throws `SealError` for a value that no key here opens; what was done until then stays.
 */
export async function resealAll(
  db: Db,
  secrets: Secrets,
  tell: (progress: Resealed) => void,
  signal: AbortSignal,
): Promise<string[]> {
  const counts = await countSealedByOthers(db, secrets.keyId)
  for (const column of SEALED) {
    await resealColumn(db, secrets, column, counts.get(column) ?? 0, tell, signal)
  }
  await removeAllKept(db)
  return listSealingKeys(db, 'all')
}

async function resealColumn(
  db: Db,
  secrets: Secrets,
  column: SealedColumn,
  of: number,
  tell: (progress: Resealed) => void,
  signal: AbortSignal,
): Promise<void> {
  let after: string[] | null = null
  let done = 0
  do {
    signal.throwIfAborted()
    const place: string[] | null = after
    const rows = await inTransaction(db, async (tx) => {
      const found = await listSealedByOthers(tx, column, secrets.keyId, place, RESEAL_BATCH)
      const sealed = found.map(({ key, sealed }) => ({
        key,
        sealed: secrets.seal(column.purpose, secrets.open(column.purpose, sealed)),
      }))
      await updateSealed(tx, column, sealed)
      return found
    })
    after = rows.at(-1)?.key ?? null
    done += rows.length
    if (rows.length > 0) tell({ column: `${column.table}.${column.column}`, done, of })
  } while (after !== null)
}
