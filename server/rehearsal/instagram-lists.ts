import type { Clock } from '../clock.ts'
import { extractHashtags } from '../contest/hashtag.ts'
import { DAY, type Instant } from '../contest/instant.ts'
import type { InstagramHabits } from './instagram-habits.ts'
import { isShown } from './instagram-media.ts'
import { share, tagId } from './instagram-post.ts'
import { Refused } from './instagram-refusals.ts'
import { type RehearsalPost, wordingAt } from './post.ts'

/** Posts of one answer at most, where a tag is read. */
export const LARGEST_PAGE = 50
/** A tag is read back so far and no further. */
export const RECENT = DAY
/** A tag that was asked for counts so long from then on. */
export const COUNTED_FOR = 7 * DAY

/** Which tags an account has asked for in seven days. Asking again neither counts again nor starts the days anew. */
export interface Ledger {
  /** Throws `Refused` where there is no place left. */
  ask(tag: string): void
  /** Ids, those asked for last first. */
  recent(): string[]
}

export function createLedger(habits: InstagramHabits, clock: Clock): Ledger {
  const asked = new Map<string, Instant>()
  const forget = () => {
    for (const [tag, at] of asked) if (at + COUNTED_FOR <= clock.now()) asked.delete(tag)
  }
  return {
    ask(tag) {
      forget()
      if (asked.has(tag)) return
      if (asked.size >= habits.tagBudget) throw new Refused({ kind: 'budget' })
      asked.set(tag, clock.now())
    },
    recent() {
      forget()
      return [...asked.keys()].toReversed().map(tagId)
    },
  }
}

/** The name of a tag on Instagram: accents count, case does not. */
export function tagNamesOf(post: RehearsalPost, now: Instant): string[] {
  return extractHashtags(wordingAt(post, now).text).map(({ canonical }) => canonical)
}

/** The name of a tag by its id; undefined where nobody uses it. */
export function tagOfId(posts: readonly RehearsalPost[], id: string, now: Instant): string | undefined {
  for (const post of posts) {
    if (!isShown(post, now)) continue
    const name = tagNamesOf(post, now).find((one) => tagId(one) === id)
    if (name !== undefined) return name
  }
  return undefined
}

/** Posts under a tag in no order at all; `recent`: of the last 24 hours alone. */
export function tagged(
  posts: readonly RehearsalPost[],
  tag: string,
  now: Instant,
  recent: boolean,
): RehearsalPost[] {
  return posts
    .filter((post) => isShown(post, now) && tagNamesOf(post, now).includes(tag))
    .filter((post) => !recent || post.createdAt > now - RECENT)
    .toSorted((a, b) => share(a, 'place') - share(b, 'place'))
}

/** One page of a list; each but the first begins with what the one before ended with. */
export function pageOf(
  posts: RehearsalPost[],
  n: number,
  limit: number,
): { posts: RehearsalPost[]; isLast: boolean } {
  const from = n * limit
  return { posts: posts.slice(Math.max(0, from - 1), from + limit), isLast: from + limit >= posts.length }
}
