import type { EntryState } from '../contest/entry.ts'
import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'

/** One more decision in the history of an entry. */
export async function insertDecision(
  db: Db,
  decision: {
    entryId: number
    action: string
    code: string | null
    text: string | null
    itemId: number | null
    from: EntryState
    to: EntryState
    by: string | null
    at: Instant
  },
): Promise<void> {
  await db
    .insertInto('decision')
    .values({
      entry_id: decision.entryId,
      action: decision.action,
      code: decision.code,
      text: decision.text,
      item_id: decision.itemId,
      from_state: decision.from,
      to_state: decision.to,
      decided_by: decision.by,
      decided_at: at(decision.at),
    })
    .execute()
}
