import { sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'

/** Which of these posts are known, by the network's id; those that are gone too. */
export async function listKnownPosts(db: Db, network: string, networkIds: string[]): Promise<Set<string>> {
  if (networkIds.length === 0) return new Set()
  const { rows } = await sql<{ network_id: string }>`
    select network_id from post where network = ${network} and network_id = any(${networkIds}::text[])`.execute(
    db,
  )
  return new Set(rows.map((row) => row.network_id))
}

/** Which of these accounts are known, by the network's id. */
export async function listKnownAuthors(db: Db, provider: string, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ provider_id: string }>`
    select provider_id from participant where provider = ${provider} and provider_id = any(${ids}::text[])`.execute(
    db,
  )
  return new Set(rows.map((row) => row.provider_id))
}

/** Every post that an account has on a network: those known, and not gone yet. */
export async function listPostsBy(db: Db, provider: string, authors: string[]): Promise<number[]> {
  if (authors.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    select post.id from post join participant on participant.id = post.participant_id
    where participant.provider = ${provider} and participant.provider_id = any(${authors}::text[])
      and post.network = ${provider} and post.gone_at is null`.execute(db)
  return rows.map((row) => row.id)
}

/** The network said that the accounts of these posts are gone. The posts may come back, so none is gone for good. */
export async function withdrawPosts(db: Db, postIds: number[], why: string, now: Instant): Promise<void> {
  await sql`
    update post set gone_since = coalesce(gone_since, t.now), gone_at = t.now, gone_why = ${why}
    from (select ${at(now)} as now) as t
    where id = any(${postIds}::bigint[]) and gone_at is null`.execute(db)
}

/** Those who are known go by another handle. */
export async function renameParticipants(
  db: Db,
  provider: string,
  renamed: { author: string; handle: string }[],
): Promise<void> {
  const byId = new Map(renamed.map((one) => [one.author, one.handle]))
  if (byId.size === 0) return
  await sql`
    update participant set handle = told.handle
    from unnest(${[...byId.keys()]}::text[], ${[...byId.values()]}::text[]) as told(id, handle)
    where provider = ${provider} and provider_id = told.id and participant.handle <> told.handle`.execute(db)
}

/** The network's identities of posts that one source calls so. Those it never brought are left out. */
export async function listReferred(db: Db, sourceId: number, refs: string[]): Promise<Map<string, string>> {
  if (refs.length === 0) return new Map()
  const { rows } = await sql<{ ref: string; network_id: string }>`
    select post_sighting.ref, post.network_id from post_sighting join post on post.id = post_sighting.post_id
    where post_sighting.source_id = ${sourceId} and post_sighting.ref = any(${refs}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.ref, row.network_id]))
}
