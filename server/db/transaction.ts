import type { Db, Tx } from './pool.ts'

/** How often work is begun before its error is let through. */
const TRIES = 3

/** Postgres broke the transaction off so that another could go on: `serialization_failure`, `deadlock_detected`. */
const BROKEN_OFF = ['40001', '40P01']

/**
 * Does work in one transaction: all of it or nothing. Where Postgres breaks it off in favour of another, it is begun
 * again, so `work` changes nothing but the database.
 */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tries = TRIES; ; tries--) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      if (tries === 1 || !isBrokenOff(error)) throw error
    }
  }
}

function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && BROKEN_OFF.includes(String(error.code))
}
