import { sql } from 'kysely'
import type { Db } from './pool.ts'

/** A post by one of its names. `networkId`: the one it is stored by. */
export interface NamedPost {
  name: string
  postId: number
  networkId: string
}

/** Lets one transaction at a time say which names of a network are one post: two that did so at once would make two of it. */
export async function lockNames(db: Db, network: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`post names of ${network}`}, 0))`.execute(db)
}

/** The posts that go by some names, their own or other ones. */
export async function findNamed(db: Db, network: string, names: string[]): Promise<NamedPost[]> {
  if (names.length === 0) return []
  const { rows } = await sql<{ name: string; id: number; network_id: string }>`
    select network_id as name, id, network_id from post
    where network = ${network} and network_id = any(${names}::text[])
    union all
    select post_alias.alias, post.id, post.network_id from post_alias join post on post.id = post_alias.post_id
    where post_alias.network = ${network} and post_alias.alias = any(${names}::text[])
    order by id`.execute(db)
  return rows.map((row) => ({ name: row.name, postId: row.id, networkId: row.network_id }))
}

/** Keeps other names of posts. A name that stands for another post already stays as it is. */
export async function storeAliases(
  db: Db,
  network: string,
  aliases: { alias: string; postId: number }[],
): Promise<void> {
  if (aliases.length === 0) return
  await sql`
    insert into post_alias (network, alias, post_id)
    select ${network}, * from unnest(${aliases.map(({ alias }) => alias)}::text[],
      ${aliases.map(({ postId }) => postId)}::bigint[])
    on conflict do nothing`.execute(db)
}

/** A better name turned up; the one before goes on as another one. */
export async function renamePost(
  db: Db,
  network: string,
  { postId, networkId }: NamedPost,
  to: string,
): Promise<void> {
  await sql`delete from post_alias where network = ${network} and alias = ${to}`.execute(db)
  await sql`update post set network_id = ${to} where id = ${postId}`.execute(db)
  await storeAliases(db, network, [{ alias: networkId, postId }])
}

/** The addresses of posts that were read before by a way that does not tell them. */
export async function fillAddresses(db: Db, posts: { postId: number; url: string | null }[]): Promise<void> {
  const told = posts.filter(({ url }) => url !== null)
  if (told.length === 0) return
  await sql`
    update post set url = told.url
    from unnest(${told.map(({ postId }) => postId)}::bigint[], ${told.map(({ url }) => url)}::text[]) as told(post_id, url)
    where post.id = told.post_id and post.url is null`.execute(db)
}
