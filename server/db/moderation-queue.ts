import { sql } from 'kysely'
import type { Check, EntryState, Verdict } from '../contest/entry.ts'
import type { Instant } from '../contest/instant.ts'
import type { ReasonCode } from '../contest/reason.ts'
import type { ReportReason } from '../contest/report.ts'
import type { Cursor } from './cursor.ts'
import { at, type Db } from './pool.ts'

/** One card of the moderation queue. */
export interface QueueCard {
  entryId: number
  postedAt: Instant
  state: EntryState
  verdict: Verdict
  checks: Check[]
  item: { slug: string; name: string; page: number } | null
  suggested: { slug: string; name: string; page: number }[]
  credit: { handle: string; name: string } | null
  network: string
  networkId: string
  postUrl: string | null
  /** After the title, where the post has one. */
  caption: string
  pictures: { state: string; why: string | null; alt: string | null; mediaId: string | null }[]
  reports: { reason: ReportReason; text: string; at: Instant }[]
  /** Entries of this contest that show the same bytes (earlier ones: distance 0), or a picture that looks alike. */
  alike: { entryId: number; distance: number; mediaId: string; sameParticipant: boolean; isPublic: boolean }[]
  /** Why it was rejected; null where it was not. */
  reason: { code: ReasonCode; text: string } | null
}

/**
 * Which cards: `waiting` are entries that could count once a person has looked: not those that fail a rule no person can
 * settle, nor those that wait for something else (a picture being fetched, an address being confirmed), but approved ones
 * too of which a question came up since. `reported` are entries that readers reported, whatever their state.
 */
export type QueueName = 'waiting' | 'reported' | 'approved' | 'rejected'

const IS_REPORTED = sql`exists (select from report r where r.entry_id = entry.id and r.closed_at is null)`

/** An entry that needs a person. The first line is the condition of the index `entry_waiting`. */
export const NEEDS_PERSON = sql<boolean>`
  (entry.state = 'waiting' or (entry.state = 'approved' and entry.verdict = 'review'))
  and entry.verdict <> 'fails'
  and not jsonb_path_exists(entry.checks, '$[*] ? (@.outcome == "wait")')
  and (entry.state = 'waiting' or exists (
    select from jsonb_array_elements(entry.checks) as asked
    where asked->>'outcome' = 'review' and asked->>'code' <> all(entry.accepted)))
  and not exists (select from picture p where p.post_id = entry.post_id and p.state = 'pending')`

const BELONGS: Readonly<Record<QueueName, ReturnType<typeof sql>>> = {
  waiting: NEEDS_PERSON,
  reported: IS_REPORTED,
  approved: sql`entry.state = 'approved' and entry.verdict <> 'fails'`,
  rejected: sql`entry.state = 'rejected'`,
}

/** Cards of one queue, oldest first; `after` is the last card of the page before. */
export async function listQueue(
  db: Db,
  contestId: number,
  queue: QueueName,
  limit: number,
  after: Cursor | null,
): Promise<QueueCard[]> {
  const { rows } = await sql<CardRow>`
    select entry.id, entry.posted_at, entry.state, entry.verdict, entry.checks, entry.participant_id,
      entry.reject_code, entry.reject_text,
      item.slug as item_slug, item.name as item_name, item.page as item_page, participant.handle, participant.name,
      post.network, post.network_id, post.url as post_url, concat_ws(E'\n\n', post.title, post.text) as text,
      coalesce((select json_agg(json_build_object('slug', i.slug, 'name', i.name, 'page', i.page)
          order by array_position(entry.suggested, i.id))
        from item i where i.id = any(entry.suggested)), '[]') as suggested,
      coalesce((select json_agg(json_build_object('state', p.state, 'why', p.why, 'alt', p.alt, 'mediaId', p.media_id)
          order by p.position)
        from picture p where p.post_id = entry.post_id), '[]') as pictures,
      coalesce((select json_agg(json_build_object('reason', r.reason, 'text', r.text,
          'at', (extract(epoch from r.reported_at) * 1000)::bigint) order by r.id)
        from report r where r.entry_id = entry.id and r.closed_at is null), '[]') as reports,
      coalesce((select json_agg(json_build_object('entryId', o.id, 'distance', o.distance, 'mediaId', o.media_id,
          'isPublic', o.is_public, 'sameParticipant', coalesce(o.participant_id = entry.participant_id, false)) order by o.distance, o.id)
        from (${alikeOf(sql`entry`)}) o), '[]') as alike
    from entry
    join post on post.id = entry.post_id
    left join item on item.id = entry.item_id
    left join participant on participant.id = post.participant_id
    where entry.contest_id = ${contestId} and ${BELONGS[queue]}
      and (${after === null} or (entry.posted_at, entry.id) > (${at(after?.at ?? 0)}, ${after?.id ?? 0}))
    order by entry.posted_at, entry.id
    limit ${limit}`.execute(db)
  return rows.map(toCard)
}

