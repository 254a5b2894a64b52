import { sql } from 'kysely'
import type { Db } from './pool.ts'

/** What a list of contests shows of each. */
export interface Glance {
  /** One for each item, in page order: whether somebody has filled it. */
  pages: boolean[]
  hasDrawn: boolean
  newestEntryId: number | null
}

/** What those who run a contest see of it besides. */
export interface ConsoleGlance extends Glance {
  waiting: number
  reports: number
  sourcesInTrouble: number
}

/** The public side of several contests in one query, by contest id. */
export async function readGlances(db: Db, contestIds: number[]): Promise<Map<number, Glance>> {
  const { rows } = await sql<GlanceRow>`
    select c.id, ${publicColumns} from unnest(${contestIds}::bigint[]) as c (id)`.execute(db)
  return new Map(rows.map((row) => [row.id, toGlance(row)]))
}

/** As `readGlances`, with what waits for somebody. */
export async function readConsoleGlances(db: Db, contestIds: number[]): Promise<Map<number, ConsoleGlance>> {
  const { rows } = await sql<GlanceRow & Omit<ConsoleGlance, keyof Glance>>`
    select c.id, ${publicColumns},
      (select count(*) from entry where contest_id = c.id and state = 'waiting' and verdict <> 'fails') as waiting,
      (select count(*) from report join entry on entry.id = report.entry_id
        where entry.contest_id = c.id and report.closed_at is null) as reports,
      (select count(*) from contest_source join source on source.id = contest_source.source_id
        where contest_source.contest_id = c.id and (source.state <> 'active' or source.failures > 0)) as "sourcesInTrouble"
    from unnest(${contestIds}::bigint[]) as c (id)`.execute(db)
  return new Map(
    rows.map((row) => {
      const { waiting, reports, sourcesInTrouble } = row
      return [row.id, { ...toGlance(row), waiting, reports, sourcesInTrouble }]
    }),
  )
}

const publicColumns = sql`
  coalesce((select json_agg(photos > 0 order by position) from item where contest_id = c.id), '[]') as pages,
  exists (select from draw where contest_id = c.id and state = 'drawn') as "hasDrawn",
  (select id from entry where contest_id = c.id and state = 'approved' and verdict <> 'fails' and not room
    order by posted_at desc, id desc limit 1) as "newestEntryId"`

interface GlanceRow extends Glance {
  id: number
}

function toGlance({ pages, hasDrawn, newestEntryId }: GlanceRow): Glance {
  return { pages, hasDrawn, newestEntryId }
}
