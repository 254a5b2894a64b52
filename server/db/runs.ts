import type { Selectable } from 'kysely'
import type { LogFault } from '../contest/collector-log.ts'
import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'
import type { CollectRunTable } from './schema/collection-tables.ts'

export interface Run {
  id: number
  sourceId: number
  target: string
  /** How posts came: asked for, streamed, asked for anew where some were missed, or sent. */
  way: 'poll' | 'stream' | 'fill' | 'delivery'
  startedAt: Instant
  endedAt: Instant | null
  outcome: 'running' | 'ok' | 'failed'
  pages: number
  seen: number
  stored: number
  changed: number
  withdrawn: number
  skipped: number
  samples: { why: string; sample: string }[]
  error: string | null
  /** Why it failed, in a word that everybody may read. */
  fault: LogFault | null
  /** More than 1 where old reads that brought nothing new were folded into one row. */
  reads: number
}

/** Said of a run whose server ended before it did. */
const BROKE_OFF = 'The server stopped while it was reading; the next run went on from the last whole page.'

/** What one run has brought so far. */
export type RunCounts = Pick<
  Run,
  'pages' | 'seen' | 'stored' | 'changed' | 'withdrawn' | 'skipped' | 'samples'
>

/**
 * Begins a run and answers its id. A source is read by one run of a way at a time, so one that still stands as running
 * broke off with its server.
 */
export async function insertRun(
  db: Db,
  { sourceId, target, way, startedAt }: Pick<Run, 'sourceId' | 'target' | 'way' | 'startedAt'>,
): Promise<number> {
  await db
    .updateTable('collect_run')
    .set({ outcome: 'failed', ended_at: at(startedAt), error: BROKE_OFF, fault: 'broke_off' })
    .where('source_id', '=', sourceId)
    .where('way', '=', way)
    .where('outcome', '=', 'running')
    .execute()
  const row = await db
    .insertInto('collect_run')
    .values({
      source_id: sourceId,
      target,
      way,
      started_at: at(startedAt),
      outcome: 'running',
      samples: '[]',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** The run is over: writes what it has brought. `failure` null: it went well. */
export async function endRun(
  db: Db,
  runId: number,
  counts: RunCounts,
  end: { at: Instant; failure: { error: string; fault: LogFault } | null },
): Promise<void> {
  await db
    .updateTable('collect_run')
    .set({
      ...counts,
      samples: JSON.stringify(counts.samples),
      ended_at: at(end.at),
      outcome: end.failure === null ? 'ok' : 'failed',
      error: end.failure?.error ?? null,
      fault: end.failure?.fault ?? null,
    })
    .where('id', '=', runId)
    .execute()
}

export async function listRuns(db: Db, sourceId: number, limit: number): Promise<Run[]> {
  const rows = await db
    .selectFrom('collect_run')
    .selectAll()
    .where('source_id', '=', sourceId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toRun)
}

function toRun(row: Selectable<CollectRunTable>): Run {
  return {
    id: row.id,
    sourceId: row.source_id,
    target: row.target,
    way: row.way,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    outcome: row.outcome,
    pages: row.pages,
    seen: row.seen,
    stored: row.stored,
    changed: row.changed,
    withdrawn: row.withdrawn,
    skipped: row.skipped,
    samples: row.samples,
    error: row.error,
    fault: row.fault,
    reads: row.reads,
  }
}
