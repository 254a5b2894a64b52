import { DAY, type Instant } from '../contest/instant.ts'
import type { RehearsalAccount } from './post.ts'

/** How Threads behaves towards one app. */
export interface ThreadsHabits {
  /** The one token it accepts, and until when. */
  token: string
  tokenEndsAt: Instant | null
  /** Whose token it is. */
  owner: RehearsalAccount
  /** Whether Meta has approved the search: without it only the owner's posts are found. */
  approved: boolean
  /** Whether the token may search at all. */
  maySearch: boolean
  /** Queries within a period, empty ones not counted, and the code that a further one is refused with. */
  limit: { queries: number; period: number; code: number }
  /** Words that are not searched for. */
  sensitive: readonly string[]
  /** Tags that people make their topic wherever they stand; else it is the first of the caption. */
  topics: readonly string[]
  /** Whether the last page of a search still has a mark of a page after it. */
  markOnLastPage: boolean
  /** Whether an answer names the files of an album by their ids alone, whatever is asked of them. */
  childrenAsIds: boolean
  /** Whether `{id}` shows the posts of others. */
  showsOthers: boolean
}

/** Lets in here and nowhere else. */
const LETS_IN = 'threads-rehearsal-token'

export const USUAL_THREADS_HABITS: ThreadsHabits = {
  token: LETS_IN,
  tokenEndsAt: null,
  owner: {
    user: 'hverdag',
    host: 'threads.example',
    name: 'Hverdagskatalogen',
    joinedAt: Date.UTC(2023, 6, 6),
    discoverable: true,
    bot: false,
  },
  approved: true,
  maySearch: true,
  // developers.facebook.com/documentation/threads/keyword-search; it names no code.
  limit: { queries: 2_200, period: DAY, code: 4 },
  sensitive: [],
  topics: [],
  markOnLastPage: true,
  childrenAsIds: false,
  showsOthers: true,
}
