import { manualClock } from '../../server/clock.ts'
import { HOUR } from '../../server/contest/instant.ts'
import { type OpenTimeline, openTimeline } from '../../server/rehearsal/open-timeline.ts'
import { startTumblrRehearsal } from '../../server/rehearsal/tumblr.ts'
import { type TumblrHabits, USUAL_TUMBLR_HABITS } from '../../server/rehearsal/tumblr-habits.ts'
import type { SourceIo } from '../../server/sources/source.ts'
import { tumblr } from '../../server/sources/tumblr.ts'
import type { TumblrSettings } from '../../server/sources/tumblr-settings.ts'
import { NOON, type Poll, TAG } from './mastodon.ts'
import { drawNothing, pollSource } from './poll-source.ts'
import type { Cleaner } from './scratch.ts'
import { ioFor } from './source-io.ts'

export interface TumblrNetwork {
  clock: ReturnType<typeof manualClock>
  timeline: OpenTimeline
  server: Awaited<ReturnType<typeof startTumblrRehearsal>>
  settings: TumblrSettings
  io: SourceIo
  poll(cursor?: string, change?: Partial<TumblrSettings>): Promise<Poll>
}

/** A rehearsal of Tumblr with nothing on it at noon, and what a source needs to read it. */
export async function startTumblr(t: Cleaner, habits: Partial<TumblrHabits> = {}): Promise<TumblrNetwork> {
  const clock = manualClock(NOON)
  const timeline = openTimeline(clock)
  const server = await startTumblrRehearsal({ timeline, clock, pictures: drawNothing, habits })
  t.teardown(() => server.close())
  const settings = tumblr.settings.parse({ url: server.url, key: USUAL_TUMBLR_HABITS.key })
  const io = ioFor(t, clock)
  const poll = (cursor?: string, change: Partial<TumblrSettings> = {}) =>
    pollSource(tumblr, { ...settings, ...change }, TAG, NOON - 48 * HOUR, io, cursor)
  return { clock, timeline, server, settings, io, poll }
}
