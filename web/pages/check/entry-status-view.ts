import type { Check, EntryState } from '../../../server/contest/entry.ts'
import type { Instant } from '../../../server/contest/instant.ts'
import type { ReasonCode } from '../../../server/contest/reason.ts'
import type { ImageSet } from '../../image-set.ts'
import type { ItemRef } from '../../views.ts'

/** One entry, from the moment it was received to the result of the draw. */
export interface EntryStatusView {
  entry: string
  item: ItemRef | null
  image: ImageSet | null
  receivedAt: Instant
  postedAt: Instant
  state: EntryState
  /** Everybody can see it in the catalogue. */
  isPublic: boolean
  checks: Check[]
  /** Why a moderator did not approve it; `text` is what the moderator wrote. */
  refusal: { code: ReasonCode; text: string | null } | null
  /** Until when something that is wrong can be put right; null where nothing can. */
  fixableUntil: Instant | null
  /** `later`: as soon as all is in order; `carries`: in the next draw; a number: in that draw. */
  ticket: 'none' | 'later' | 'carries' | { draw: number }
  result: EntryResult
}

export type EntryResult =
  | { kind: 'pending'; drawAt: Instant | null }
  | { kind: 'won'; prize: string; draw: number }
  | { kind: 'alternate'; place: number; draw: number }
  | { kind: 'notDrawn'; draw: number }
  | { kind: 'none' }
