import type { Generated } from 'kysely'
import type { Check, EntryState, Verdict } from '../../contest/entry.ts'
import type { Instant } from '../../contest/instant.ts'
import type { ReportReason } from '../../contest/report.ts'
import type { Counter, Flag, Json } from './columns.ts'

export interface EntryTable {
  id: Generated<number>
  contest_id: number
  post_id: number
  item_id: number | null
  named_item_id: number | null
  suggested: number[]
  participant_id: number | null
  room: Flag
  verdict: Verdict
  state: EntryState
  checks: Json<Check[]>
  accepted: string[]
  basis: 'rules' | 'licence' | 'grant' | null
  posted_at: Instant
  post_hash: string
  media_id: string | null
  reject_code: string | null
  reject_text: string | null
  withdrawn_by: 'participant' | 'source' | null
  withdrawn_from: 'waiting' | 'approved' | 'rejected' | null
  decided_at: Instant | null
  created_at: Instant
  updated_at: Instant
}

export interface DecisionTable {
  id: Generated<number>
  entry_id: number
  action: string
  code: string | null
  text: string | null
  item_id: number | null
  from_state: EntryState
  to_state: EntryState
  decided_by: string | null
  decided_at: Instant
}

export interface LikenessTable {
  media_id: string
  other_id: string
  distance: number
}

export interface ReportTable {
  id: Generated<number>
  entry_id: number
  reason: ReportReason
  text: string
  reporter: string
  reported_at: Instant
  closed_at: Instant | null
}

export interface UploadTable {
  post_id: number
  contest_id: number
  item_id: number
  receipt_hash: string
  confirm_hash: string
  address: Buffer
  name: Buffer
  confirmed_at: Instant | null
  created_at: Instant
}

export interface MailTable {
  id: Generated<number>
  brand_id: number
  key: string
  message: Buffer
  state: 'waiting' | 'sent' | 'failed'
  attempts: Counter
  error: string | null
  created_at: Instant
  sent_at: Instant | null
}

/** Entries, what was decided about them, and what people sent in (migration 0003). */
export interface EntryTables {
  entry: EntryTable
  decision: DecisionTable
  likeness: LikenessTable
  report: ReportTable
  upload: UploadTable
  mail: MailTable
}
