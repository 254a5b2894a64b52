import { sql } from 'kysely'
import type { Picture } from '../contest/post.ts'
import type { Db } from './pool.ts'

/** A picture of a post that is still to be fetched. */
export interface PendingPicture {
  id: number
  postId: number
  url: string
  attempts: number
}

/** The address or kind is another than was stored: other bytes are asked for. */
const IS_OTHER = sql`(picture.kind, picture.url, picture.poster)
  is distinct from (excluded.kind, excluded.url, excluded.poster)`

/**
 * Stores the pictures of posts in their order. A picture whose address or kind changed is fetched anew; one whose bytes
 * the network withholds has nothing to fetch. Posts that are `fresh` have none yet. Answers the ids to be fetched.
 */
export async function storePictures(
  db: Db,
  posts: { postId: number; fresh: boolean; pictures: Picture[] }[],
): Promise<number[]> {
  if (posts.length === 0) return []
  const rows = posts.flatMap(({ postId, pictures }) =>
    pictures.map((picture, position) => ({ post_id: postId, position, ...picture })),
  )
  const known = posts.flatMap(({ postId, fresh }) => (fresh ? [] : postId))
  const { rows: pending } = await sql<{ id: number }>`
    with given as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json)
        as t(post_id bigint, position int, kind text, url text, poster text, alt text)
    ), dropped as (
      delete from picture where post_id = any(${known}::bigint[])
        and not exists (select from given where given.post_id = picture.post_id and given.position = picture.position)
    )
    insert into picture (post_id, position, kind, url, poster, alt, state)
    select post_id, position, kind, url, poster, alt,
      case when case when kind = 'video' then poster else url end is null then 'withheld' else 'pending' end
    from given order by post_id, position
    on conflict (post_id, position) do update set kind = excluded.kind, url = excluded.url, poster = excluded.poster,
      alt = excluded.alt,
      state = case when ${IS_OTHER} then excluded.state else picture.state end,
      media_id = case when ${IS_OTHER} then null else picture.media_id end,
      why = case when ${IS_OTHER} then null else picture.why end,
      lost = picture.lost and not (${IS_OTHER}),
      attempts = case when ${IS_OTHER} then 0 else picture.attempts end
    returning case when state = 'pending' then id end as id`.execute(db)
  return pending.map((row) => row.id).filter((id) => id !== null)
}

/** A picture as far as fetching has come; null where there is none of this id (any more). */
export async function findPicture(
  db: Db,
  id: number,
): Promise<{ pending: PendingPicture | null; postId: number; mediaId: string | null } | null> {
  const row = await db
    .selectFrom('picture')
    .select(['id', 'post_id', 'kind', 'url', 'poster', 'state', 'attempts', 'media_id'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  const url = row.kind === 'video' ? row.poster : row.url
  const pending =
    row.state === 'pending' && url !== null
      ? { id: row.id, postId: row.post_id, url, attempts: row.attempts }
      : null
  return { pending, postId: row.post_id, mediaId: row.media_id }
}

/** Whether the picture still waits for these bytes: a post edited meanwhile asks for others. */
export async function isStillPending(db: Db, picture: PendingPicture): Promise<boolean> {
  return (await findPicture(db, picture.id))?.pending?.url === picture.url
}

/** Pictures that are still to be fetched, the oldest first: for those whose job was lost. */
export async function listPendingPictures(db: Db, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('picture')
    .select('id')
    .where('state', '=', 'pending')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Other posts than this one that show the same bytes. */
export async function listPostsShowing(db: Db, mediaId: string, but: number): Promise<number[]> {
  const rows = await db
    .selectFrom('picture')
    .select('post_id')
    .distinct()
    .where('media_id', '=', mediaId)
    .where('post_id', '<>', but)
    .execute()
  return rows.map((row) => row.post_id)
}

export async function setPictureReady(db: Db, id: number, mediaId: string): Promise<void> {
  await db
    .updateTable('picture')
    .set({ state: 'ready', media_id: mediaId, why: null })
    .where('id', '=', id)
    .execute()
}

/** The pictures of an upload in their order: their bytes are here already. */
export async function insertReadyPictures(db: Db, postId: number, mediaIds: string[]): Promise<void> {
  await db
    .insertInto('picture')
    .values(
      mediaIds.map((mediaId, position) => ({
        post_id: postId,
        position,
        kind: 'image',
        url: null,
        poster: null,
        alt: null,
        state: 'ready',
        why: null,
        media_id: mediaId,
      })),
    )
    .onConflict((oc) => oc.doNothing())
    .execute()
}

/** `why` is for the person who posted it; `lost`: nothing was at its address, so that another one may still bring it. */
export async function setPictureBroken(db: Db, id: number, why: string, lost: boolean): Promise<void> {
  await db.updateTable('picture').set({ state: 'broken', why, lost }).where('id', '=', id).execute()
}

export async function countAttempt(db: Db, id: number): Promise<void> {
  await db
    .updateTable('picture')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .execute()
}
