import { sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import type { Author } from '../contest/post.ts'
import type { Db } from './pool.ts'

/** A person on a network. `provider:providerId` is hcd1's participant key. */
export interface Participant {
  id: number
  provider: string
  providerId: string
  handle: string
  name: string
  url: string | null
}

/**
 * Stores new participants and new handles of known ones; who goes by their id alone (nobody could be asked for the handle)
 * changes nothing of what is known. Answers row ids by the network's account id. */
export async function storeParticipants(
  db: Db,
  provider: string,
  authors: Author[],
  now: Instant,
): Promise<Map<string, number>> {
  const byId = new Map(authors.map((author) => [author.id, author]))
  const found = new Map<string, number>()
  // A row that another server inserts meanwhile is neither ours nor visible to this statement: the second round sees it.
  for (let round = 0; round < 3 && found.size < byId.size; round++) {
    const given = JSON.stringify([...byId.values()].filter((author) => !found.has(author.id)))
    const { rows } = await sql<{ id: number; provider_id: string }>`
      with given as (
        select * from json_to_recordset(${given}::json)
          as t(id text, handle text, name text, url text, since float8)
      ), stored as (
        insert into participant (provider, provider_id, handle, name, url, account_since, first_seen_at)
        select ${provider}, id, handle, name, url, to_timestamp(since / 1000), to_timestamp(${now}::float8 / 1000)
        from given order by id
        on conflict (provider, provider_id) do update
          set handle = excluded.handle, name = excluded.name, url = excluded.url,
            account_since = coalesce(excluded.account_since, participant.account_since)
          where excluded.handle <> excluded.provider_id and (participant.handle, participant.name, participant.url)
            is distinct from (excluded.handle, excluded.name, excluded.url)
        returning id, provider_id
      )
      select id, provider_id from stored
      union all
      select known.id, given.id from given
      cross join lateral (
        select id from participant where provider = ${provider} and provider_id = given.id limit 1) as known`.execute(
      db,
    )
    for (const row of rows) found.set(row.provider_id, row.id)
  }
  return found
}

export async function readParticipants(db: Db, ids: number[]): Promise<Map<number, Participant>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('participant')
    .select(['id', 'provider', 'provider_id', 'handle', 'name', 'url'])
    .where('id', '=', sql<number>`any(${ids}::bigint[])`)
    .execute()
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        provider: row.provider,
        providerId: row.provider_id,
        handle: row.handle,
        name: row.name,
        url: row.url,
      },
    ]),
  )
}
