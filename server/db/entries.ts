import { type Selectable, sql } from 'kysely'
import type { Check, EntryState, Verdict } from '../contest/entry.ts'
import type { Instant } from '../contest/instant.ts'
import { REASON_CODES, type ReasonCode } from '../contest/reason.ts'
import type { Db } from './pool.ts'
import type { EntryTable } from './schema/entry-tables.ts'

/** An entry as it is stored: a post in a contest, for one item or none. */
export interface Entry {
  id: number
  contestId: number
  postId: number
  itemId: number | null
  /** The item the post named; where `itemId` differs, a person set it. */
  namedItemId: number | null
  suggested: number[]
  participantId: number | null
  /** Read in the room: never in a draw, in odds, or on a page of the catalogue. */
  room: boolean
  verdict: Verdict
  state: EntryState
  checks: Check[]
  /** Review checks that a person decided in the entry's favour. */
  accepted: ReasonCode[]
  basis: 'rules' | 'licence' | 'grant' | null
  postedAt: Instant
  /** Names the wording and the pictures of the post that were judged. */
  postHash: string
  mediaId: string | null
  /** Kept while it is withdrawn. */
  reason: { code: ReasonCode; text: string | null } | null
  withdrawn: { by: 'participant' | 'source'; from: 'waiting' | 'approved' | 'rejected' } | null
  decidedAt: Instant | null
}

/** What is written of an entry that does not exist yet. */
export type NewEntry = Omit<Entry, 'id'>

