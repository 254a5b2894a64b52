import type { Clock } from '../clock.ts'
import { MINUTE } from '../contest/instant.ts'
import { type BlueskyHabits, USUAL_BLUESKY_HABITS } from './bluesky-habits.ts'
import { type JetstreamControl, serveJetstream } from './bluesky-jetstream.ts'
import { createLog } from './bluesky-log.ts'
import { didOf } from './bluesky-post.ts'
import { answerBluesky } from './bluesky-routes.ts'
import { createDesk, type SessionDesk } from './bluesky-sessions.ts'
import { createWorld } from './bluesky-world.ts'
import { type Double, startDouble } from './double.ts'
import type { DrawPicture } from './draw-picture.ts'
import { createMeter } from './mastodon-rate-limit.ts'
import type { RehearsalAccount, RehearsalTimeline } from './post.ts'

/** Requests of one address to a PDS (docs.bsky.app/docs/advanced-guides/rate-limits). */
const PDS_LIMIT = { requests: 3_000, period: 5 * MINUTE }

/** Bluesky on loopback: PDS, AppView, pictures and Jetstream behind one address. */
export interface BlueskyRehearsal extends Double {
  /** Where the stream is listened to: `ws://127.0.0.1:port` */
  stream: string
  jetstream: JetstreamControl
  sessions: Pick<SessionDesk, 'revoke' | 'counts' | 'tokens'>
  /** An account goes (`deactivated`, `deleted`, `takendown`, `suspended`), or comes back (null). */
  account(account: RehearsalAccount, status: string | null): void
  rename(account: RehearsalAccount, handle: string): void
  /** Puts a label on a post (its address) or an account. */
  label(subject: string | RehearsalAccount, name: string): void
}

/** Starts a network with invented people on it. Everything it tells follows from the timeline and the clock. */
export async function startBlueskyRehearsal(options: {
  timeline: RehearsalTimeline
  clock: Clock
  pictures: DrawPicture
  /** 0 or none: any free one. */
  port?: number
  habits?: Partial<BlueskyHabits>
}): Promise<BlueskyRehearsal> {
  const { timeline, clock, pictures, port } = options
  const habits = { ...USUAL_BLUESKY_HABITS, ...options.habits }
  const log = createLog(timeline, habits, clock.now())
  const world = createWorld()
  const desk = createDesk(habits, clock)
  const count = createMeter(PDS_LIMIT, clock)
  const double = await startDouble({
    clock,
    ...(port === undefined ? {} : { port }),
    async answer(asked) {
      const isCall = asked.path.startsWith('/xrpc/')
      const { allowed, headers } = isCall ? count() : { allowed: true, headers: {} }
      const told = inUnixSeconds(headers)
      if (!allowed)
        return {
          status: 429,
          headers: told,
          json: { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' },
        }
      const reply = await answerBluesky(asked, { timeline, world, habits, desk, pictures, now: clock.now() })
      return { ...reply, headers: { ...told, ...reply.headers } }
    },
  })
  const jetstream = serveJetstream(double.server, log, double.faults, habits, clock)
  const hear = (news: Parameters<typeof log.tell>[0]) => {
    world.hear(news)
    log.upTo(clock.now())
    log.tell(news, clock.now())
  }
  return {
    ...double,
    stream: double.url.replace(/^http/, 'ws'),
    jetstream,
    sessions: desk,
    account: (account, status) =>
      hear({ kind: 'account', did: didOf(account), active: status === null, status }),
    rename: (account, handle) => hear({ kind: 'identity', did: didOf(account), handle }),
    label: (subject, name) => world.label(typeof subject === 'string' ? subject : didOf(subject), name),
    close() {
      jetstream.close()
      return double.close()
    },
  }
}

/** The headers of a PDS (packages/xrpc-server/src/rate-limiter-http.ts): names without `X-`, the reset in unix seconds. */
function inUnixSeconds(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.replace('x-', ''),
      name.endsWith('reset') ? String(Math.ceil(Date.parse(value) / 1000)) : value,
    ]),
  )
}
