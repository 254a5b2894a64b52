import { sql } from 'kysely'
import { NEEDS_PERSON } from './moderation-queue.ts'
import type { Db } from './pool.ts'

/** A contest in numbers, for those who run it. */
export interface Overview {
  posts: number
  entries: number
  /** For a person; entries that fail a rule wait for nobody. */
  waiting: number
  approved: number
  rejected: number
  withdrawn: number
  people: number
  pictures: number
  picturesPending: number
  /** Posts that seemed gone once and are asked about again. */
  unsure: number
  reports: number
}

export async function readOverview(db: Db, contestId: number): Promise<Overview> {
  const { rows } = await sql<Overview>`
    with mine as (select * from entry where contest_id = ${contestId}),
      posts as (select distinct post_id from mine)
    select
      (select count(*) from posts) as posts,
      (select count(*) from mine) as entries,
      (select count(*) from mine entry where ${NEEDS_PERSON}) as waiting,
      (select count(*) from mine where state = 'approved') as approved,
      (select count(*) from mine where state = 'rejected') as rejected,
      (select count(*) from mine where state = 'withdrawn') as withdrawn,
      (select count(distinct participant_id) from mine) as people,
      (select count(distinct p.media_id) from picture p join posts using (post_id)) as pictures,
      (select count(*) from picture p join posts using (post_id) where p.state = 'pending') as "picturesPending",
      (select count(*) from post join posts on posts.post_id = post.id
        where post.gone_since is not null and post.gone_at is null) as unsure,
      (select count(*) from report r join mine on mine.id = r.entry_id where r.closed_at is null) as reports`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw new Error('A query without a from clause answered no row')
  return row
}

/** What each of these sources has brought, and how much of it could not be read; by source id. */
export async function readSourceCounts(
  db: Db,
  sourceIds: number[],
): Promise<Map<number, { posts: number; skipped: number }>> {
  const { rows } = await sql<{ id: number; posts: number; skipped: number }>`
    select s.id, (select count(*) from post_sighting where source_id = s.id) as posts,
      (select coalesce(sum(skipped), 0)::bigint from collect_run where source_id = s.id) as skipped
    from unnest(${sourceIds}::bigint[]) as s (id)`.execute(db)
  return new Map(rows.map(({ id, posts, skipped }) => [id, { posts, skipped }]))
}
