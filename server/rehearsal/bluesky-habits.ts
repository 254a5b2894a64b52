import { DAY, HOUR, MINUTE } from '../contest/instant.ts'
import type { RehearsalAccount, RehearsalPost } from './post.ts'

/** How the network behaves, where servers differ or nobody knows. */
export interface BlueskyHabits {
  /** The one account that can sign in. */
  identifier: string
  password: string
  /** How long an access token lasts, and how long a refresh token that was used is still accepted. */
  accessLife: number
  refreshGrace: number
  /** What strangers get who search: the public AppView refuses them with a page. */
  strangersSearch: 'refused' | 'answered'
  /** Posts of one search after which it ends, though there are more. */
  searchStops: number
  /** How late the AppView knows what the stream has told. */
  indexLag: number
  /** How far back the stream can be read. */
  lookBack: number
  /** Somebody else posts so often; a stream is never silent. */
  chatter: number
  /** Every so many events one is sent twice; none where it is 0. */
  repeats: number
  /** Milliseconds of real time between two looks at the clock. */
  tick: number
  /** Whose software marks no tags as tags. */
  unmarked(post: RehearsalPost): boolean
  /** Who asks not to be shown to strangers (`!no-unauthenticated`). */
  hidesFromStrangers(account: RehearsalAccount): boolean
}

export const USUAL_BLUESKY_HABITS: BlueskyHabits = {
  identifier: 'collector.example',
  password: 'abcd-efgh-ijkl-mnop',
  accessLife: 2 * HOUR,
  refreshGrace: 2 * HOUR,
  strangersSearch: 'refused',
  searchStops: Number.POSITIVE_INFINITY,
  indexLag: 0,
  lookBack: 1.5 * DAY,
  chatter: 2 * MINUTE,
  repeats: 0,
  tick: 20,
  unmarked: () => false,
  hidesFromStrangers: () => false,
}
