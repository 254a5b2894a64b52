import { sql } from 'kysely'
import type { Db } from './pool.ts'

/** How one way of a source showed a post. */
export interface Showing {
  postId: number
  /** Empty where the source has one way. */
  via: string
  hash: string
}

/** Remembers in what wording a source shows posts, by each of its ways. */
export async function storeShown(db: Db, sourceId: number, showings: Showing[]): Promise<void> {
  if (showings.length === 0) return
  await sql`
    insert into post_shown (post_id, source_id, via, hash)
    select distinct on (post_id, via) post_id, ${sourceId}, via, hash
    from unnest(${showings.map((s) => s.postId)}::bigint[], ${showings.map((s) => s.via)}::text[],
      ${showings.map((s) => s.hash)}::text[]) as t(post_id, via, hash)
    order by post_id, via
    on conflict (post_id, source_id, via) do update set hash = excluded.hash
      where post_shown.hash <> excluded.hash`.execute(db)
}

/** The wordings that a source showed last, by way and the network's id: `listShown(…).get(via)?.get(id)`. */
export async function listShown(
  db: Db,
  network: string,
  sourceId: number,
  networkIds: string[],
): Promise<Map<string, Map<string, string>>> {
  const { rows } = await sql<{ network_id: string; via: string; hash: string }>`
    select post.network_id, post_shown.via, post_shown.hash from post
    join post_shown on post_shown.post_id = post.id and post_shown.source_id = ${sourceId}
    where post.network = ${network} and post.network_id = any(${networkIds}::text[])`.execute(db)
  const shown = new Map<string, Map<string, string>>()
  for (const row of rows) shown.getOrInsertComputed(row.via, () => new Map()).set(row.network_id, row.hash)
  return shown
}
