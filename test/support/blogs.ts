import { manualClock } from '../../server/clock.ts'
import { HOUR, type Instant } from '../../server/contest/instant.ts'
import type { Context } from '../../server/context.ts'
import { type BlogHabits, type BlogsRehearsal, startBlogsRehearsal } from '../../server/rehearsal/blogs.ts'
import { type OpenTimeline, openTimeline } from '../../server/rehearsal/open-timeline.ts'
import type { PictureSpec } from '../../server/rehearsal/photograph/picture-spec.ts'
import { feed } from '../../server/sources/feed.ts'
import type { FeedSettings } from '../../server/sources/feed-settings.ts'
import type { Batch, SourceIo, Target } from '../../server/sources/source.ts'
import { addSource } from '../../server/steps/connect-source.ts'
import type { Owner } from './builders.ts'
import { NOON, type Poll, targetOf } from './mastodon.ts'
import { scenePhoto } from './scene.ts'
import type { Cleaner } from './scratch.ts'
import { ioFor } from './source-io.ts'

export interface Blogs {
  clock: ReturnType<typeof manualClock>
  timeline: OpenTimeline
  server: BlogsRehearsal
  settings: FeedSettings
  target: Target
  io: SourceIo
  /** Reads until there is no more; without a cursor from the beginning. */
  poll(cursor?: string, change?: Partial<FeedSettings>): Promise<Poll>
}

/** The tag that is looked for unless a test says otherwise. */
export const BLOG_TAG = targetOf('hverdagskatalogen').tag

/** Blogs without a post at noon, and what a source needs to read the feed of them all. */
export async function startBlogs(
  t: Cleaner,
  habits: Partial<BlogHabits> = {},
  clock: Blogs['clock'] = manualClock(NOON),
): Promise<Blogs> {
  const timeline = openTimeline(clock)
  const pictures = async ({ seed, longEdge }: PictureSpec) => ({
    bytes: await scenePhoto(seed, longEdge, Math.ceil(longEdge * 0.75)),
    type: 'image/jpeg',
  })
  const server = await startBlogsRehearsal({ timeline, clock, pictures, habits })
  t.teardown(() => server.close())
  const settings = feed.settings.parse({ url: server.feedUrl() })
  const target = { url: settings.url, tags: [BLOG_TAG] }
  const io = ioFor(t, clock)
  const poll = (cursor?: string, change: Partial<FeedSettings> = {}) =>
    pollFeedAll({ ...settings, ...change }, cursor, NOON - 48 * HOUR, io, target)
  return { clock, timeline, server, settings, target, io, poll }
}

/** One poll as a collector would do it: a batch counts once it is here, and an error leaves the cursor where it was. */
export async function pollFeedAll(
  settings: FeedSettings,
  cursor: string | undefined,
  from: Instant,
  io: SourceIo,
  target: Target,
): Promise<Poll> {
  const batches: Batch[] = []
  let error: unknown = null
  try {
    for await (const batch of feed.poll?.(settings, target, cursor, from, io) ?? []) batches.push(batch)
  } catch (thrown) {
    error = thrown
  }
  const posts = batches.flatMap(({ changes }) =>
    changes.flatMap((one) => (one.kind === 'upsert' ? [one.post] : [])),
  )
  return {
    batches,
    posts,
    texts: posts.map((post) => post.text),
    skipped: batches.flatMap((batch) => batch.skipped),
    cursor: batches.at(-1)?.cursor ?? cursor,
    completeUntil: batches.at(-1)?.completeUntil ?? null,
    error,
  }
}

let made = 0

/** A brand's feed of everybody's blog: answers the id of the source. */
export async function aFeed(
  ctx: Context,
  { brandId }: Pick<Owner, 'brandId'>,
  { server }: Pick<Blogs, 'server'>,
): Promise<number> {
  made++
  return addSource(ctx, brandId, { kind: 'feed', name: `Blogs ${made}`, settings: { url: server.feedUrl() } })
}
