import { HOUR } from '../contest/instant.ts'
import type { RehearsalPost } from './post.ts'

/** How Flickr behaves. */
export interface FlickrHabits {
  key: string
  /** Calls within a period; a further one is a 429. */
  limit: { calls: number; period: number }
  /** However many photos are found, so many are shown. */
  reach: number
  /** Numbers of a list came as numbers and as texts. */
  numbersAs: 'number' | 'string'
  /** The number of the licence that a photo has. */
  licence(post: RehearsalPost): number
  /** Whether a photo without permission is missing (1) or refused (2). */
  hiddenAs: 1 | 2
  /** Out of service. */
  isDown: boolean
}

export const USUAL_FLICKR_HABITS: FlickrHabits = {
  key: 'flickr-rehearsal-key',
  limit: { calls: 3_600, period: HOUR },
  reach: 4_000,
  numbersAs: 'number',
  licence: () => 0,
  hiddenAs: 1,
  isDown: false,
}
