import type { Instant } from './instant.ts'
import type { ReasonCode } from './reason.ts'

/** What the rules say of an entry. A draw takes `counts` only; `review` waits for a person. */
export type Verdict = 'counts' | 'review' | 'fails'

/** What people decided about an entry. Public = approved and not `fails`; in a draw = approved and `counts`. */
export type EntryState = 'waiting' | 'approved' | 'rejected' | 'withdrawn' | 'erased'

/**
 * One rule held against one post. `fail` is final until something changes; `review` waits for one of our people,
 * `wait` for something that needs none (a picture being fetched, an address being confirmed). A passed check is
 * kept too: participants see all of them.
 */
export interface Check {
  code: ReasonCode
  outcome: 'pass' | 'review' | 'wait' | 'fail'
  /** What fills the reason's words: `{ tag: 'myr' }`. Instants as milliseconds. */
  detail: Record<string, string | number>
}

/** What the rules make of one post for one item (null: no item was recognised). */
export interface Judgement {
  item: string | null
  /** The items a person is asked about, best first; empty when `item` is sure. */
  suggested: string[]
  verdict: Verdict
  checks: Check[]
  /** It stands in the room: shown once it is approved, and never in a draw, in odds or on a page of the catalogue. */
  room: boolean
}

/** What the cap and the draw need to know of an entry. */
export interface CountedEntry {
  id: string
  item: string
  participant: string
  postedAt: Instant
  /** Breaks ties of `postedAt`, as hcd1 orders tickets: (source post time, post id). */
  postId: string
}