/** Answers the new ids; an entry that another server made meanwhile is left as it is. */
export async function insertEntries(db: Db, entries: NewEntry[], now: Instant): Promise<number[]> {
  if (entries.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    insert into entry (contest_id, post_id, item_id, named_item_id, suggested, participant_id, room, verdict, state, checks, accepted,
      basis, posted_at, post_hash, media_id, reject_code, reject_text, withdrawn_by, withdrawn_from, decided_at, created_at, updated_at)
    select contest_id, post_id, item_id, named_item_id, suggested, participant_id, room, verdict, state, checks, accepted, basis,
      to_timestamp(posted_at / 1000), post_hash, media_id, reject_code, reject_text, withdrawn_by, withdrawn_from, to_timestamp(decided_at / 1000), t.now, t.now
    from json_to_recordset(${JSON.stringify(entries.map(toColumns))}::json) as given(
      contest_id bigint, post_id bigint, item_id bigint, named_item_id bigint, suggested bigint[], participant_id bigint,
      room boolean, verdict text, state text, checks jsonb, accepted text[], basis text, posted_at float8, post_hash text, media_id text,
      reject_code text, reject_text text, withdrawn_by text, withdrawn_from text, decided_at float8),
      (select to_timestamp(${now}::float8 / 1000)) as t(now)
    on conflict on constraint entry_unique do nothing
    returning id`.execute(db)
  return rows.map((row) => row.id)
}

/** Writes entries as they stand now, whole. */
export async function updateEntries(db: Db, entries: Entry[], now: Instant): Promise<void> {
  if (entries.length === 0) return
  await sql`
    update entry set item_id = given.item_id, named_item_id = given.named_item_id, suggested = given.suggested,
      participant_id = given.participant_id, verdict = given.verdict, state = given.state, checks = given.checks,
      accepted = given.accepted, basis = given.basis, post_hash = given.post_hash, media_id = given.media_id,
      reject_code = given.reject_code, reject_text = given.reject_text,
      withdrawn_by = given.withdrawn_by, withdrawn_from = given.withdrawn_from,
      decided_at = to_timestamp(given.decided_at / 1000), updated_at = to_timestamp(${now}::float8 / 1000)
    from json_to_recordset(${JSON.stringify(entries.map((e) => ({ id: e.id, ...toColumns(e) })))}::json) as given(
      id bigint, item_id bigint, named_item_id bigint, suggested bigint[], participant_id bigint, verdict text, state text,
      checks jsonb, accepted text[], basis text, post_hash text, media_id text, reject_code text, reject_text text, withdrawn_by text, withdrawn_from text,
      decided_at float8)
    where entry.id = given.id`.execute(db)
}

/** The entries of some posts in a contest. What is to be changed is read under `lockContests`. */
export async function listEntriesOfPosts(db: Db, contestId: number, postIds: number[]): Promise<Entry[]> {
  if (postIds.length === 0) return []
  const rows = await selectEntry(db)
    .where('post_id', 'in', postIds)
    .where('contest_id', '=', contestId)
    .orderBy('id')
    .execute()
  return rows.map(toEntry)
}

export async function findEntry(db: Db, contestId: number, id: number): Promise<Entry | null> {
  const row = await selectEntry(db)
    .where('id', '=', id)
    .where('contest_id', '=', contestId)
    .executeTakeFirst()
  return row ? toEntry(row) : null
}

/** The contests in which some posts have entries, in the order of their ids, each with those posts. */
export async function listContestsOfPosts(db: Db, postIds: number[]): Promise<Map<number, number[]>> {
  if (postIds.length === 0) return new Map()
  const { rows } = await sql<{ contest_id: number; post_ids: number[] }>`
    select contest_id, array_agg(distinct post_id) as post_ids from entry
    where post_id = any(${postIds}::bigint[]) group by contest_id order by contest_id`.execute(db)
  return new Map(rows.map((row) => [row.contest_id, row.post_ids]))
}

function selectEntry(db: Db) {
  return db
    .selectFrom('entry')
    .select([
      'id',
      'contest_id',
      'post_id',
      'item_id',
      'named_item_id',
      'suggested',
      'participant_id',
      'room',
      'verdict',
      'state',
      'checks',
      'accepted',
      'basis',
      'posted_at',
      'post_hash',
      'media_id',
      'reject_code',
      'reject_text',
      'withdrawn_by',
      'withdrawn_from',
      'decided_at',
    ])
}

function toColumns(entry: NewEntry): object {
  return {
    contest_id: entry.contestId,
    post_id: entry.postId,
    item_id: entry.itemId,
    named_item_id: entry.namedItemId,
    suggested: entry.suggested,
    participant_id: entry.participantId,
    room: entry.room,
    verdict: entry.verdict,
    state: entry.state,
    checks: entry.checks,
    accepted: entry.accepted,
    basis: entry.basis,
    posted_at: entry.postedAt,
    post_hash: entry.postHash,
    media_id: entry.mediaId,
    reject_code: entry.reason?.code ?? null,
    reject_text: entry.reason?.text ?? null,
    withdrawn_by: entry.withdrawn?.by ?? null,
    withdrawn_from: entry.withdrawn?.from ?? null,
    decided_at: entry.decidedAt,
  }
}

function toEntry(row: Omit<Selectable<EntryTable>, 'created_at' | 'updated_at'>): Entry {
  return {
    id: row.id,
    contestId: row.contest_id,
    postId: row.post_id,
    itemId: row.item_id,
    namedItemId: row.named_item_id,
    suggested: row.suggested,
    participantId: row.participant_id,
    room: row.room,
    verdict: row.verdict,
    state: row.state,
    checks: row.checks,
    accepted: row.accepted.map(toCode),
    basis: row.basis,
    postedAt: row.posted_at,
    postHash: row.post_hash,
    mediaId: row.media_id,
    reason: row.reject_code === null ? null : { code: toCode(row.reject_code), text: row.reject_text },
    withdrawn:
      row.withdrawn_by === null || row.withdrawn_from === null
        ? null
        : { by: row.withdrawn_by, from: row.withdrawn_from },
    decidedAt: row.decided_at,
  }
}

function toCode(text: string): ReasonCode {
  const code = REASON_CODES.find((known) => known === text)
  if (!code) throw new Error(`Found the reason "${text}" stored; expected one of ${REASON_CODES.join(', ')}`)
  return code
}
