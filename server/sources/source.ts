import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Hashtag } from '../contest/hashtag.ts'
import type { Instant } from '../contest/instant.ts'
import type { Post, PostRef } from '../contest/post.ts'
import type { GuardedFetch } from '../net/fetch.ts'

/** Something that happened on a network. Pull, push and streams have one shape: changes, never only posts. */
export type Change =
  | { kind: 'upsert'; post: Post; ref: string; raw: unknown }
  | { kind: 'withdraw'; ref: PostRef; why: Gone }

export type Gone = 'deleted' | 'private' | 'account_gone'

/** An item of an answer that could not be read. The page it came in is never lost with it. */
export interface Skip {
  /** What was found and what was expected. */
  why: string
  /** At most 1 KiB of it, without tokens. */
  sample: string
}

/** Changes in the order seen, what was skipped and why, and where to go on from next time. */
export interface Batch {
  changes: Change[]
  skipped: Skip[]
  cursor: string
  /** Everything posted before this instant has been seen, as far as the network tells; null while catching up. */
  completeUntil: Instant | null
}

/** What a source is asked to follow. */
export type Target = { tag: Hashtag }

/** All a source may touch, so a test can hand it another clock and another network. */
export interface SourceIo {
  fetch: GuardedFetch
  clock: Clock
  signal: AbortSignal
}

/** What became of a post. `unknown` (time-outs, 401, 429, 5xx) never disqualifies. */
export type Checked =
  | { state: 'present'; change: Change | null }
  | { state: 'gone'; why: Gone }
  | { state: 'unknown' }

/** "Test now": one line for a person, and the budget left where the network tells it. */
export interface SourceHealth {
  ok: boolean
  message: string
  budget: { left: number; of: number; resetsAt: Instant | null } | null
}

/** A place posts come from. Knows its own API and nothing of contests, rows or routes. It has the ways its network has. */
export interface Source<S> {
  readonly kind: string
  readonly settings: z.ZodType<S>
  /**
   * New and changed posts since the cursor `since`, a page to a batch; the first read of all goes back to `from`, and
   * posts older than that are never handed on. Ends with a batch, empty if need be, or throws `SourceError`.
   */
  poll?(
    settings: S,
    target: Target,
    since: string | undefined,
    from: Instant,
    io: SourceIo,
  ): AsyncIterable<Batch>
  /** Which of these still exist, by `PostRef.id`. Throws only the signal's reason. */
  check(settings: S, refs: PostRef[], io: SourceIo): Promise<Map<string, Checked>>
  test(settings: S, io: SourceIo): Promise<SourceHealth>
}

/**
 * A network's answer that stops this read. The position stays where the last whole batch left it.
 * `waitUntil`: when the network allows the next request (429, 503), in the clock's time, at most an hour ahead.
 */
export class SourceError extends Error {
  readonly kind: 'unreachable' | 'unreadable' | 'refused' | 'throttled' | 'needs_attention'
  readonly waitUntil: Instant | null
  /** At most 1 KiB of the answer, without tokens. */
  readonly sample: string | null
  constructor(
    kind: SourceError['kind'],
    message: string,
    more: { waitUntil?: Instant; sample?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.name = 'SourceError'
    this.kind = kind
    this.waitUntil = more.waitUntil ?? null
    this.sample = more.sample ?? null
  }
}
