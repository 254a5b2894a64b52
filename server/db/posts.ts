import { sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import type { Post, PostVersion } from '../contest/post.ts'
import { at, type Db } from './pool.ts'

/** A post to be stored. `hash` names its wording: text, tags, mentions and the number of pictures. */
export interface NewPost {
  post: Post
  participantId: number | null
  hash: string
  /** What the source calls it. */
  ref: string
  /** The network's own answer, kept whole. */
  raw: unknown
}

/** What storing made of a post. `same` posts were known in this wording, `older` ones in a later one. */
export interface StoredPost {
  id: number
  networkId: string
  outcome: 'new' | 'edited' | 'same' | 'older'
}

/**
 * Stores posts of one network. A known post is overwritten only by a later edit, so readings that arrive out of order
 * end alike; care and consent that are asked for without one (labels come after a post) are added, whoever tells. One that seemed gone is back (`edited`) when it is read again, but not one that its network said was
 * deleted. Answers one row for each post that is not such a tombstone.
 */
export async function storePosts(
  db: Db,
  network: string,
  posts: NewPost[],
  now: Instant,
): Promise<StoredPost[]> {
  const stored = new Map<string, StoredPost>()
  // A row that another server inserts meanwhile is neither ours nor visible to this statement: the second round sees it.
  for (let round = 0; round < 3 && stored.size < posts.length; round++) {
    const before = stored.size
    const given = JSON.stringify(posts.filter(({ post }) => !stored.has(post.id)).map(toRow))
    const { rows } = await sql<{ id: number; network_id: string; outcome: StoredPost['outcome'] }>`
      with given as (
        select * from json_to_recordset(${given}::json) as t(
          network_id text, url text, participant_id bigint, text text, tags text[], mentions text[], language text,
          sensitive boolean, title text, hints text[], licence text, posted_at float8, edited_at float8, hash text, raw json)
      ), stored as (
        insert into post (network, network_id, url, participant_id, text, tags, mentions, language, sensitive, title, hints,
          licence, posted_at, edited_at, first_seen_at, seen_at, checked_at, hash, raw)
        select ${network}, network_id, url, participant_id, text, tags, mentions, language, sensitive, title, hints, licence,
          to_timestamp(posted_at / 1000), to_timestamp(edited_at / 1000), t.now, t.now, t.now, hash, raw
        from given, (select to_timestamp(${now}::float8 / 1000)) as t(now)
        order by network_id
        on conflict (network, network_id) do update set
          url = coalesce(excluded.url, post.url),
          participant_id = case when post.identified_by is null then coalesce(excluded.participant_id, post.participant_id)
            else post.participant_id end,
          text = excluded.text, tags = excluded.tags, mentions = excluded.mentions, language = excluded.language,
          sensitive = excluded.sensitive or (post.sensitive and excluded.edited_at is not distinct from post.edited_at),
          hints = case when excluded.edited_at is distinct from post.edited_at then excluded.hints
            else array(select distinct unnest(post.hints || excluded.hints) order by 1) end,
          title = excluded.title, licence = excluded.licence, edited_at = excluded.edited_at, seen_at = excluded.seen_at,
          checked_at = excluded.checked_at, hash = excluded.hash, raw = excluded.raw,
          gone_since = null, gone_at = null, gone_why = null, forgotten_at = null
        where not post.gone_for_good
          and coalesce(excluded.edited_at, '-infinity') >= coalesce(post.edited_at, '-infinity')
          and (excluded.edited_at is distinct from post.edited_at or post.gone_since is not null
            or (excluded.sensitive and not post.sensitive) or not excluded.hints <@ post.hints)
        returning id, network_id, case when xmax = 0 then 'new' else 'edited' end as outcome
      )
      select id, network_id, outcome from stored
      union all
      select known.id, given.network_id, case when known.is_later and known.hash <> given.hash then 'older' else 'same' end
      from given
      cross join lateral (
        select id, hash, edited_at > coalesce(to_timestamp(given.edited_at / 1000), '-infinity') as is_later from post
        where network = ${network} and network_id = given.network_id and not gone_for_good
        limit 1) as known
      where not exists (select from stored where stored.network_id = given.network_id)`.execute(db)
    for (const row of rows)
      stored.set(row.network_id, { id: row.id, networkId: row.network_id, outcome: row.outcome })
    if (stored.size === before) break
  }
  return [...stored.values()]
}

function toRow({ post, participantId, hash, raw }: NewPost): object {
  return {
    network_id: post.id,
    url: post.url,
    participant_id: participantId,
    text: post.text,
    tags: post.tags,
    mentions: post.mentions,
    language: post.language,
    sensitive: post.sensitive,
    title: post.title,
    hints: post.hints,
    licence: post.licence,
    posted_at: post.postedAt,
    edited_at: post.editedAt,
    hash,
    raw,
  }
}

/** Remembers which source sees which post, and under what name. */
export async function storeSightings(
  db: Db,
  sourceId: number,
  sightings: { postId: number; ref: string }[],
  now: Instant,
): Promise<void> {
  if (sightings.length === 0) return
  await sql`
    insert into post_sighting (post_id, source_id, ref, seen_at)
    select distinct on (post_id) post_id, ${sourceId}, ref, to_timestamp(${now}::float8 / 1000)
    from unnest(${sightings.map((s) => s.postId)}::bigint[], ${sightings.map((s) => s.ref)}::text[])
      as t(post_id, ref)
    order by post_id
    on conflict (post_id, source_id) do update set ref = excluded.ref
      where post_sighting.ref <> excluded.ref`.execute(db)
}

/**
 * Remembers each wording with the time it was first seen; one that was forgotten is here again. Answers the ids of posts of
 * which one is new.
 */
export async function storeVersions(
  db: Db,
  versions: (PostVersion & { postId: number; hash: string })[],
): Promise<number[]> {
  if (versions.length === 0) return []
  const { rows } = await sql<{ post_id: number }>`
    insert into post_version (post_id, hash, text, tags, mentions, written_at, seen_at)
    select post_id, hash, text, tags, mentions, to_timestamp(written_at / 1000), to_timestamp(seen_at / 1000)
    from json_to_recordset(${JSON.stringify(
      versions.map((v) => ({
        post_id: v.postId,
        hash: v.hash,
        text: v.text,
        tags: v.tags,
        mentions: v.mentions,
        written_at: v.writtenAt,
        seen_at: v.seenAt,
      })),
    )}::json)
      as t(post_id bigint, hash text, text text, tags text[], mentions text[], written_at float8, seen_at float8)
    on conflict (post_id, hash, written_at) do update set
      text = excluded.text, tags = excluded.tags, mentions = excluded.mentions
      where post_version.text = '' and excluded.text <> ''
    returning post_id`.execute(db)
  return rows.map((row) => row.post_id)
}

/**
 * Locks posts until the transaction ends, in one order for everybody. Whoever judges a post, or changes what it is judged
 * by, holds its lock: what was read of it then is still true when it is written.
 */
export async function lockPosts(db: Db, postIds: number[]): Promise<void> {
  if (postIds.length === 0) return
  await sql`
    select from post where id = any(${postIds}::bigint[]) order by network, network_id for no key update`.execute(
    db,
  )
}

/** Of posts that were seen again, those that no entry of the contest is made of: it came to know them only now. */
export async function listUnjudged(db: Db, contestId: number, postIds: number[]): Promise<number[]> {
  if (postIds.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    select id from unnest(${postIds}::bigint[]) as given (id)
    where not exists (select from entry where entry.post_id = given.id and entry.contest_id = ${contestId})`.execute(
    db,
  )
  return rows.map((row) => row.id)
}

/** Posts that a source has brought, made at `since` or later and still there, by id from after `after` on. */
export async function listSighted(
  db: Db,
  sourceId: number,
  { since, after }: { since: Instant; after: number },
  limit: number,
): Promise<number[]> {
  const rows = await db
    .selectFrom('post_sighting')
    .innerJoin('post', 'post.id', 'post_sighting.post_id')
    .select('post.id')
    .where('post_sighting.source_id', '=', sourceId)
    .where('post_sighting.post_id', '>', after)
    .where('post.posted_at', '>=', at(since))
    .where('post.gone_at', 'is', null)
    .orderBy('post_sighting.post_id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Finds a post by the address a person would paste. */
export async function findPostByUrl(db: Db, url: string): Promise<number | null> {
  const row = await db
    .selectFrom('post')
    .select('id')
    .where((eb) => eb.or([eb('url', '=', url), eb('network_id', '=', url)]))
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}
