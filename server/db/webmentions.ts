import { type Selectable, sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import { at, atOrNull, type Db } from './pool.ts'
import type { WebmentionTable } from './schema/blog-tables.ts'

/** A page that told us it links to a page of a contest. */
export interface Webmention {
  id: number
  /** Names the page that tells its sender how it stands. */
  token: string
  contestId: number
  /** Of the page that is linked to; null where that is of the contest as a whole. */
  itemId: number | null
  source: string
  target: string
  state: 'waiting' | 'accepted' | 'refused'
  /** A sentence for its sender; null where there is nothing to say. */
  why: string | null
  /** The post that the page is; null until it was read. */
  postId: number | null
  /** Names the wording that was read last. */
  postHash: string | null
  /** Looks in a row that brought no answer. */
  attempts: number
  /** Since when the page seems gone, or without the link. */
  missingSince: Instant | null
}

/** What a look at the page changes. `nextAt`: when it is looked at again; null: not before it is sent again. */
export type Verified = Pick<
  Webmention,
  'state' | 'why' | 'postId' | 'postHash' | 'attempts' | 'missingSince'
> & { nextAt: Instant | null }

/**
 * Puts a mention in line. One that is known is looked at again: one that was refused waits anew, one that was accepted
 * stays so until the page says otherwise. Answers the id and the token of it, the old one where there is one.
 */
export async function storeMention(
  db: Db,
  mention: Pick<Webmention, 'token' | 'contestId' | 'itemId' | 'source' | 'target'>,
  now: Instant,
): Promise<{ id: number; token: string }> {
  const { rows } = await sql<{ id: number; token: string }>`
    insert into webmention (token, contest_id, item_id, source, target, state, received_at, next_at)
    values (${mention.token}, ${mention.contestId}, ${mention.itemId}, ${mention.source}, ${mention.target}, 'waiting',
      ${at(now)}, ${at(now)})
    on conflict (source, target) do update set received_at = excluded.received_at, next_at = excluded.next_at, attempts = 0,
      contest_id = excluded.contest_id, item_id = excluded.item_id,
      state = case when webmention.state = 'refused' then 'waiting' else webmention.state end,
      why = case when webmention.state = 'refused' then null else webmention.why end
    returning id, token`.execute(db)
  const [row] = rows
  if (!row) throw new Error('The webmention was not stored')
  return row
}

export async function findMention(db: Db, id: number): Promise<Webmention | null> {
  const row = await selectMention(db).where('id', '=', id).executeTakeFirst()
  return row ? toMention(row) : null
}

export async function findMentionByToken(db: Db, token: string): Promise<Webmention | null> {
  const row = await selectMention(db).where('token', '=', token).executeTakeFirst()
  return row ? toMention(row) : null
}

/** Those whose time to be looked at has come, the longest overdue first. */
export async function listMentionsDue(db: Db, now: Instant, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('webmention')
    .select('id')
    .where('next_at', '<=', at(now))
    .orderBy('next_at')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** How many of a contest nobody has looked at yet. */
export async function countWaitingMentions(db: Db, contestId: number): Promise<number> {
  const row = await db
    .selectFrom('webmention')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .where('contest_id', '=', contestId)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow()
  return row.waiting
}

export async function recordVerified(
  db: Db,
  id: number,
  { state, why, postId, postHash, attempts, missingSince, nextAt }: Verified,
  now: Instant,
): Promise<void> {
  await db
    .updateTable('webmention')
    .set({
      state,
      why,
      post_id: postId,
      post_hash: postHash,
      attempts,
      missing_since: atOrNull(missingSince),
      verified_at: at(now),
      next_at: atOrNull(nextAt),
    })
    .where('id', '=', id)
    .execute()
}

const COLUMNS = [
  'id',
  'token',
  'contest_id',
  'item_id',
  'source',
  'target',
  'state',
  'why',
  'post_id',
  'post_hash',
  'attempts',
  'missing_since',
] as const

function selectMention(db: Db) {
  return db.selectFrom('webmention').select(COLUMNS)
}

function toMention(row: Pick<Selectable<WebmentionTable>, (typeof COLUMNS)[number]>): Webmention {
  return {
    id: row.id,
    token: row.token,
    contestId: row.contest_id,
    itemId: row.item_id,
    source: row.source,
    target: row.target,
    state: row.state,
    why: row.why,
    postId: row.post_id,
    postHash: row.post_hash,
    attempts: row.attempts,
    missingSince: row.missing_since,
  }
}
