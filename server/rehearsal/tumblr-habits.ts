import { DAY, HOUR, type Instant, MINUTE } from '../contest/instant.ts'

/** How Tumblr behaves. */
export interface TumblrHabits {
  key: string
  /** Calls of the key within each period, aligned to the clock as Tumblr's are; a further one is a 429. */
  limits: { calls: number; period: number }[]
  /** Whether `before` keeps posts of that very second out. */
  beforeIs: 'exclusive' | 'inclusive'
  /** Whether posts under a tag tell the number of their blog. */
  tellsBlog: boolean
  /** In what form pictures come: as a photo post, between the words, or in blocks. */
  form: 'photo' | 'inline' | 'blocks'
  /** When a post was featured, where Tumblr features the tag: posts then stand by this time. */
  featuredAt: ((createdAt: Instant) => Instant) | null
}

export const USUAL_TUMBLR_HABITS: TumblrHabits = {
  key: 'tumblr-rehearsal-key',
  // github.com/tumblr/docs, api.md: by key an hour and a day, by address a minute.
  limits: [
    { calls: 300, period: MINUTE },
    { calls: 1_000, period: HOUR },
    { calls: 5_000, period: DAY },
  ],
  beforeIs: 'exclusive',
  tellsBlog: true,
  form: 'photo',
  featuredAt: null,
}
