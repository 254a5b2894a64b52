import { manualClock } from '../../server/clock.ts'
import { HOUR, type Instant } from '../../server/contest/instant.ts'
import type { Post } from '../../server/contest/post.ts'
import { type BlueskyRehearsal, startBlueskyRehearsal } from '../../server/rehearsal/bluesky.ts'
import { type BlueskyHabits, USUAL_BLUESKY_HABITS } from '../../server/rehearsal/bluesky-habits.ts'
import { type OpenTimeline, openTimeline } from '../../server/rehearsal/open-timeline.ts'
import { bluesky } from '../../server/sources/bluesky.ts'
import type { BlueskySettings } from '../../server/sources/bluesky-settings.ts'
import type { Batch, Change, Gap, Skip, SourceIo, Target } from '../../server/sources/source.ts'
import { NOON, TAG } from './mastodon.ts'
import type { Cleaner } from './scratch.ts'
import { ioFor, memoryFor } from './source-io.ts'

/** What a source is told about a rehearsal: all of Bluesky is behind one address. */
export function settingsFor({ url, stream }: Pick<BlueskyRehearsal, 'url' | 'stream'>) {
  return {
    service: url,
    appview: url,
    jetstream: [stream],
    pictures: `${url}/img/feed_fullsize/plain/{did}/{cid}@jpeg`,
    posters: `${url}/watch/{did}/{cid}/thumbnail.jpg`,
  }
}

/** With an account that can search. */
export const ACCOUNT = {
  identifier: USUAL_BLUESKY_HABITS.identifier,
  password: USUAL_BLUESKY_HABITS.password,
}

export interface BlueskyNetwork {
  clock: ReturnType<typeof manualClock>
  timeline: OpenTimeline
  server: BlueskyRehearsal
  /** Nobody is signed in. */
  settings: BlueskySettings
  /** Somebody is. */
  signedIn: BlueskySettings
  io: SourceIo & { memory: ReturnType<typeof memoryFor> }
}

/** A rehearsal network with an empty timeline at noon, and what a source needs to listen to it. */
export async function startBluesky(t: Cleaner, habits: Partial<BlueskyHabits> = {}): Promise<BlueskyNetwork> {
  const clock = manualClock(NOON)
  const timeline = openTimeline(clock)
  const pictures = async () => ({ bytes: new Uint8Array([0xff, 0xd8, 0xff]), type: 'image/jpeg' })
  const server = await startBlueskyRehearsal({ timeline, clock, pictures, habits: { tick: 5, ...habits } })
  t.teardown(() => server.close())
  const given = settingsFor(server)
  const settings = bluesky.settings.parse(given)
  const signedIn = bluesky.settings.parse({ ...given, ...ACCOUNT })
  const memory = memoryFor()
  return { clock, timeline, server, settings, signedIn, io: { ...ioFor(t, clock), memory } }
}

/** What a stream brought. */
export interface Heard {
  batches: Batch[]
  changes: Change[]
  posts: Post[]
  texts: string[]
  gaps: Gap[]
  skipped: Skip[]
  /** Of the last batch; what was given where there was none. */
  cursor: string | undefined
  completeUntil: Instant | null
  error: unknown
}

/** How to listen; the rest is usual. */
export interface Listening {
  settings: BlueskySettings
  io: SourceIo
  since?: string | undefined
  from?: Instant
  targets?: Target[]
  /** When enough was heard. */
  until(heard: Heard): boolean
  /** Called after each batch. */
  heard?(heard: Heard): void
}

/** Listens as a collector would, until enough was heard; a batch counts once it is here. */
export async function listen(listening: Listening): Promise<Heard> {
  const { settings, io, since, from = NOON - 48 * HOUR, targets = [TAG], until } = listening
  const leave = new AbortController()
  const signal = AbortSignal.any([io.signal, leave.signal])
  const batches: Batch[] = []
  let error: unknown = null
  try {
    for await (const batch of bluesky.stream?.(settings, targets, since, from, { ...io, signal }) ?? []) {
      batches.push(batch)
      const heard = heardOf(batches, since, null)
      listening.heard?.(heard)
      if (until(heard)) leave.abort()
    }
  } catch (thrown) {
    error = thrown
  }
  return heardOf(batches, since, error)
}

export function heardOf(batches: Batch[], since: string | undefined, error: unknown): Heard {
  const changes = batches.flatMap((batch) => batch.changes)
  const posts = changes.flatMap((one) => (one.kind === 'upsert' && !one.ifKnown ? [one.post] : []))
  return {
    batches,
    changes,
    posts,
    texts: posts.map(({ text }) => text),
    gaps: batches.flatMap(({ gap }) => gap ?? []),
    skipped: batches.flatMap((batch) => batch.skipped),
    cursor: batches.at(-1)?.cursor ?? since,
    completeUntil: batches.at(-1)?.completeUntil ?? null,
    error,
  }
}
