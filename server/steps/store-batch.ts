import type { Context } from '../context.ts'
import { insertGap } from '../db/gaps.ts'
import type { Tx } from '../db/pool.ts'
import { storeTombstones } from '../db/presence.ts'
import type { SourceRow } from '../db/sources.ts'
import type { Batch } from '../sources/source.ts'
import type { Judge } from './judge.ts'
import { judgeStored } from './judge-stored.ts'
import { storeBrought } from './store-posts.ts'

/** What became of one batch. `shown`: contests in which everybody sees something of it. */
export interface StoredBatch {
  stored: number
  changed: number
  withdrawn: number
  entries: number
  shown: number[]
}

/** Stores and judges what a source brought, in whatever way: posts, deletions, and what it says it has missed. */
export async function storeBatch(
  ctx: Context,
  tx: Tx,
  source: SourceRow,
  judges: Judge[],
  batch: Batch,
): Promise<StoredBatch> {
  const now = ctx.clock.now()
  const brought = batch.changes.flatMap((change) => (change.kind === 'upsert' ? [change] : []))
  const gone = batch.changes.flatMap((change) => (change.kind === 'withdraw' ? [change] : []))
  const stored = await storeBrought(ctx, tx, brought, source.id, judges)
  const words = gone.map(({ ref, why }) => ({ id: ref.id, why }))
  const withdrawn = await storeTombstones(tx, source.kind, words, now)
  const shown = await judgeStored(tx, withdrawn, now)
  if (batch.gap) await insertGap(tx, { sourceId: source.id, ...batch.gap, noticedAt: now })
  return { ...stored, withdrawn: withdrawn.length, shown: [...new Set([...stored.shown, ...shown])] }
}
