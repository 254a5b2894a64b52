import { manualClock } from '../../server/clock.ts'
import { toHashtag } from '../../server/contest/hashtag.ts'
import { HOUR, type Instant } from '../../server/contest/instant.ts'
import type { Post } from '../../server/contest/post.ts'
import { type MastodonRehearsal, startMastodonRehearsal } from '../../server/rehearsal/mastodon.ts'
import type { MastodonHabits } from '../../server/rehearsal/mastodon-habits.ts'
import { type OpenTimeline, openTimeline } from '../../server/rehearsal/open-timeline.ts'
import type { PictureSpec } from '../../server/rehearsal/photograph/picture-spec.ts'
import { mastodon } from '../../server/sources/mastodon.ts'
import type { MastodonSettings } from '../../server/sources/mastodon-settings.ts'
import type { Batch, Skip, SourceIo, Target } from '../../server/sources/source.ts'
import { ioFor } from './source-io.ts'

interface Test {
  teardown(clean: () => unknown): void
}

/** When every test of the sources begins. */
export const NOON = Date.UTC(2026, 8, 1, 12)

/** What is followed unless a test says otherwise. */
export const TAG = targetOf('hverdagskatalogen')

/** A picture of nothing in particular. */
export const PICTURE: PictureSpec = { seed: 1, item: null, framing: 'square', longEdge: 100, twist: 'plain' }

export function targetOf(tag: string): Extract<Target, { tag: unknown }> {
  const hashtag = toHashtag(tag)
  if (hashtag === null) throw new Error(`Found ${JSON.stringify(tag)}; expected a tag`)
  return { tag: hashtag }
}

export interface Network {
  clock: ReturnType<typeof manualClock>
  timeline: OpenTimeline
  server: MastodonRehearsal
  settings: MastodonSettings
  io: SourceIo
  /** Reads until there is no more; without a cursor from the beginning. */
  poll(cursor?: string, change?: Partial<MastodonSettings>): Promise<Poll>
}

/** A rehearsal server with an empty timeline at noon, and what a source needs to read it. */
export async function startNetwork(t: Test, habits: Partial<MastodonHabits> = {}): Promise<Network> {
  const clock = manualClock(NOON)
  const timeline = openTimeline(clock)
  const server = await startMastodonRehearsal({ timeline, clock, pictures: drawNothing, habits })
  t.teardown(() => server.close())
  const settings = mastodon.settings.parse({ url: server.url })
  const io = ioFor(t, clock)
  const poll = (cursor?: string, change: Partial<MastodonSettings> = {}) =>
    pollAll({ ...settings, ...change }, cursor, NOON - 48 * HOUR, io)
  return { clock, timeline, server, settings, io, poll }
}

export interface Poll {
  batches: Batch[]
  posts: Post[]
  /** Captions, in the order handed over. */
  texts: string[]
  skipped: Skip[]
  /** Of the last whole batch; what was given where there was none. */
  cursor: string | undefined
  completeUntil: Instant | null
  /** What ended the poll, if it did not end by itself. */
  error: unknown
}

/** One poll as a collector would do it: a batch counts once it is here, and an error leaves the cursor where it was. */
export async function pollAll(
  settings: MastodonSettings,
  cursor: string | undefined,
  from: Instant,
  io: SourceIo,
  target: Target = TAG,
): Promise<Poll> {
  const batches: Batch[] = []
  let error: unknown = null
  try {
    for await (const batch of mastodon.poll?.(settings, target, cursor, from, io) ?? []) batches.push(batch)
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

async function drawNothing() {
  return { bytes: new Uint8Array([0xff, 0xd8, 0xff]), type: 'image/jpeg' }
}
