import type { Instant } from '../contest/instant.ts'
import type { MastodonClient } from './mastodon-client.ts'
import { readLinks } from './mastodon-link.ts'
import { readStatus, statusId } from './mastodon-status.ts'
import type { Change, Skip, Target } from './source.ts'
import { tagOf } from './target.ts'

/** A page of a tag's timeline. */
export interface Page {
  /** The other way round than the server lists them: oldest first. */
  changes: (Change & { kind: 'upsert' })[]
  skipped: Skip[]
  /** Of everything on the page, boosts and odd items too. */
  ids: string[]
  /**
   * The ids to turn the page with, in either direction; null on an empty page. They are used as the server gave them
   * and never compared: what they are made of is its own affair.
   */
  older: string | null
  newer: string | null
  /** When the newest item was posted; null where no item tells. */
  newestAt: Instant | null
}

/** Where a page begins: below an id (older posts) or above one (the posts that follow it, without a gap). */
export type Bound = { max_id: string } | { min_id: string } | Record<never, never>

/** A tag that the server does not know yet is an empty page: it answers 404 or an empty list. */
export async function askPage(
  client: MastodonClient,
  target: Target,
  bound: Bound,
  pageSize: number,
): Promise<Page> {
  const query = new URLSearchParams({ limit: String(pageSize), ...bound, only_media: 'false' })
  const answer = await client.get(
    `/api/v1/timelines/tag/${encodeURIComponent(tagOf(target).canonical)}?${query}`,
  )
  if (!answer.found && answer.json === undefined)
    throw client.unreadable('answered 404 with a page; expected the Mastodon API there')
  if (answer.found && !Array.isArray(answer.json))
    throw client.unreadable(
      'answered with something else than a timeline; expected a list of posts',
      answer.json,
    )
  const items: unknown[] = answer.found && Array.isArray(answer.json) ? answer.json : []
  const ids = items.flatMap((item) => statusId(item) ?? [])
  if (items.length > 0 && ids.length === 0)
    throw client.unreadable('answered with a list that holds no posts; expected items with an id', items)
  const links = readLinks(answer.headers.get('link'))
  const moments = items.flatMap((item) => createdAt(item) ?? [])
  return {
    ...readItems(items, client.secrets),
    ids,
    older: links.older ?? ids.at(-1) ?? null,
    newer: links.newer ?? ids[0] ?? null,
    newestAt: moments.length === 0 ? null : moments.reduce((a, b) => Math.max(a, b)),
  }
}

function readItems(items: unknown[], secrets: readonly string[]): Pick<Page, 'changes' | 'skipped'> {
  const changes: Page['changes'] = []
  const skipped: Skip[] = []
  for (const item of items.toReversed()) {
    const read = readStatus(item, secrets)
    if (read.kind === 'post') changes.push(read.change)
    if (read.kind === 'odd') skipped.push(read.skip)
  }
  return { changes, skipped }
}

function createdAt(item: unknown): Instant | null {
  if (typeof item !== 'object' || item === null || !('created_at' in item)) return null
  const moment = typeof item.created_at === 'string' ? Date.parse(item.created_at) : Number.NaN
  return Number.isNaN(moment) ? null : moment
}
