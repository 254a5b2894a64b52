import { SECOND } from '../contest/instant.ts'
import { type RehearsalPost, wordingAt } from './post.ts'
import { tagName } from './tagging.ts'
import { topicOf } from './threads-entity.ts'
import type { ThreadsHabits } from './threads-habits.ts'
import { threadsUser } from './threads-post.ts'

/** The most posts of an answer, and how many without a `limit`. */
const LARGEST_PAGE = 100
const USUAL_PAGE = 25

export interface SearchPage {
  posts: RehearsalPost[]
  /** Marks of the first and the last post; empty where there is none. */
  before: string
  after: string
  hasMore: boolean
}

/** What a search finds, as Threads has it: by topic tag or by word, the newest or the most popular first. */
export function search(
  posts: RehearsalPost[],
  query: URLSearchParams,
  habits: ThreadsHabits,
  now: number,
): SearchPage {
  const wanted = (query.get('q') ?? '').replace(/^#/, '')
  const isTag = query.get('search_mode') === 'TAG'
  const bound = (name: string, open: number) => Number(query.get(name) ?? open) * SECOND
  const isSensitive = habits.sensitive.some((word) => tagName(word) === tagName(wanted))
  const found = posts.filter((post) => {
    const { text } = wordingAt(post, now)
    if (isSensitive || (!habits.approved && !isOwn(post, habits))) return false
    if (
      post.createdAt < bound('since', 0) ||
      post.createdAt > bound('until', Number.MAX_SAFE_INTEGER / SECOND)
    )
      return false
    const topic = topicOf(text, habits.topics)
    return isTag
      ? topic !== null && tagName(topic) === tagName(wanted)
      : text.toLowerCase().includes(wanted.toLowerCase())
  })
  const isRecent = query.get('search_type') === 'RECENT'
  const sorted = found.toSorted((a, b) => (isRecent ? b.createdAt - a.createdAt : liked(b) - liked(a)))
  const limit = Math.min(Number(query.get('limit') ?? USUAL_PAGE), LARGEST_PAGE)
  const after = query.get('after')
  const start = after === null ? 0 : sorted.findIndex((post) => mark(post) === after) + 1
  const page = sorted.slice(start, start + limit)
  const [first, last] = [page[0], page.at(-1)]
  return {
    posts: page,
    before: first === undefined ? '' : mark(first),
    after: last === undefined ? '' : mark(last),
    hasMore: start + limit < sorted.length,
  }
}

export function isOwn(post: RehearsalPost, { owner }: ThreadsHabits): boolean {
  return threadsUser(post.account) === threadsUser(owner)
}

/** What is popular has nothing to do with time. */
function liked(post: RehearsalPost): number {
  return Number((BigInt(post.id) * 2_654_435_761n) % 1_000n)
}

function mark(post: RehearsalPost): string {
  return Buffer.from(`mark:${post.id}`).toString('base64url')
}
