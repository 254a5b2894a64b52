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
}
