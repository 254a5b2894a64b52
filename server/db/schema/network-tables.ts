import type { Generated } from 'kysely'
import type { Instant } from '../../contest/instant.ts'
import type { Json } from './columns.ts'

export interface PostAliasTable {
  network: string
  alias: string
  post_id: number
}

export interface PostShownTable {
  post_id: number
  source_id: number
  via: string
  hash: string
}

export interface SourceMemoryTable {
  source_id: number
  key: string
  value: Buffer
  updated_at: Instant
}

export interface SourceGapTable {
  id: Generated<number>
  source_id: number
  gap_from: Instant
  gap_until: Instant
  why: string
  noticed_at: Instant
  filled_at: Instant | null
  filled_how: string | null
  found: number | null
  partial: string | null
}

export interface SourceAlertTable {
  id: Generated<number>
  source_id: number
  code: 'needs_attention' | 'expires' | 'silent' | 'budget'
  message: string
  raised_at: Instant
  cleared_at: Instant | null
}

export interface SourcePauseTable {
  id: Generated<number>
  source_id: number
  paused_at: Instant
  resumed_at: Instant | null
}

export interface SourceDeliveryTable {
  id: Generated<number>
  source_id: number
  key: string
  payload: Json<object>
  received_at: Instant
  taken_at: Instant | null
  error: string | null
}

/** What sources remember, miss, warn of and are sent (migrations 0007, 0008). */
export interface NetworkTables {
  post_alias: PostAliasTable
  post_shown: PostShownTable
  source_memory: SourceMemoryTable
  source_gap: SourceGapTable
  source_alert: SourceAlertTable
  source_pause: SourcePauseTable
  source_delivery: SourceDeliveryTable
}
