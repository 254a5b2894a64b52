import { sql } from 'kysely'
import type { Db } from './pool.ts'

/** An earlier post with the same bytes; `link` null where nobody can open it. */
export interface EarlierSame {
  link: string | null
  yours: boolean
}

/**
 * Posts whose bytes were entered in this contest before, by an earlier post, by post. Earlier is by post time, then by
 * id, so of two posts exactly one is asked about. `lateral` and `offset 0` keep the planner from beginning with all
 * entries of the contest, as it does while a young contest has no statistics.
 */
export async function listEarlierSame(
  db: Db,
  contestId: number,
  postIds: number[],
): Promise<Map<number, EarlierSame>> {
  if (postIds.length === 0) return new Map()
  const { rows } = await sql<{ post_id: number; link: string | null; yours: boolean }>`
    select distinct on (post.id) post.id as post_id, earlier.link, earlier.yours
    from post
    join picture mine on mine.post_id = post.id and mine.media_id is not null
    cross join lateral (
      select other.id, other.posted_at, other.url as link,
        coalesce(${personOf('other', contestId)} = ${personOf('post', contestId)}, false) as yours
      from picture theirs
      join post other on other.id = theirs.post_id
      where theirs.media_id = mine.media_id and theirs.post_id <> post.id
        and (other.posted_at, other.id) < (post.posted_at, post.id)
        and other.gone_at is null
        and exists (select from entry e where e.post_id = other.id and e.contest_id = ${contestId}
          and e.state in ('waiting', 'approved') and e.verdict <> 'fails' and not e.room offset 0)
      order by other.posted_at, other.id limit 1) as earlier
    where post.id = any(${postIds}::bigint[])
    order by post.id, earlier.posted_at, earlier.id`.execute(db)
  return new Map(rows.map((row) => [row.post_id, { link: row.link, yours: row.yours }]))
}

/** Whom the author of a post counts as for the brand of a contest. */
function personOf(post: 'post' | 'other', contestId: number) {
  const account = sql.ref(`${post}.participant_id`)
  return sql`coalesce((
    select into_id from participant_merge m
    where m.participant_id = ${account} and m.undone_at is null
      and m.brand_id = (select brand_id from contest where id = ${contestId})), ${account})`
}
