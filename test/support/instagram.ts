import { manualClock } from '../../server/clock.ts'
import { HOUR, SECOND } from '../../server/contest/instant.ts'
import { type InstagramRehearsal, startInstagramRehearsal } from '../../server/rehearsal/instagram.ts'
import type { InstagramHabits } from '../../server/rehearsal/instagram-habits.ts'
import { type NewPost, type OpenTimeline, openTimeline } from '../../server/rehearsal/open-timeline.ts'
import type { RehearsalFile, RehearsalPost } from '../../server/rehearsal/post.ts'
import { instagram } from '../../server/sources/instagram.ts'
import type { InstagramSettings } from '../../server/sources/instagram-settings.ts'
import type { Batch, Gap, SourceIo, Target, Upsert } from '../../server/sources/source.ts'
import { NOON, PICTURE, TAG } from './mastodon.ts'
import { ioFor, memoryFor } from './source-io.ts'

interface Test {
  teardown(clean: () => unknown): void
}

export const IMAGE: RehearsalFile = { kind: 'image', spec: PICTURE, alt: null }

/** A rehearsal Instagram with nothing on it at noon, and a brand's account that reads it. */
export interface Gram {
  clock: ReturnType<typeof manualClock>
  timeline: OpenTimeline
  server: InstagramRehearsal
  settings: InstagramSettings
  io: SourceIo
  /** What the source remembers, as JSON. */
  kept: Map<string, string>
  /** Posts with one picture and the usual tag, a second after the one before. */
  publish(text?: string, more?: Omit<NewPost, 'text'>): RehearsalPost
  poll(cursor?: string, target?: Target): Promise<Read>
  fill(gap: Gap): Promise<Read>
}

export interface Read {
  batches: Batch[]
  posts: Upsert[]
  texts: string[]
  skipped: Batch['skipped']
  cursor: string | undefined
  completeUntil: number | null
  gaps: Gap[]
  error: unknown
}

/** The pictures on which the brand is tagged. */
export const PHOTO_TAGS: Target = { account: '104000000000001' }

export async function startGram(
  t: Test,
  habits: Partial<InstagramHabits> = {},
  change: Partial<InstagramSettings> = {},
): Promise<Gram> {
  const clock = manualClock(NOON)
  const timeline = openTimeline(clock)
  const pictures = async () => ({ bytes: new Uint8Array([0xff, 0xd8, 0xff]), type: 'image/jpeg' })
  const server = await startInstagramRehearsal({ timeline, clock, pictures, habits })
  t.teardown(() => server.close())
  const settings = instagram.settings.parse({ ...settingsFor(server), ...change })
  const memory = memoryFor()
  const io = ioFor(t, clock, { memory })
  return {
    clock,
    timeline,
    server,
    settings,
    io,
    kept: memory.kept,
    publish(text = 'hei', more = {}) {
      clock.advance(SECOND)
      return timeline.post({ files: [IMAGE], ...more, text: `${text} #hverdagskatalogen` })
    },
    poll: (cursor, target = TAG) =>
      readAll(instagram.poll?.(settings, target, cursor, NOON - 48 * HOUR, io), cursor),
    fill: (gap) => readAll(instagram.fill?.(settings, TAG, gap, io), undefined),
  }
}

/** What a manager would type in. */
export function settingsFor({ url, habits }: InstagramRehearsal): object {
  const { pageId, appId, appSecret, token } = habits
  return { pageId, appId, appSecret, token, verifyToken: 'shake-hands', baseUrl: url }
}

async function readAll(batches: AsyncIterable<Batch> | undefined, cursor: string | undefined): Promise<Read> {
  const all: Batch[] = []
  let error: unknown = null
  try {
    for await (const batch of batches ?? []) all.push(batch)
  } catch (thrown) {
    error = thrown
  }
  const posts = all.flatMap(({ changes }) => changes.filter((one) => one.kind === 'upsert'))
  return {
    batches: all,
    posts,
    texts: posts.map(({ post }) => post.text.replace(' #hverdagskatalogen', '')),
    skipped: all.flatMap((batch) => batch.skipped),
    cursor: all.at(-1)?.cursor ?? cursor,
    completeUntil: all.at(-1)?.completeUntil ?? null,
    gaps: all.flatMap((batch) => batch.gap ?? []),
    error,
  }
}
