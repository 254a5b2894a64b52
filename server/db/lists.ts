import { sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import type { Author } from '../contest/post.ts'
import { at, type Db } from './pool.ts'

/** The source of a brand with this name, made as one of kind `list` where there is none; it may be of another kind. */
export async function ensureList(
  db: Db,
  list: { brandId: number; name: string; settings: Buffer; createdAt: Instant },
): Promise<{ id: number; kind: string }> {
  await db
    .insertInto('source')
    .values({
      brand_id: list.brandId,
      kind: 'list',
      name: list.name,
      settings: list.settings,
      state: 'active',
      failures: 0,
      created_at: at(list.createdAt),
    })
    .onConflict((oc) => oc.constraint('source_name_unique').doNothing())
    .execute()
  return db
    .selectFrom('source')
    .select(['id', 'kind'])
    .where('brand_id', '=', list.brandId)
    .where('name', '=', list.name)
    .executeTakeFirstOrThrow()
}

/** A post as it is stored, found by what a list knows of it. */
export interface KnownPost {
  postId: number
  hash: string
  /** It seemed gone, or is. */
  isGone: boolean
}

/** Posts of one network that are stored already, by the index of what was given: by identity, by link, or by alias. */
export async function findKnownPosts(
  db: Db,
  network: string,
  given: { id: string; url: string | null }[],
): Promise<Map<number, KnownPost>> {
  if (given.length === 0) return new Map()
  const { rows } = await sql<{ n: number; id: number; hash: string; is_gone: boolean }>`
    select given.n, known.id, known.hash, known.is_gone
    from unnest(${given.map(({ id }) => id)}::text[], ${given.map(({ url }) => url)}::text[])
      with ordinality as given (id, url, n)
    cross join lateral (
      select post.id, post.hash, post.gone_since is not null or post.gone_at is not null as is_gone
      from (
        select id, 1 as rank from post where network = ${network} and network_id = given.id
        union all
        select post_id, 2 from post_alias where network = ${network} and alias = given.id
        union all
        select id, 3 from post where url = given.url and network = ${network}
      ) as found
      join post on post.id = found.id
      order by found.rank, post.id limit 1
    ) as known`.execute(db)
  return new Map(rows.map((row) => [row.n - 1, { postId: row.id, hash: row.hash, isGone: row.is_gone }]))
}

/** Authors as their network told of them, by its account ids. */
export async function findAuthors(db: Db, network: string, ids: string[]): Promise<Map<string, Author>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('participant')
    .select(['provider_id', 'handle', 'name', 'url', 'account_since'])
    .where('provider', '=', network)
    .where('provider_id', 'in', ids)
    .execute()
  return new Map(
    rows.map((row) => [
      row.provider_id,
      { id: row.provider_id, handle: row.handle, name: row.name, url: row.url, since: row.account_since },
    ]),
  )
}

/** The entries of some posts in a contest, with the slugs of their items. */
export interface ListedEntry {
  postId: number
  item: string | null
  verdict: 'counts' | 'review' | 'fails'
  state: string
  checks: { code: string; outcome: string }[]
}

export async function listEntriesWithItems(
  db: Db,
  contestId: number,
  postIds: number[],
): Promise<ListedEntry[]> {
  const { rows } = await sql<ListedEntry>`
    select entry.post_id as "postId", item.slug as item, entry.verdict, entry.state, entry.checks
    from entry left join item on item.id = entry.item_id
    where entry.contest_id = ${contestId} and entry.post_id = any(${postIds}::bigint[])
    order by entry.post_id, item.position nulls last`.execute(db)
  return rows
}
