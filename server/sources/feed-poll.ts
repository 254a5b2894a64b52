import { toHashtag } from '../contest/hashtag.ts'
import type { Instant } from '../contest/instant.ts'
import type { BlogItem, Feed } from './blog-item.ts'
import { nameOf, toBlogPost } from './blog-post.ts'
import { type FeedCursor, readFeedCursor, writeFeedCursor } from './feed-cursor.ts'
import { fetchFeed } from './feed-fetch.ts'
import type { FeedSettings } from './feed-settings.ts'
import { sampleOf } from './sample.ts'
import type { Batch, Gap, Skip, SourceIo, Target, Upsert } from './source.ts'

/** One read of a feed. */
interface Reading {
  settings: FeedSettings
  /** Loose keys of the tags that are wanted; null where everything is. */
  wanted: ReadonlySet<string> | null
  /** Where the read before came to; null where there was none that came to its end: then older pages are read too. */
  known: FeedCursor | null
  /** What was handed on before; null where that was for other tags: what was passed over then may be wanted now. */
  before: FeedCursor | null
  from: Instant
  now: Instant
  /** Filled page by page. */
  cursor: FeedCursor
}

/**
 * Reads a feed, and older pages of it until one holds a post that was there before. Only posts that carry one of the
 * target's tags are handed on, and those that did once, so that an edit that takes the tag away is seen.
 */
export async function* pollFeed(
  settings: FeedSettings,
  target: Target,
  since: string | undefined,
  from: Instant,
  io: SourceIo,
): AsyncGenerator<Batch> {
  const reading = startReading(settings, target, since, from, io)
  const { known, before, cursor, now } = reading
  let page = await fetchFeed(settings.url, before?.validators ?? null, io)
  if (page === null) {
    yield { changes: [], skipped: [], cursor: since ?? '', completeUntil: now }
    return
  }
  const { validators } = page
  const visited = new Set([settings.url])
  let hasReached = false
  while (page !== null) {
    const { oldest, count, overlaps, ...taken } = takePage(reading, page.feed)
    hasReached ||= overlaps
    const mayGoOn = !hasReached && oldest >= from && visited.size < settings.pageLimit
    const next: string | null =
      mayGoOn && !visited.has(page.feed.next ?? settings.url) ? page.feed.next : null
    if (next !== null) {
      yield { ...taken, cursor: writeFeedCursor(cursor), completeUntil: null }
      visited.add(next)
      page = await fetchFeed(next, null, io)
      continue
    }
    const gap = known === null || hasReached ? null : gapOf(known, oldest, count)
    const end = writeFeedCursor({ ...cursor, validators, readAt: now })
    yield { ...taken, cursor: end, completeUntil: now, ...(gap === null ? {} : { gap }) }
    return
  }
}

function startReading(
  settings: FeedSettings,
  target: Target,
  since: string | undefined,
  from: Instant,
  io: SourceIo,
): Reading {
  const tags = 'url' in target ? target.tags : undefined
  const key = (tags ?? [])
    .map(({ canonical }) => canonical)
    .toSorted()
    .join()
  const kept = readFeedCursor(since)
  const now = io.clock.now()
  return {
    settings,
    wanted: tags === undefined ? null : new Set(tags.map(({ loose }) => loose)),
    known: kept?.validators ? kept : null,
    before: kept?.tags === key ? kept : null,
    from,
    now,
    cursor: { validators: null, readAt: kept?.readAt ?? now, tags: key, seen: new Map() },
  }
}

/** What a page brings, how far back it reaches, and whether it holds a post that was there before. */
function takePage(reading: Reading, feed: Feed) {
  const { settings, known, now } = reading
  const { posts, skipped } = readPage(feed, settings, now)
  return {
    changes: posts.filter((one) => isNews(one, reading)),
    skipped,
    oldest: posts.reduce((least, { post }) => Math.min(least, post.postedAt), now),
    count: posts.length,
    overlaps: posts.some(({ post }) => known?.seen.has(nameOf(post.id))),
  }
}

/** The posts of a page, oldest first, each once. */
function readPage(feed: Feed, { url }: FeedSettings, now: Instant): { posts: Upsert[]; skipped: Skip[] } {
  const skipped: Skip[] = feed.odd.map(({ why, found }) => ({ why, sample: sampleOf(found) }))
  const posts = new Map<string, Upsert>()
  for (const item of feed.items) {
    const read = toBlogPost(item, feed.blog, url, now)
    if ('why' in read) skipped.push({ why: read.why, sample: sampleOf(told(item)) })
    else if (!posts.has(read.post.id)) posts.set(read.post.id, read)
  }
  const oldestFirst = [...posts.values()].reverse().sort((a, b) => a.post.postedAt - b.post.postedAt)
  return { posts: oldestFirst, skipped }
}

function told({ id, url, title, published }: BlogItem): object {
  return { id, url, title: title?.slice(0, 200), published }
}

/** Whether a post is handed on; notes in the cursor that it was seen. */
function isNews(one: Upsert, { wanted, before, cursor, from }: Reading): boolean {
  const { id, title, text, tags, pictures, url, postedAt } = one.post
  const name = nameOf(id)
  const handedOn = before?.seen.get(name)
  const isWanted = wanted === null || Boolean(handedOn) || looseTags(one).some((key) => wanted.has(key))
  const wording =
    isWanted && postedAt >= from ? nameOf(JSON.stringify([title, text, tags, pictures, url])) : ''
  cursor.seen.set(name, wording)
  return wording !== '' && handedOn !== wording
}

/** Nothing of what was there before is there any more: what came and went in between is lost. */
function gapOf({ seen, readAt }: FeedCursor, oldest: Instant, posts: number): Gap | null {
  if (seen.size === 0 || posts === 0 || oldest <= readAt) return null
  return {
    from: readAt,
    until: oldest,
    why: `The feed shows its newest ${posts} posts and none of those read before`,
  }
}

function looseTags({ post }: Upsert): string[] {
  return (post.tags ?? []).flatMap((tag) => toHashtag(tag)?.loose ?? [])
}
