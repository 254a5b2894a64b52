import type { Generated } from 'kysely'
import type { LogFault } from '../../contest/collector-log.ts'
import type { Instant } from '../../contest/instant.ts'
import type { ConsentHint } from '../../contest/post.ts'
import type { Counter, Flag, Json } from './columns.ts'

export interface SourceTable {
  id: Generated<number>
  brand_id: number
  kind: string
  name: string
  settings: Buffer
  state: 'active' | 'paused' | 'needs_attention'
  failures: number
  wait_until: Instant | null
  last_ok_at: Instant | null
  last_error: string | null
  created_at: Instant
  active_since: Instant | null
  looked_after_at: Instant | null
  refused_deliveries: Counter
}

export interface ContestSourceTable {
  contest_id: number
  source_id: number
  caught_up_at: Instant | null
}

export interface SourcePositionTable {
  source_id: number
  target: string
  cursor: string
  reads_from: Instant
  complete_until: Instant | null
  updated_at: Instant
}

export interface CollectRunTable {
  id: Generated<number>
  source_id: number
  target: string
  way: Generated<'poll' | 'stream' | 'fill' | 'delivery'>
  started_at: Instant
  ended_at: Instant | null
  outcome: 'running' | 'ok' | 'failed'
  pages: Counter
  seen: Counter
  stored: Counter
  changed: Counter
  withdrawn: Counter
  skipped: Counter
  samples: Json<{ why: string; sample: string }[]>
  error: string | null
  fault: LogFault | null
  reads: Generated<number>
}

export interface ParticipantTable {
  id: Generated<number>
  provider: string
  provider_id: string
  handle: string
  name: string
  url: string | null
  account_since: Instant | null
  first_seen_at: Instant
}

export interface ParticipantMergeTable {
  id: Generated<number>
  brand_id: number
  participant_id: number
  into_id: number
  reason: string
  merged_by: string
  merged_at: Instant
  undone_reason: string | null
  undone_by: string | null
  undone_at: Instant | null
}

export interface PostTable {
  id: Generated<number>
  network: string
  network_id: string
  url: string | null
  participant_id: number | null
  text: string
  tags: string[] | null
  mentions: string[]
  language: string | null
  sensitive: boolean
  title: string | null
  licence: string | null
  hints: Generated<ConsentHint[]>
  identified_by: 'api' | 'mention' | 'photo_tag' | 'claim' | 'moderator' | null
  posted_at: Instant
  edited_at: Instant | null
  first_seen_at: Instant
  seen_at: Instant
  hash: string
  raw: Json<object>
  checked_at: Instant
  gone_since: Instant | null
  gone_at: Instant | null
  gone_why: 'deleted' | 'private' | 'account_gone' | null
  gone_for_good: Flag
  forgotten_at: Instant | null
}

export interface PostSightingTable {
  post_id: number
  source_id: number
  ref: string
  seen_at: Instant
}

export interface PostVersionTable {
  post_id: number
  hash: string
  text: string
  tags: string[] | null
  mentions: string[]
  written_at: Instant
  seen_at: Instant
}

export interface PictureTable {
  id: Generated<number>
  post_id: number
  position: number
  kind: 'image' | 'animation' | 'video'
  url: string | null
  poster: string | null
  alt: string | null
  state: 'pending' | 'ready' | 'broken' | 'withheld'
  why: string | null
  media_id: string | null
  attempts: Counter
  lost: Flag
}

/** Sources and what was read from them (migration 0002). */
export interface CollectionTables {
  source: SourceTable
  contest_source: ContestSourceTable
  source_position: SourcePositionTable
  collect_run: CollectRunTable
  participant: ParticipantTable
  participant_merge: ParticipantMergeTable
  post: PostTable
  post_sighting: PostSightingTable
  post_version: PostVersionTable
  picture: PictureTable
}
