import type { Generated } from 'kysely'
import type { Instant } from '../../contest/instant.ts'
import type { Counter } from './columns.ts'

export interface WebmentionTable {
  id: Generated<number>
  token: string
  contest_id: number
  item_id: number | null
  source: string
  target: string
  state: 'waiting' | 'accepted' | 'refused'
  why: string | null
  post_id: number | null
  post_hash: string | null
  attempts: Counter
  received_at: Instant
  verified_at: Instant | null
  missing_since: Instant | null
  next_at: Instant | null
}

export interface ImportedPostTable {
  contest_id: number
  post_id: number
  item_id: number | null
  imported_by: string
  imported_at: Instant
}

/** What the open web told us of itself, and what was brought in by hand (migration 0009). */
export interface BlogTables {
  webmention: WebmentionTable
  imported_post: ImportedPostTable
}
