import type { Clock } from '../clock.ts'
import type { Instant } from '../contest/instant.ts'
import type { DrawPicture } from './draw-picture.ts'
import type { InstagramHabits } from './instagram-habits.ts'
import { createLedger, type Ledger } from './instagram-lists.ts'
import { createUsage, type Usage } from './instagram-usage.ts'
import type { RehearsalPost } from './post.ts'

/** What answers are made from, and what the network remembers of who asked. */
export interface Stage {
  readonly habits: InstagramHabits
  readonly posts: readonly RehearsalPost[]
  readonly now: Instant
  readonly base: string
  readonly pictures: DrawPicture
  ledger: Ledger
  app: Usage
  business: Usage
  /** Where each list stands that is being turned over, by its address: the cursor alone does not say. */
  places: Map<string, number>
}

/** `source` tells posts and address as they are at each asking. */
export function openStage(
  habits: InstagramHabits,
  clock: Clock,
  pictures: DrawPicture,
  source: { posts(): readonly RehearsalPost[]; base(): string },
): Stage {
  return {
    habits,
    pictures,
    get posts() {
      return source.posts()
    },
    get now() {
      return clock.now()
    },
    get base() {
      return source.base()
    },
    ledger: createLedger(habits, clock),
    app: createUsage(() => habits.callsPerHour, clock),
    business: createUsage(() => habits.businessCallsPerHour, clock),
    places: new Map(),
  }
}
