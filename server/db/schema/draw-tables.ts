import type { Generated } from 'kysely'
import type { Instant } from '../../contest/instant.ts'

export interface DrawTable {
  id: Generated<number>
  contest_id: number
  number: number
  kind: 'local' | 'drand'
  state: 'committed' | 'drawn'
  commit: string
  commit_hash: string
  entrants: string
  draw_at: Instant
  secret: Buffer | null
  frozen_by: string | null
  frozen_at: Instant
  drawn_at: Instant | null
  error: string | null
}

export interface DrawEntrantTable {
  draw_id: number
  pid: string
  participant_id: number
  salt: Buffer
  line: number
}

export interface DrawTicketTable {
  draw_id: number
  item_id: number
  pid: string
  ticket: number
  entry_id: number
}

export interface DrawRecordTable {
  draw_id: number
  rev: number
  record: string
  hash: string
  created_at: Instant
}

/** Draws and who stands behind their lines (migration 0004). */
export interface DrawTables {
  draw: DrawTable
  draw_entrant: DrawEntrantTable
  draw_ticket: DrawTicketTable
  draw_record: DrawRecordTable
}
