import { sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import type { Db } from './pool.ts'

/** An account by which a person takes part in a contest. */
export interface PersonAccount {
  participantId: number
  network: string
  /** The network's own id of it. */
  accountId: string
  handle: string
  name: string
  url: string | null
  entries: number
  /** Approved ones that count; caps may still take a ticket away. */
  counting: number
  /** Why it counts as another account's person; null for the person's own. */
  merged: { reason: string; by: string; at: Instant } | null
}

/** Everybody who counts as one in a contest, with the accounts that have entries in it. */
export interface Person {
  /** The participant as whom they stand in lists. */
  id: number
  network: string
  accountId: string
  handle: string
  name: string
  url: string | null
  accounts: PersonAccount[]
}

/** The people of a contest by id, from after `after` on. */
export async function listPeople(
  db: Db,
  contest: { id: number; brandId: number },
  limit: number,
  after: number,
): Promise<Person[]> {
  const { rows } = await sql<PersonRow>`
    with page as (
      select distinct entry.participant_id as id from entry join post on post.id = entry.post_id
      where entry.contest_id = ${contest.id} and entry.participant_id > ${after} and post.participant_id is not null
      order by entry.participant_id limit ${limit}
    ), account as (
      select page.id as person, post.participant_id as id, count(*) as entries,
        count(*) filter (where entry.state = 'approved' and entry.verdict = 'counts' and not entry.room) as counting
      from page
      join entry on entry.participant_id = page.id and entry.contest_id = ${contest.id}
      join post on post.id = entry.post_id
      group by page.id, post.participant_id
    )
    select self.id, self.provider, self.provider_id, self.handle, self.name, self.url,
      json_agg(json_build_object('participantId', p.id, 'network', p.provider, 'accountId', p.provider_id,
        'handle', p.handle, 'name', p.name, 'url', p.url, 'entries', account.entries, 'counting', account.counting,
        'merged', case when m.id is not null then json_build_object('reason', m.reason, 'by', coalesce(u.name, m.merged_by),
          'at', (extract(epoch from m.merged_at) * 1000)::bigint) end)
        order by p.id <> self.id, p.id) as accounts
    from account
    join participant self on self.id = account.person
    join participant p on p.id = account.id
    left join participant_merge m
      on m.participant_id = p.id and m.brand_id = ${contest.brandId} and m.undone_at is null
    left join auth."user" u on u.id = m.merged_by
    group by self.id
    order by self.id`.execute(db)
  return rows.map(toPerson)
}

interface PersonRow {
  id: number
  provider: string
  provider_id: string
  handle: string
  name: string
  url: string | null
  accounts: PersonAccount[]
}

function toPerson({ provider, provider_id, ...row }: PersonRow): Person {
  return { ...row, network: provider, accountId: provider_id }
}
