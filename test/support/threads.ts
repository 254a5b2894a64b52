import { manualClock } from '../../server/clock.ts'
import { HOUR } from '../../server/contest/instant.ts'
import { type OpenTimeline, openTimeline } from '../../server/rehearsal/open-timeline.ts'
import { startThreadsRehearsal } from '../../server/rehearsal/threads.ts'
import { type ThreadsHabits, USUAL_THREADS_HABITS } from '../../server/rehearsal/threads-habits.ts'
import type { SourceIo } from '../../server/sources/source.ts'
import { threads } from '../../server/sources/threads.ts'
import type { ThreadsSettings } from '../../server/sources/threads-settings.ts'
import { NOON, type Poll, TAG } from './mastodon.ts'
import { drawNothing, pollSource } from './poll-source.ts'
import type { Cleaner } from './scratch.ts'
import { ioFor } from './source-io.ts'

export interface ThreadsNetwork {
  clock: ReturnType<typeof manualClock>
  timeline: OpenTimeline
  server: Awaited<ReturnType<typeof startThreadsRehearsal>>
  settings: ThreadsSettings
  io: SourceIo
  poll(cursor?: string, change?: Partial<ThreadsSettings>): Promise<Poll>
}

/** A rehearsal of Threads with nothing on it at noon, and what a source needs to read it. */
export async function startThreads(t: Cleaner, habits: Partial<ThreadsHabits> = {}): Promise<ThreadsNetwork> {
  const clock = manualClock(NOON)
  const timeline = openTimeline(clock)
  const server = await startThreadsRehearsal({ timeline, clock, pictures: drawNothing, habits })
  t.teardown(() => server.close())
  const settings = threads.settings.parse({ url: server.url, token: USUAL_THREADS_HABITS.token })
  const io = ioFor(t, clock)
  const poll = (cursor?: string, change: Partial<ThreadsSettings> = {}) =>
    pollSource(threads, { ...settings, ...change }, TAG, NOON - 48 * HOUR, io, cursor)
  return { clock, timeline, server, settings, io, poll }
}
