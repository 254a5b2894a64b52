import type { Clock } from '../clock.ts'
import { startDouble } from './double.ts'
import type { DrawPicture } from './draw-picture.ts'
import type { Faults } from './faults.ts'
import { type MastodonHabits, USUAL_HABITS } from './mastodon-habits.ts'
import { createMeter } from './mastodon-rate-limit.ts'
import { type Route, route } from './mastodon-routes.ts'
import { type MastodonStreams, openStreams } from './mastodon-stream.ts'
import type { RehearsalTimeline } from './post.ts'

/** One request that arrived. */
export interface SeenRequest {
  route: Route
  /** With its query. */
  path: string
  /** Whether it carried a token. */
  signed: boolean
}

/** So many requests are remembered one by one; the counts go on. */
const REMEMBERED = 1_000

export interface MastodonRehearsal {
  /** `http://127.0.0.1:port` */
  url: string
  faults: Faults
  /** How many requests came in, by route, and the newest of them; those that met a fault too. */
  requests(): { counts: Record<Route, number>; last: readonly SeenRequest[] }
  streams: MastodonStreams
  close(): Promise<void>
}

/**
 * Starts a server that speaks the Mastodon API on loopback, with invented people on it. Everything it tells follows
 * from the timeline and the clock, its `Date` header too; the pictures are drawn when they are asked for.
 */
export async function startMastodonRehearsal(options: {
  timeline: RehearsalTimeline
  clock: Clock
  pictures: DrawPicture
  /** 0 or none: any free one. */
  port?: number
  habits?: Partial<MastodonHabits>
}): Promise<MastodonRehearsal> {
  const { timeline, clock, pictures, port } = options
  const habits = { ...USUAL_HABITS, ...options.habits }
  const count = createMeter(habits.limit, clock)
  const counts: Record<Route, number> = { tag: 0, post: 0, posts: 0, instance: 0, media: 0, page: 0, none: 0 }
  const last: SeenRequest[] = []

  const double = await startDouble({
    clock,
    ...(port === undefined ? {} : { port }),
    arrived({ method, path, url, headers }) {
      const { name } = route({ method, url, token: bearer(headers.authorization), habits })
      counts[name]++
      last.push({ route: name, path, signed: headers.authorization !== undefined })
      if (last.length > REMEMBERED) last.shift()
    },
    async answer({ method, path, url, headers, base }) {
      const { reply } = route({ method, url, token: bearer(headers.authorization), habits })
      const meter = path.startsWith('/api/') ? count() : { allowed: true, headers: {} }
      if (habits.asksWho && headers['user-agent'] === undefined)
        return { status: 418, json: { error: "I'm a teapot: no user agent sent with request" } }
      if (!meter.allowed) return { status: 429, headers: meter.headers, json: { error: 'Too many requests' } }
      const found = await reply({ posts: timeline.posts(), base, now: clock.now(), pictures })
      return { ...found, headers: { ...meter.headers, ...found.headers } }
    },
  })
  const streams = openStreams(double.server, { timeline, clock, habits, base: () => double.url })
  return {
    url: double.url,
    faults: double.faults,
    requests: () => ({ counts, last }),
    streams,
    async close() {
      streams.close()
      await double.close()
    },
  }
}

function bearer(authorization: string | string[] | undefined): string | null {
  return /^Bearer (.+)$/.exec(String(authorization ?? ''))?.[1] ?? null
}
