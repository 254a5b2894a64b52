import type { Context } from '../context.ts'
import { type Delivery, listWaitingDeliveries, recordTaken } from '../db/deliveries.ts'
import { findSource, type SourceRow } from '../db/sources.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Connected } from '../sources/connect.ts'
import { type Batch, SourceError } from '../sources/source.ts'
import { concerning } from './concerning.ts'
import { connect } from './connect-source.ts'
import { isResting } from './follow-stream.ts'
import { followingOf } from './followed.ts'
import type { Judge } from './judge.ts'
import { restAfter } from './pace-source.ts'
import { type Brought, recordRun } from './read-target.ts'
import { type StoredBatch, storeBatch } from './store-batch.ts'

/** What a run of deliveries is told as. */
export const DELIVERIES = 'deliveries'
/** Taken in one run; the next one goes on. */
const AT_ONCE = 200

export interface Taken extends Brought {
  givenUp: number
  failed: number
}

/**
 * Works off what was sent to a source, in the order it came. What the network does not tell now waits for later; what
 * cannot be read is given up, with the reason. Safe to repeat: whatever a delivery brings is stored once.
 */
export async function takeDeliveries(ctx: Context, sourceId: number, signal: AbortSignal): Promise<Taken> {
  const taken: Taken = { posts: 0, entries: 0, skipped: 0, givenUp: 0, failed: 0 }
  const source = await findSource(ctx.db, sourceId)
  if (source?.state !== 'active' || isResting(source, ctx.clock.now())) return taken
  const waiting = await listWaitingDeliveries(ctx.db, sourceId, AT_ONCE)
  if (waiting.length === 0) return taken
  const following = await followingOf(
    ctx,
    sourceId,
    (entries) => {
      taken.entries += entries
    },
    signal,
  )
  // Before a contest opens there is nobody to judge for; what was sent meanwhile is taken in then.
  if (following.length === 0) return taken
  const judges = following.map(({ judge }) => judge)
  try {
    const connected = connect(ctx, source, signal)
    await recordRun(ctx, { sourceId, target: DELIVERIES, way: 'delivery' }, taken, async (count) => {
      for (const delivery of waiting) {
        signal.throwIfAborted()
        await takeOne(ctx, source, connected, judges, delivery, taken, count)
      }
    })
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    taken.failed++
    await restAfter(ctx, source, error)
  }
  return taken
}

async function takeOne(
  ctx: Context,
  source: SourceRow,
  connected: Connected,
  judges: Judge[],
  { id, payload }: Delivery,
  taken: Taken,
  count: (batch: Batch, stored: StoredBatch) => void,
): Promise<void> {
  try {
    const batch = concerning(await connected.take(payload), judges)
    const stored = await inTransaction(ctx.db, async (tx) => {
      const stored = await storeBatch(ctx, tx, source, judges, batch)
      await recordTaken(tx, id, null, ctx.clock.now())
      return stored
    })
    count(batch, stored)
  } catch (error) {
    if (!(error instanceof SourceError) || (error.kind !== 'refused' && error.kind !== 'unreadable'))
      throw error
    await recordTaken(ctx.db, id, error.message, ctx.clock.now())
    taken.givenUp++
    const skipped = [{ why: error.message, sample: error.sample ?? '' }]
    count({ changes: [], skipped, cursor: '', completeUntil: null }, NOTHING)
  }
}

const NOTHING: StoredBatch = { stored: 0, changed: 0, withdrawn: 0, entries: 0, shown: [] }
