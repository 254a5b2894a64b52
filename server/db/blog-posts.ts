import { sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'

/** A blog post that is known, by one of its addresses or identities. */
export interface KnownBlogPost {
  id: number
  networkId: string
}

/** Null where none is known by any of these names. One that its author deleted for good is known too. */
export async function findBlogPost(db: Db, names: readonly string[]): Promise<KnownBlogPost | null> {
  const { rows } = await sql<{ id: number; network_id: string }>`
    select id, network_id from post
    where network = 'blog' and (url = any(${[...names]}::text[]) or network_id = any(${[...names]}::text[]))
    order by network_id = any(${[...names]}::text[]) desc, id limit 1`.execute(db)
  const [row] = rows
  return row ? { id: row.id, networkId: row.network_id } : null
}

/** A post with one of these addresses that has an entry of this contest, on another network than blogs: a copy of a blog post. */
export async function findCopy(db: Db, contestId: number, urls: readonly string[]): Promise<number | null> {
  if (urls.length === 0) return null
  const { rows } = await sql<{ id: number }>`
    select post.id from post
    where (post.url = any(${[...urls]}::text[]) or post.network_id = any(${[...urls]}::text[])) and post.network <> 'blog'
      and exists (select from entry where entry.post_id = post.id and entry.contest_id = ${contestId})
    order by post.id limit 1`.execute(db)
  return rows[0]?.id ?? null
}

/** Notes that a manager brought a post to a contest, with or without an item. The newest word holds. */
export async function storeImport(
  db: Db,
  imported: { contestId: number; postId: number; itemId: number | null; by: string },
  now: Instant,
): Promise<void> {
  await db
    .insertInto('imported_post')
    .values({
      contest_id: imported.contestId,
      post_id: imported.postId,
      item_id: imported.itemId,
      imported_by: imported.by,
      imported_at: at(now),
    })
    .onConflict((oc) =>
      oc.columns(['post_id', 'contest_id']).doUpdateSet((eb) => ({
        item_id: eb.ref('excluded.item_id'),
        imported_by: eb.ref('excluded.imported_by'),
      })),
    )
    .execute()
}
