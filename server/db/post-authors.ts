import { sql } from 'kysely'
import type { Db } from './pool.ts'

/** How an author became known, where the usual way of reading does not tell. */
export type IdentifiedBy = 'mention' | 'photo_tag' | 'moderator'

export interface Identified {
  postId: number
  participantId: number
  by: IdentifiedBy
}

/**
 * Writes down whose posts they are. The first word stands, as a handle that changed would be somebody else; but what the
 * network says stands above what a moderator said. Answers the posts of which that is news.
 */
export async function identifyPosts(db: Db, identified: Identified[]): Promise<number[]> {
  if (identified.length === 0) return []
  const { rows } = await sql<{ id: number; is_news: boolean }>`
    with told as (
      select * from unnest(${identified.map((one) => one.postId)}::bigint[],
        ${identified.map((one) => one.participantId)}::bigint[], ${identified.map((one) => one.by)}::text[])
        as t(post_id, participant_id, identified_by)
    ), before as (
      select post.id, post.participant_id from post join told on told.post_id = post.id
    )
    update post set participant_id = told.participant_id, identified_by = told.identified_by
    from told join before on before.id = told.post_id
    where post.id = told.post_id and (post.participant_id is null
      or (post.identified_by = 'moderator' and told.identified_by <> 'moderator')
      or (post.identified_by is null and post.participant_id = told.participant_id))
    returning post.id, before.participant_id is distinct from told.participant_id as is_news`.execute(db)
  return rows.filter((row) => row.is_news).map((row) => row.id)
}

/** What a post is called in a list of participants while nobody knows whose it is, by row id of the post. */
export async function storeStandIns(
  db: Db,
  standIns: { provider: string; providerId: string }[],
  now: number,
): Promise<Map<string, number>> {
  if (standIns.length === 0) return new Map()
  const { rows } = await sql<{ key: string; id: number }>`
    with given as (
      select distinct * from unnest(${standIns.map((one) => one.provider)}::text[],
        ${standIns.map((one) => one.providerId)}::text[]) as t(provider, provider_id)
    ), made as (
      insert into participant (provider, provider_id, handle, name, url, first_seen_at)
      select provider, provider_id, '', '', null, to_timestamp(${now}::float8 / 1000) from given
      order by provider, provider_id
      on conflict (provider, provider_id) do nothing
      returning provider, provider_id, id
    )
    select provider || ':' || provider_id as key, id from made
    union all
    select given.provider || ':' || given.provider_id, participant.id from given
    join participant using (provider, provider_id)`.execute(db)
  return new Map(rows.map((row) => [row.key, row.id]))
}
