import { DAY } from '../contest/instant.ts'
import { MASTODON_LIMIT, type RateLimit } from './mastodon-rate-limit.ts'

/** How a server of the network behaves. */
export interface MastodonHabits {
  /** Its own name, which ends in `.example`. */
  host: string
  title: string
  version: string
  limit: RateLimit
  /** The one token it accepts; null where nobody needs one. */
  token: string | null
  /** What is shown without the token. */
  closed: ('tags' | 'posts')[]
  /** Tag feeds are switched off: lists stay empty. */
  feedsOff: boolean
  /** What it says of a tag that nobody used: the documentation says 404, the code sends an empty list. */
  unknownTag: 'empty' | 404
  /** `GET /api/v1/statuses?id[]=`, since Mastodon 4.3. */
  severalPosts: boolean
  /** snac and Pixelfed send no `Link`. */
  links: boolean
  /** Mastodon keeps boosts out of tag timelines; other servers do not. */
  boostsInTags: boolean
  /** GoToSocial's are ULIDs. */
  ids: 'snowflake' | 'ulid'
  /** Pixelfed leaves posts without media out of tag timelines unless it is asked not to. */
  mediaAlone: boolean
  /** Pixelfed answers nothing to a bound that is older, in milliseconds. */
  oldestBound: number
  /** Pixelfed shows the owner of the token their own private posts among the others. */
  privateToo: boolean
  /** GoToSocial answers nobody who does not say what program they are: 418. */
  asksWho: boolean
}

/** A Mastodon 4.5 that shows everything to everybody. */
export const USUAL_HABITS: MastodonHabits = {
  host: 'fjordposten.example',
  title: 'Fjordposten (rehearsal)',
  version: '4.5.2+rehearsal',
  limit: MASTODON_LIMIT,
  token: null,
  closed: ['tags'],
  feedsOff: false,
  unknownTag: 'empty',
  severalPosts: true,
  links: true,
  boostsInTags: false,
  ids: 'snowflake',
  mediaAlone: false,
  oldestBound: Number.POSITIVE_INFINITY,
  privateToo: false,
  asksWho: false,
}

/** What a Pixelfed of March 2024 does otherwise (app/Http/Controllers/Api/ApiV1Controller.php). */
export const PIXELFED: Partial<MastodonHabits> = {
  title: 'Bildevegg (rehearsal)',
  version: '3.5.3 (compatible; Pixelfed 0.11.13)',
  closed: ['tags', 'posts'],
  severalPosts: false,
  links: false,
  mediaAlone: true,
  oldestBound: 183 * DAY,
  privateToo: true,
}

/** What a GoToSocial of October 2025 does otherwise (internal/api/client/timelines/tag.go). */
export const GOTOSOCIAL: Partial<MastodonHabits> = {
  title: 'Småbruket (rehearsal)',
  version: '0.20.1+git',
  closed: ['tags', 'posts'],
  severalPosts: false,
  ids: 'ulid',
  asksWho: true,
}
