import type { Check, EntryState } from '../../server/contest/entry.ts'
import type { Instant } from '../../server/contest/instant.ts'
import type { ReasonCode } from '../../server/contest/reason.ts'
import type { ReportReason } from '../../server/contest/report.ts'
import type { ImageSet } from '../image-set.ts'
import type { Credit, Fault, ItemRef } from '../views.ts'

/** Which cards the queue shows, as `?show=` says it. */
export const QUEUES = ['waiting', 'reported', 'approved', 'rejected'] as const

export type Queue = (typeof QUEUES)[number]

/** An entry as a moderator sees it. */
export interface CardView {
  entry: string
  state: EntryState
  item: ItemRef | null
  /** Ids of the things it may show, best first. */
  suggested: string[]
  image: ImageSet | null
  credit: Credit
  caption: string
  postedAt: Instant
  original: string | null
  checks: Check[]
  /** The entry whose picture looks like this one's; null where none does. Its `entry` is null where it is not public. */
  lookAlike: { entry: string | null; image: ImageSet | null } | null
  /** Why it was rejected; null where it was not. */
  refusal: { code: ReasonCode; text: string | null } | null
  reports: { reason: ReportReason; text: string | null; at: Instant }[]
}

/** A decision that was refused: its card's id, what was typed, and why. */
export interface RefusedDecision {
  entry: string
  code: string
  text: string
  faults: Fault[]
}

/** What a card and the decision on it are made of. */
export interface CardProps {
  card: CardView
  queue: Queue
  /** All things, in page order, to put an entry under. */
  items: ItemRef[]
  refused: RefusedDecision | null
}