/** How many cards each queue holds. */
export async function countQueues(db: Db, contestId: number): Promise<Record<QueueName, number>> {
  const { rows } = await sql<Record<QueueName, number>>`
    select count(*) filter (where ${BELONGS.waiting}) as waiting, count(*) filter (where ${BELONGS.reported}) as reported,
      count(*) filter (where ${BELONGS.approved}) as approved, count(*) filter (where ${BELONGS.rejected}) as rejected
    from entry where contest_id = ${contestId}`.execute(db)
  return rows[0] ?? { waiting: 0, reported: 0, approved: 0, rejected: 0 }
}

/** How many entries wait for a person. */
export async function countWaiting(db: Db, contestId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from entry where contest_id = ${contestId} and ${BELONGS.waiting}`.execute(db)
  return rows[0]?.count ?? 0
}

/** How many entries could still count, but for a picture that is being fetched. */
export async function countFetching(db: Db, contestId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from entry
    where contest_id = ${contestId} and state in ('waiting', 'approved') and verdict = 'review'
      and exists (select from picture p where p.post_id = entry.post_id and p.state = 'pending')`.execute(db)
  return rows[0]?.count ?? 0
}

function alikeOf(entry: ReturnType<typeof sql>) {
  return sql`
    select o.id, o.participant_id, o.state = 'approved' and o.verdict <> 'fails' as is_public, min(seen.media_id) as media_id, min(seen.distance) as distance
    from picture mine
    cross join lateral (
      select mine.media_id, 0 as distance
      union all select other_id, distance from likeness where media_id = mine.media_id
      union all select media_id, distance from likeness where other_id = mine.media_id
    ) as seen
    join picture theirs on theirs.media_id = seen.media_id and theirs.post_id <> mine.post_id
    join entry o on o.post_id = theirs.post_id and o.contest_id = ${entry}.contest_id
    where mine.post_id = ${entry}.post_id and mine.media_id is not null
      and (seen.distance > 0 or (o.posted_at, o.id) < (${entry}.posted_at, ${entry}.id))
    group by o.id
    order by distance, o.id limit 5`
}

interface CardRow {
  id: number
  posted_at: Instant
  state: EntryState
  verdict: Verdict
  checks: Check[]
  reject_code: ReasonCode | null
  reject_text: string | null
  item_slug: string | null
  item_name: string | null
  item_page: number | null
  handle: string | null
  name: string | null
  network: string
  network_id: string
  post_url: string | null
  text: string
  suggested: QueueCard['suggested']
  pictures: QueueCard['pictures']
  reports: QueueCard['reports']
  alike: QueueCard['alike']
}

function toCard(row: CardRow): QueueCard {
  return {
    entryId: row.id,
    postedAt: row.posted_at,
    state: row.state,
    verdict: row.verdict,
    checks: row.checks,
    item:
      row.item_slug === null || row.item_name === null || row.item_page === null
        ? null
        : { slug: row.item_slug, name: row.item_name, page: row.item_page },
    suggested: row.suggested,
    credit: row.handle === null ? null : { handle: row.handle, name: row.name ?? row.handle },
    network: row.network,
    networkId: row.network_id,
    postUrl: row.post_url,
    caption: row.text,
    pictures: row.pictures,
    reports: row.reports,
    alike: row.alike,
    reason: row.reject_code === null ? null : { code: row.reject_code, text: row.reject_text ?? '' },
  }
}
