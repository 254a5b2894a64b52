import { sql } from 'kysely'
import type { Check, EntryState, Verdict } from '../contest/entry.ts'
import type { Instant } from '../contest/instant.ts'
import { REASON_CODES, type ReasonCode } from '../contest/reason.ts'
import type { Db } from './pool.ts'

/** All that *my entries* tells of one entry. */
export interface EntryStatus {
  entryId: number
  itemId: number | null
  participantId: number | null
  receivedAt: Instant
  postedAt: Instant
  state: EntryState
  verdict: Verdict
  /** Read in the room: it never has a ticket. */
  room: boolean
  checks: Check[]
  reason: { code: ReasonCode; text: string | null } | null
  /** Null also where its author asks for no readers who are strangers to the network. */
  picture: { mediaId: string; width: number; height: number; thumbhash: Buffer } | null
}

/** The entries a post makes in a contest, in page order. */
export async function listStatuses(db: Db, contestId: number, postId: number): Promise<EntryStatus[]> {
  const { rows } = await sql<StatusRow>`
    select entry.id, entry.item_id, entry.participant_id, post.first_seen_at, entry.posted_at, entry.state, entry.verdict, entry.room,
      entry.checks, entry.reject_code, entry.reject_text, media.id as media_id, media.width, media.height, media.thumbhash
    from entry
    join post on post.id = entry.post_id
    left join item on item.id = entry.item_id
    join contest on contest.id = entry.contest_id
    left join media on media.id = entry.media_id
      and not (contest.respect_hints and 'no_strangers' = any(post.hints))
    where entry.contest_id = ${contestId} and entry.post_id = ${postId}
    order by item.position nulls last, entry.id`.execute(db)
  return rows.map(toStatus)
}

interface StatusRow {
  id: number
  item_id: number | null
  participant_id: number | null
  first_seen_at: Instant
  posted_at: Instant
  state: EntryState
  verdict: Verdict
  room: boolean
  checks: Check[]
  reject_code: string | null
  reject_text: string | null
  media_id: string | null
  width: number | null
  height: number | null
  thumbhash: Buffer | null
}

function toStatus(row: StatusRow): EntryStatus {
  const { media_id, width, height, thumbhash } = row
  const code = REASON_CODES.find((known) => known === row.reject_code)
  return {
    entryId: row.id,
    itemId: row.item_id,
    participantId: row.participant_id,
    receivedAt: row.first_seen_at,
    postedAt: row.posted_at,
    state: row.state,
    verdict: row.verdict,
    room: row.room,
    checks: row.checks,
    reason: code === undefined ? null : { code, text: row.reject_text },
    picture:
      media_id === null || width === null || height === null || !thumbhash
        ? null
        : { mediaId: media_id, width, height, thumbhash },
  }
}
