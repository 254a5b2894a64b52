import { sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'

/** Posts that are gone and still kept: those their network called deleted, and others that have been gone since `before`. */
export async function listToForget(db: Db, before: Instant, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from post
    where gone_at is not null and forgotten_at is null and (gone_for_good or gone_at <= ${at(before)})
    order by gone_at limit ${limit}`.execute(db)
  return rows.map((row) => row.id)
}

/**
 * Removes the words and pictures of posts that are gone, in every wording. What stays: that they were, where, when, by whom,
 * the hash of each wording with its times, and the entries with their checks. Answers the media that they showed.
 */
export async function forgetPosts(db: Db, postIds: number[], now: Instant): Promise<string[]> {
  const { rows } = await sql<{ media_id: string }>`
    with forgotten as (
      update post set text = '', tags = null, mentions = '{}', title = null, raw = '{}', forgotten_at = ${at(now)}
      where id = any(${postIds}::bigint[]) and gone_at is not null and forgotten_at is null
      returning id
    ), unworded as (
      update post_version set text = '', tags = null, mentions = '{}'
      from forgotten where post_version.post_id = forgotten.id
    ), unpictured as (
      update entry set media_id = null from forgotten where entry.post_id = forgotten.id and media_id is not null
    ), gone as (
      delete from picture using forgotten where picture.post_id = forgotten.id returning picture.media_id
    )
    select distinct media_id from gone where media_id is not null`.execute(db)
  return rows.map((row) => row.media_id)
}

/** Removes a picture that nothing shows; answers whether it was removed. Its files are the caller's to remove. */
export async function removeMediumIfUnused(db: Db, id: string): Promise<boolean> {
  const result = await sql`
    delete from media where id = ${id}
      and not exists (select from picture where picture.media_id = media.id)
      and not exists (select from entry where entry.media_id = media.id)
      and not exists (select from item where item.media_id = media.id)`.execute(db)
  return (result.numAffectedRows ?? 0n) > 0n
}
