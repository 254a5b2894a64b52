import { z } from 'zod'
import type { Instant } from '../contest/instant.ts'
import type { MastodonSettings } from './mastodon-settings.ts'
import type { Target } from './source.ts'
import { tagOf } from './target.ts'

const walk = z.object({
  /** Read on from the posts older than this id; null: from the newest. */
  below: z.string().nullable(),
  /** Until posts older than this come. */
  until: z.number(),
  startedAt: z.number(),
})

/** A reading from the newest post back to an instant, which may take several polls. */
export type Walk = z.infer<typeof walk>

const position = z.object({
  /** Ids mean nothing on another server or in another timeline. */
  of: z.string(),
  /** The id of the newest post that was read; null before the first. */
  newest: z.string().nullable(),
  /** When the last finished walk began: older posts were there to be seen by it. Null before the first. */
  walkedAt: z.number().nullable(),
  walk: walk.nullable(),
})

/** How far a timeline has been read. */
export interface Position {
  of: string
  newest: string | null
  walkedAt: Instant | null
  walk: Walk | null
}

/** A cursor of another timeline, or one that cannot be read, is the same as none: everything is read once more. */
export function readPosition(
  cursor: string | undefined,
  settings: Pick<MastodonSettings, 'url'>,
  target: Target,
): Position {
  const of = `${settings.url} #${tagOf(target).canonical}`
  const known = position.safeParse(parse(cursor ?? ''))
  if (known.success && known.data.of === of) return known.data
  return { of, newest: null, walkedAt: null, walk: null }
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(cursor)
  } catch {
    return null
  }
}
