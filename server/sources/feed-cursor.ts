import { z } from 'zod'
import type { Instant } from '../contest/instant.ts'
import type { Validators } from './feed-fetch.ts'

/** Where reading a feed has come. */
export interface FeedCursor {
  /** Null until a read came to its end. */
  validators: Validators | null
  readAt: Instant
  /** Canonical keys of the tags it was read for, in order. */
  tags: string
  /**
   * Every post that the feed showed last, by a short name of its identity: a short name of the wording that was handed on,
   * or nothing for one that carried none of the tags.
   */
  seen: Map<string, string>
}

const stored = z.object({
  validators: z.object({ etag: z.string().nullable(), modified: z.string().nullable() }).nullable(),
  readAt: z.number(),
  tags: z.string(),
  seen: z.record(z.string(), z.string()),
})

/** Null where there is none, or none that this version wrote: the feed is then read from the beginning. */
export function readFeedCursor(text: string | undefined): FeedCursor | null {
  if (text === undefined) return null
  try {
    const { seen, ...rest } = stored.parse(JSON.parse(text))
    return { ...rest, seen: new Map(Object.entries(seen)) }
  } catch {
    return null
  }
}

export function writeFeedCursor(cursor: FeedCursor): string {
  return JSON.stringify({ ...cursor, seen: Object.fromEntries(cursor.seen) })
}
