import { sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'

/**
 * Makes one row of reads in a row, of one target and way, that ended before and brought nothing new: with 5 minutes between
 * reads there are 288 a day of each target. Times and numbers stay, so the log tells the same. Answers how many rows went.
 */
export async function foldQuietRuns(db: Db, before: Instant): Promise<number> {
  const { rows } = await sql<{ folded: number }>`
    with marked as (
      select id, source_id, target, way, reads, pages, seen, ended_at, is_quiet,
        count(*) filter (where not is_quiet) over (partition by source_id, target, way order by started_at, id) as island
      from collect_run cross join lateral (
        select outcome = 'ok' and stored + changed + withdrawn + skipped = 0 and samples = '[]' as is_quiet) as told
      where ended_at < ${at(before)}
    ), islands as (
      select min(id) as id, array_agg(id) as ids, sum(reads) as reads, sum(pages) as pages, sum(seen) as seen,
        max(ended_at) as ended_at
      from marked where is_quiet group by source_id, target, way, island having count(*) > 1
    ), kept as (
      update collect_run set reads = islands.reads, pages = islands.pages, seen = islands.seen, ended_at = islands.ended_at
      from islands where collect_run.id = islands.id
    ), gone as (
      delete from collect_run using islands
      where collect_run.id = any(islands.ids) and collect_run.id <> islands.id returning 1
    )
    select count(*) as folded from gone`.execute(db)
  return rows[0]?.folded ?? 0
}
