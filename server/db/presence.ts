import { sql } from 'kysely'
import { DAY, type Instant } from '../contest/instant.ts'
import type { PostRef } from '../contest/post.ts'
import { at, type Db } from './pool.ts'

/** A post whose presence at its source is to be asked about. */
export interface DuePost extends PostRef {
  postId: number
  network: string
}

/**
 * Posts of a source to be asked about, longest unasked first: those not asked since `before`, and those that seemed gone
 * once and were not asked since `again`. A post that is gone is asked about too, for it may come back; one that its
 * network said was deleted is not, nor one that no contest shows or draws any more.
 */
export async function listPostsDue(
  db: Db,
  sourceId: number,
  due: { now: Instant; before: Instant; again: Instant },
  limit: number,
): Promise<DuePost[]> {
  const { rows } = await sql<{ id: number; network: string; network_id: string; ref: string }>`
    select post.id, post.network, post.network_id, post_sighting.ref from post
    join post_sighting on post_sighting.post_id = post.id and post_sighting.source_id = ${sourceId}
    where not post.gone_for_good
      and (post.checked_at < ${at(due.before)}
        or (post.gone_since is not null and post.gone_at is null and post.checked_at < ${at(due.again)}))
      and exists (select from entry join contest on contest.id = entry.contest_id
        where entry.post_id = post.id and entry.state <> 'erased'
          and contest.draw_at + make_interval(secs => contest.retention_days * ${DAY / 1000}::float8) > ${at(due.now)})
    order by post.checked_at
    limit ${limit}`.execute(db)
  return rows.map((row) => ({ postId: row.id, network: row.network, id: row.network_id, ref: row.ref }))
}

/** They were asked about, whatever came of it: others are next. */
export async function recordAsked(db: Db, postIds: number[], now: Instant): Promise<void> {
  if (postIds.length === 0) return
  await sql`update post set checked_at = ${at(now)} where id = any(${postIds}::bigint[])`.execute(db)
}

/**
 * The posts are there. Answers those that counted as gone, and no longer do. One whose words were removed meanwhile comes
 * back when a source brings them again.
 */
export async function recordPresent(db: Db, postIds: number[]): Promise<number[]> {
  if (postIds.length === 0) return []
  const { rows } = await sql<{ id: number; was_gone: boolean }>`
    with found as (
      select id, gone_at is not null as was_gone from post
      where id = any(${postIds}::bigint[]) and gone_since is not null and not gone_for_good and forgotten_at is null
    )
    update post set gone_since = null, gone_at = null, gone_why = null from found where post.id = found.id
    returning post.id, found.was_gone`.execute(db)
  return rows.filter((row) => row.was_gone).map((row) => row.id)
}

/**
 * A definite answer that posts are gone. The second one, `apart` milliseconds or more after the first, makes it so.
 * Answers the ids that became so.
 */
export async function recordGone(
  db: Db,
  gone: { postId: number; why: string }[],
  now: Instant,
  apart: number,
): Promise<number[]> {
  if (gone.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    with told as (
      select * from unnest(${gone.map((g) => g.postId)}::bigint[], ${gone.map((g) => g.why)}::text[]) as t(post_id, why)
    ), marked as (
      update post set gone_since = coalesce(post.gone_since, t.now),
        gone_at = case when post.gone_since <= t.now - make_interval(secs => ${apart / 1000}) then t.now end,
        gone_why = case when post.gone_since <= t.now - make_interval(secs => ${apart / 1000}) then told.why end
      from told, (select ${at(now)} as now) as t
      where post.id = told.post_id and post.gone_at is null
      returning post.id, post.gone_at
    )
    select id from marked where gone_at is not null`.execute(db)
  return rows.map((row) => row.id)
}

/**
 * The network said so itself (a delete event): one word is enough, and what it calls deleted never comes back. A post
 * that was not known yet becomes a tombstone, so that a late reading of it is ignored. Answers the ids that went.
 */
export async function storeTombstones(
  db: Db,
  network: string,
  gone: { id: string; why: string }[],
  now: Instant,
): Promise<number[]> {
  const byId = new Map(gone.map((one) => [one.id, one.why]))
  if (byId.size === 0) return []
  const { rows } = await sql<{ id: number }>`
    insert into post (network, network_id, text, mentions, sensitive, posted_at, first_seen_at, seen_at, checked_at, hash,
      raw, gone_since, gone_at, gone_why, gone_for_good)
    select ${network}, told.id, '', '{}', false, t.now, t.now, t.now, t.now, '', '{}', t.now, t.now, told.why,
      told.why = 'deleted'
    from unnest(${[...byId.keys()]}::text[], ${[...byId.values()]}::text[]) as told(id, why),
      (select ${at(now)} as now) as t
    order by told.id
    on conflict (network, network_id) do update set gone_since = coalesce(post.gone_since, excluded.gone_since),
      gone_at = coalesce(post.gone_at, excluded.gone_at), gone_why = excluded.gone_why,
      gone_for_good = excluded.gone_for_good
    where not post.gone_for_good
    returning id`.execute(db)
  return rows.map((row) => row.id)
}
