import { type RawBuilder, sql } from 'kysely'
import type { LogAlert, LogFault, LogLine, LogWay, PlacedLine } from '../contest/collector-log.ts'
import type { Instant } from '../contest/instant.ts'
import type { Cursor } from './cursor.ts'
import { at, type Db } from './pool.ts'

/** Rows of each kind that are looked at for one page of the log. */
export const LOG_ROWS = 1_000

/** What of the sources of a contest its log tells. */
export interface LogOf {
  /** Names by id. */
  sources: ReadonlyMap<number, string>
  /** Targets of tags that the contest follows; those of other contests are theirs to tell. */
  tags: string[]
  /** The row before which it goes on. */
  before: Cursor | null
}

/**
 * What happened, newest first, by time and then id. Each kind of row is read up to `LOG_ROWS`, and none is told that is older
 * than the last row of a kind that has more.
 */
export async function listLogRows(db: Db, of: LogOf): Promise<{ rows: PlacedLine[]; hasMore: boolean }> {
  const kinds = await Promise.all([
    listRuns(db, of),
    listGaps(db, of),
    listPauses(db, of),
    listAlerts(db, of),
  ])
  const ends = kinds.flatMap((rows) => (rows.length === LOG_ROWS ? (rows.at(-1) ?? []) : []))
  const rows = kinds.flat().sort(newestFirst)
  const end = ends.sort(newestFirst)[0]
  return {
    rows: end ? rows.filter((row) => newestFirst(row, end) <= 0) : rows,
    hasMore: end !== undefined,
  }
}

export function placeOf({ id, line }: PlacedLine): Cursor {
  return { at: line.at, id }
}

function newestFirst(a: PlacedLine, b: PlacedLine): number {
  return b.line.at - a.line.at || b.id - a.id
}

/** Places of rows of four tables in one list. */
const KINDS = 4

/** The newest rows of one table, source by source along its index. */
function newest<Row>(
  db: Db,
  { sources, before }: LogOf,
  kind: number,
  table: { name: string; time: string; columns: RawBuilder<unknown>; where?: RawBuilder<unknown> },
): Promise<(Row & { id: number; source_id: number; at: Instant })[]> {
  const time = sql.ref(table.time)
  const isBefore = before
    ? sql`and ${time} <= ${at(before.at)} and (${time}, id * ${sql.lit(KINDS)} + ${sql.lit(kind)}) < (${at(before.at)}, ${before.id}::bigint)`
    : sql``
  return sql<Row & { id: number; source_id: number; at: Instant }>`
    select found.* from unnest(${[...sources.keys()]}::bigint[]) as asked (source_id)
    cross join lateral (
      select id * ${sql.lit(KINDS)} + ${sql.lit(kind)} as id, source_id, ${time} as at, ${table.columns}
      from ${sql.table(table.name)} where source_id = asked.source_id ${isBefore} ${table.where ?? sql``}
      order by ${time} desc, id desc limit ${sql.lit(LOG_ROWS)}
    ) as found
    order by found.at desc, found.id desc limit ${sql.lit(LOG_ROWS)}`
    .execute(db)
    .then(({ rows }) => rows)
}

async function listRuns(db: Db, of: LogOf): Promise<PlacedLine[]> {
  const rows = await newest<{
    way: LogWay
    ended_at: Instant | null
    reads: number
    pages: number
    stored: number
    changed: number
    withdrawn: number
    skipped: number
    fault: LogFault | null
  }>(db, of, 0, {
    name: 'collect_run',
    time: 'started_at',
    columns: sql`way, ended_at, reads, pages, stored, changed, withdrawn, skipped,
      case when outcome = 'failed' then coalesce(fault, 'other') end as fault`,
    where: sql`and (target not like 'tag:%' or target = any(${of.tags}::text[]))`,
  })
  return placed(of, rows, (row) => ({
    kind: 'read',
    at: row.at,
    until: row.ended_at,
    way: row.way,
    reads: row.reads,
    pages: row.pages,
    brought: row.stored,
    changed: row.changed,
    withdrawn: row.withdrawn,
    skipped: row.skipped,
    fault: row.fault,
  }))
}

async function listGaps(db: Db, of: LogOf): Promise<PlacedLine[]> {
  const rows = await newest<{
    gap_from: Instant
    gap_until: Instant
    why: string
    filled_at: Instant | null
    found: number | null
    partial: string | null
  }>(db, of, 1, {
    name: 'source_gap',
    time: 'noticed_at',
    columns: sql`gap_from, gap_until, why, filled_at, found, partial`,
  })
  return placed(of, rows, (row) => ({
    kind: 'gap',
    at: row.at,
    from: row.gap_from,
    until: row.gap_until,
    why: row.why,
    filledAt: row.filled_at,
    found: row.found,
    partial: row.partial,
  }))
}

async function listPauses(db: Db, of: LogOf): Promise<PlacedLine[]> {
  const rows = await newest<{ resumed_at: Instant | null }>(db, of, 2, {
    name: 'source_pause',
    time: 'paused_at',
    columns: sql`resumed_at`,
  })
  return placed(of, rows, (row) => ({ kind: 'pause', at: row.at, until: row.resumed_at }))
}

async function listAlerts(db: Db, of: LogOf): Promise<PlacedLine[]> {
  const rows = await newest<{ code: LogAlert; cleared_at: Instant | null }>(db, of, 3, {
    name: 'source_alert',
    time: 'raised_at',
    columns: sql`code, cleared_at`,
  })
  return placed(of, rows, (row) => ({ kind: 'alert', at: row.at, until: row.cleared_at, code: row.code }))
}

type Unnamed = LogLine extends infer Line ? (Line extends LogLine ? Omit<Line, 'source'> : never) : never

function placed<Row extends { id: number; source_id: number }>(
  { sources }: LogOf,
  rows: Row[],
  toLine: (row: Row) => Unnamed,
): PlacedLine[] {
  return rows.map((row) => ({
    id: row.id,
    line: { ...toLine(row), source: sources.get(row.source_id) ?? '' } as LogLine,
  }))
}
