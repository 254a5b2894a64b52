import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Hashtag } from '../contest/hashtag.ts'
import type { Instant } from '../contest/instant.ts'
import type { Post, PostRef } from '../contest/post.ts'
import type { GuardedFetch } from '../net/fetch.ts'
import type { GuardedSocket } from '../net/socket.ts'

/** Something that happened on a network. Pull, push and streams have one shape: changes, never only posts. */
export type Change = Upsert | Withdraw | WithdrawRef | WithdrawAuthor | RenameAuthor

export interface Upsert {
  kind: 'upsert'
  post: Post
  /** What this source calls the post. */
  ref: string
  raw: unknown
  /** Other identities that the network gives the same post, depending on the way it is read. */
  also?: readonly string[]
  /** How the author became known, where reading by tag does not tell. */
  identifiedBy?: 'mention' | 'photo_tag'
  /**
   * By which of its ways a source came by this, where they word one post differently for good: what differs from another
   * way's wording is no edit.
   */
  via?: string
  /** Nothing is to be made of a post that is not known yet: this tells of everybody's. */
  ifKnown?: true
}

export interface Withdraw {
  kind: 'withdraw'
  ref: PostRef
  why: Gone
  /** A network that tells of everybody's posts: nothing is kept of one that is not known, unless its author is. */
  ifKnown?: { author: string }
}

/** A post by what this source calls it, where the network tells nothing else. Of no effect where it is not known. */
export interface WithdrawRef {
  kind: 'withdraw_ref'
  ref: string
  why: Gone
}

/** All posts of an account that are known. They come back when they are found again. */
export interface WithdrawAuthor {
  kind: 'withdraw_author'
  /** `Author.id` */
  author: string
  why: Gone
}

/** Somebody goes by another handle. Of no effect where nobody knows them. */
export interface RenameAuthor {
  kind: 'rename_author'
  author: string
  handle: string
}

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
  /** What this way of reading has missed for good: `fill` is asked for it. */
  gap?: Gap
  /** Of a batch that fills a gap: why it may still not be all, in words for everybody. */
  partial?: string
}

/** A stretch of time, half-open. `why`: what happened, in words for everybody: it stands in the public log. */
export interface Gap {
  from: Instant
  until: Instant
  why: string
}

/** What a source is asked to follow. */
export type Target =
  | { tag: Hashtag }
  | { account: string }
  /** `tags`: what is wanted of it, where it holds other things too; all of it without them. */
  | { url: string; tags?: readonly Hashtag[] }

/** What one source remembers between its reads (sessions, ledgers): JSON by key, kept sealed. */
export interface SourceMemory {
  /** Undefined where nothing was ever written. */
  read(key: string): Promise<unknown>
  /** Undefined forgets. */
  write(key: string, value: unknown): Promise<void>
}

/** All a source may touch, so a test can hand it another clock and another network. */
export interface SourceIo {
  fetch: GuardedFetch
  open: GuardedSocket
  clock: Clock
  memory: SourceMemory
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
  budget: SourceBudget | null
}

/** What is left of `of` requests, or tags, until it resets. */
export interface SourceBudget {
  left: number
  of: number
  resetsAt: Instant | null
}

/** What a person should do something about before it stops the reading. */
export interface SourceWarning {
  code: 'expires' | 'budget'
  /** What there is and what to do. */
  message: string
}

/** A request that a network sent by itself, with the body as its bytes came: signatures are over these. */
export interface Received {
  method: 'GET' | 'POST'
  query: Readonly<Record<string, string>>
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  body: Uint8Array
}

/** What to answer it, and what it brought: kept first, taken in after. A `key` that is known already is not kept again. */
export interface Receipt {
  status: 200 | 400 | 401 | 403 | 404
  body: string
  deliveries: { key: string; payload: object }[]
}

/** A place posts come from. Knows its own API and nothing of contests, rows or routes. It has the ways its network has. */
export interface Source<S> {
  readonly kind: string
  /** `Post.network` of what it brings, where that is not its kind: two ways of reading one network bring the same posts. */
  readonly network?: string
  readonly settings: z.ZodType<S>
  /** Its posts cannot be asked about again: a re-check leaves them to other sources that see them. */
  readonly hasNobodyToAsk?: true
  /** The least time between two reads, in milliseconds; where it is left out, a source is read at every tick. */
  every?(settings: S): number
  /** What is read for these tags; one target a tag where it is left out. */
  targets?(settings: S, tags: Hashtag[]): Target[]
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
  /** Whether these settings have a stream. */
  streams?(settings: S): boolean
  /**
   * What happens from the cursor on, as it happens, for all targets at once; an empty batch now and then moves the cursor.
   * `from`: posts of any target are wanted from then on; what a stream cannot go back to is a gap.
   * Ends when the network closes it or the signal ends, else throws `SourceError`.
   */
  stream?(
    settings: S,
    targets: Target[],
    since: string | undefined,
    from: Instant,
    io: SourceIo,
  ): AsyncIterable<Batch>
  /** Whether these settings can fill gaps. Those that cannot leave them open, for everybody to see. */
  fills?(settings: S): boolean
  /** What another way of reading has of a gap. Their cursors and `completeUntil` say nothing. */
  fill?(settings: S, target: Target, gap: Gap, io: SourceIo): AsyncIterable<Batch>
  /** Checks what a network sent by itself. Asks nobody: it is answered at once. */
  receive?(settings: S, request: Received, io: SourceIo): Promise<Receipt>
  /** Takes one delivery in, which may ask the network for the rest. Safe to repeat. */
  take?(settings: S, payload: unknown, io: SourceIo): Promise<Batch>
  /** Which of these still exist, by `PostRef.id`. Throws only the signal's reason. */
  check(settings: S, refs: PostRef[], io: SourceIo): Promise<Map<string, Checked>>
  test(settings: S, io: SourceIo): Promise<SourceHealth>
  /** Looked at every hour; asks nobody. */
  warnings?(settings: S, io: SourceIo): Promise<SourceWarning[]>
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
