import type { Generated } from 'kysely'
import type { Instant } from '../../contest/instant.ts'
import type { Counter, Json, Kept, Texts } from './columns.ts'

export interface BrandTable {
  id: Generated<number>
  slug: string
  name: string
  created_at: Instant
}

export interface BrandMemberTable {
  brand_id: number
  user_id: string
  role: 'owner' | 'manager' | 'moderator' | 'juror' | 'viewer'
  created_at: Instant
}

export interface ContestTable {
  id: Generated<number>
  brand_id: number
  slug: string
  state: 'draft' | 'open'
  title: string
  intro: Json<Texts>
  accent: string
  rehearsal: boolean
  language: 'en' | 'nb'
  zone: string
  opens_local: string
  closes_local: string
  opens_at: Instant
  closes_at: Instant
  draw_at: Instant
  grace_hours: number
  campaign_tags: string[]
  disclosure_tag: string | null
  mention: string | null
  min_account_age_days: number | null
  minimum_age: number | null
  area: string | null
  staff_excluded: boolean
  retention_days: number
  answer_days: number
  cap_per_item: number
  cap_per_day: number | null
  cap_total: number | null
  moderation: 'before' | 'after'
  max_prizes: number
  respect_hints: Generated<boolean>
  draw_kind: 'local' | 'drand'
  local_secret: Buffer | null
  local_commit: string | null
  sponsor: string
  sponsor_address: string
  privacy_contact: string
  rules_text: string | null
  rules_hash: string | null
  opened_at: Instant | null
  created_at: Instant
  version: Counter
  entries: Kept
  people: Kept
}

export interface SectionTable {
  id: Generated<number>
  contest_id: number
  slug: string
  position: number
  name: Json<Texts>
}

export interface MediaTable {
  id: string
  format: string
  width: number
  height: number
  bytes: number
  frames: number
  thumbhash: Buffer
  colour: string
  created_at: Instant
  fingerprint: Buffer | null
  fingerprint_quality: number | null
  fingerprint_tried_at: Instant | null
}

export interface ItemTable {
  id: Generated<number>
  contest_id: number
  section_id: number
  slug: string
  position: number
  page: number
  name: string
  summary: Json<Texts>
  body: Json<Texts>
  price_amount: number | null
  price_currency: string | null
  product_url: string | null
  prize: Json<Texts>
  media_id: string | null
  winners: number
  alternates: number
  photos: Counter
  cover_entry_id: number | null
}

export interface ItemTagTable {
  id: Generated<number>
  contest_id: number
  item_id: number
  position: number
  display: string
  canonical: string
  loose: string
}

/** Brands, contests and their catalogues (migration 0001). */
export interface CatalogueTables {
  brand: BrandTable
  brand_member: BrandMemberTable
  contest: ContestTable
  section: SectionTable
  media: MediaTable
  item: ItemTable
  item_tag: ItemTagTable
}
