import type { LogFault } from '../contest/collector-log.ts'
import type { Instant } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import { readPosition, savePosition } from '../db/positions.ts'
import { endRun, insertRun, type Run, type RunCounts } from '../db/runs.ts'
import type { SourceRow } from '../db/sources.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Connected } from '../sources/connect.ts'
import { type Batch, SourceError, type Target } from '../sources/source.ts'
import { targetKey } from '../sources/target.ts'
import { concerning } from './concerning.ts'
import type { Judge } from './judge.ts'
import { type StoredBatch, storeBatch } from './store-batch.ts'

/** One thing that a source is read for, however many contests ask for it. */
export interface ReadTarget {
  target: Target
  /** Older posts are not taken. */
  from: Instant
  judges: Judge[]
}

/** What reading has brought. */
export interface Brought {
  posts: number
  entries: number
  skipped: number
}

/** Samples of odd items kept of one run. */
const SAMPLES = 5

/**
 * Reads what is new for one target, page by page: each page is stored, judged and the position moved in one transaction.
 * A failure is recorded with the run and thrown, with the position where the last whole page left it.
 */
export async function readTarget(
  ctx: Context,
  source: SourceRow,
  connected: Connected,
  { target, from, judges }: ReadTarget,
  brought: Brought,
): Promise<void> {
  const key = targetKey(target)
  await recordRun(ctx, { sourceId: source.id, target: key, way: 'poll' }, brought, async (count) => {
    const known = await readPosition(ctx.db, source.id, key)
    // A contest that asks for older posts than were ever taken has everything read anew; what is known stays as it is.
    const reached = known !== null && known.readsFrom <= from ? known : null
    const place = { sourceId: source.id, target: key, readsFrom: reached?.readsFrom ?? from }
    for await (const found of connected.poll(target, reached?.cursor, from)) {
      const batch = 'account' in target ? concerning(found, judges) : found
      const stored = await inTransaction(ctx.db, async (tx) => {
        const stored = await storeBatch(ctx, tx, source, judges, batch)
        const { cursor, completeUntil } = batch
        await savePosition(tx, { ...place, cursor, completeUntil, now: ctx.clock.now() })
        return stored
      })
      count(batch, stored)
    }
  })
}

/** Keeps the record of one run while `read` tells it each batch. A failure is written down and thrown. */
export async function recordRun(
  ctx: Context,
  run: Pick<Run, 'sourceId' | 'target' | 'way'>,
  brought: Brought,
  read: (count: (batch: Batch, stored: StoredBatch) => void) => Promise<void>,
): Promise<void> {
  const runId = await insertRun(ctx.db, { ...run, startedAt: ctx.clock.now() })
  const counts: RunCounts = {
    pages: 0,
    seen: 0,
    stored: 0,
    changed: 0,
    withdrawn: 0,
    skipped: 0,
    samples: [],
  }
  let failure: unknown = null
  try {
    await read((batch, stored) => {
      for (const contest of stored.shown) ctx.events.tell({ contest })
      count(counts, batch, stored)
      brought.entries += stored.entries
    })
  } catch (error) {
    failure = error
    if (error instanceof SourceError && error.sample !== null) {
      counts.samples = [{ why: error.message, sample: error.sample }, ...counts.samples].slice(0, SAMPLES)
    }
  }
  brought.posts += counts.stored
  brought.skipped += counts.skipped
  await endRun(ctx.db, runId, counts, {
    at: ctx.clock.now(),
    failure: failure === null ? null : faultOf(failure),
  })
  if (failure !== null) throw failure
}

function faultOf(failure: unknown): { error: string; fault: LogFault } {
  return {
    error: failure instanceof Error ? failure.message : String(failure),
    fault: failure instanceof SourceError ? failure.kind : 'other',
  }
}

function count(counts: RunCounts, batch: Batch, stored: StoredBatch): void {
  counts.pages++
  counts.seen += batch.changes.length
  counts.stored += stored.stored
  counts.changed += stored.changed
  counts.withdrawn += stored.withdrawn
  counts.skipped += batch.skipped.length
  counts.samples = [...counts.samples, ...batch.skipped].slice(0, SAMPLES)
}
