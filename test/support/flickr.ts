import { manualClock } from '../../server/clock.ts'
import { HOUR } from '../../server/contest/instant.ts'
import { startFlickrRehearsal } from '../../server/rehearsal/flickr.ts'
import { type FlickrHabits, USUAL_FLICKR_HABITS } from '../../server/rehearsal/flickr-habits.ts'
import { type NewPost, type OpenTimeline, openTimeline } from '../../server/rehearsal/open-timeline.ts'
import type { RehearsalFile, RehearsalPost } from '../../server/rehearsal/post.ts'
import { flickr } from '../../server/sources/flickr.ts'
import type { FlickrSettings } from '../../server/sources/flickr-settings.ts'
import type { SourceIo } from '../../server/sources/source.ts'
import { NOON, PICTURE, type Poll, TAG } from './mastodon.ts'
import { drawNothing, pollSource } from './poll-source.ts'
import type { Cleaner } from './scratch.ts'
import { ioFor } from './source-io.ts'

/** What every post on Flickr has. */
export const PHOTO: RehearsalFile = { kind: 'image', spec: PICTURE, alt: null }

export interface FlickrNetwork {
  clock: ReturnType<typeof manualClock>
  timeline: OpenTimeline
  /** A post with a photo. */
  post(post: NewPost): RehearsalPost
  server: Awaited<ReturnType<typeof startFlickrRehearsal>>
  settings: FlickrSettings
  io: SourceIo
  poll(cursor?: string, change?: Partial<FlickrSettings>): Promise<Poll>
}

/** A rehearsal of Flickr with nothing on it at noon, and what a source needs to read it. */
export async function startFlickr(t: Cleaner, habits: Partial<FlickrHabits> = {}): Promise<FlickrNetwork> {
  const clock = manualClock(NOON)
  const timeline = openTimeline(clock)
  const server = await startFlickrRehearsal({ timeline, clock, pictures: drawNothing, habits })
  t.teardown(() => server.close())
  const settings = flickr.settings.parse({ url: server.url, key: USUAL_FLICKR_HABITS.key })
  const io = ioFor(t, clock)
  const post = (given: NewPost) => timeline.post({ files: [PHOTO], ...given })
  const poll = (cursor?: string, change: Partial<FlickrSettings> = {}) =>
    pollSource(flickr, { ...settings, ...change }, TAG, NOON - 48 * HOUR, io, cursor)
  return { clock, timeline, post, server, settings, io, poll }
}
