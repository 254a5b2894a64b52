import { sql } from 'kysely'
import type { Picture } from '../contest/post.ts'
import type { Db } from './pool.ts'

interface Linked {
  postId: number
  pictures: Picture[]
}

/** Where the bytes that are fetched are: of a video its still. */
const GIVEN = sql`case when given.kind = 'video' then given.poster else given.url end`
const KNOWN = sql`case when picture.kind = 'video' then picture.poster else picture.url end`

/**
 * Posts that were read again with links that can help: of a picture that is still to be fetched, was lost at its old
 * address, was withheld by another way of reading, or was not told by it. Pictures that are here have no need of any.
 */
export async function listRelinked(db: Db, posts: Linked[]): Promise<number[]> {
  const rows = rowsOf(posts)
  if (rows.length === 0) return []
  const { rows: found } = await sql<{ post_id: number }>`
    select distinct given.post_id from ${recordset(rows)} as given(
      post_id bigint, position int, kind text, url text, poster text)
    left join picture on picture.post_id = given.post_id and picture.position = given.position
    where picture.id is null or (picture.media_id is null and ${GIVEN} is distinct from ${KNOWN}
      and (picture.state in ('pending', 'withheld') or picture.lost))`.execute(db)
  return found.map((row) => row.post_id)
}

/** Gives the pictures of such posts their new links. The caller has locked the posts. Answers what is to be fetched. */
export async function relinkPictures(db: Db, posts: Linked[]): Promise<number[]> {
  const rows = rowsOf(posts)
  if (rows.length === 0) return []
  const { rows: made } = await sql<{ id: number }>`
    insert into picture (post_id, position, kind, url, poster, alt, state)
    select post_id, position, kind, url, poster, alt, 'pending' from ${recordset(rows)} as given(
      post_id bigint, position int, kind text, url text, poster text, alt text)
    order by post_id, position
    on conflict (post_id, position) do update set kind = excluded.kind, url = excluded.url, poster = excluded.poster,
      state = 'pending', why = null, lost = false,
      attempts = case when picture.state = 'pending' then picture.attempts else 0 end
    where picture.media_id is null and (picture.state in ('pending', 'withheld') or picture.lost)
    returning id`.execute(db)
  return made.map((row) => row.id)
}

/** Pictures whose bytes can be asked for. */
function rowsOf(posts: Linked[]): object[] {
  return posts.flatMap(({ postId, pictures }) =>
    pictures.flatMap((picture, position) =>
      (picture.kind === 'video' ? picture.poster : picture.url) === null
        ? []
        : [{ post_id: postId, position, ...picture }],
    ),
  )
}

function recordset(rows: object[]) {
  return sql`json_to_recordset(${JSON.stringify(rows)}::json)`
}
