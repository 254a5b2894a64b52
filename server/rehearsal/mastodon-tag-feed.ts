import type { Instant } from '../contest/instant.ts'
import type { MastodonHabits } from './mastodon-habits.ts'
import { type RehearsalPost, stands, type Wording, wordingAt } from './post.ts'
import { tagName, tagNames } from './tagging.ts'

/** Posts of one answer where the question names no number, and the most of them (docs: methods/timelines/#tag). */
export const DEFAULT_PAGE = 20
export const LARGEST_PAGE = 40

/** Tags that are honoured in each of `any[]`, `all[]` and `none[]` (app/models/tag_feed.rb). */
export const TAGS_PER_MODE = 4

const FALSE = new Set(['0', 'f', 'F', 'false', 'FALSE', 'off', 'OFF', ''])
const tagsOf = new WeakMap<Wording, ReadonlySet<string>>()

export interface TagFeed {
  /** Newest first. */
  posts: RehearsalPost[]
  /** Whether anybody ever used the tag here. */
  isKnown: boolean
  /** What the addresses in the `Link` header repeat of the question; everything else is forgotten. */
  repeated: URLSearchParams
}

/** One page of a tag's timeline, with the parameters and the quirks of Mastodon. */
export function readTagFeed(
  posts: readonly RehearsalPost[],
  tag: string,
  query: URLSearchParams,
  habits: MastodonHabits,
  now: Instant,
): TagFeed {
  const { host } = habits
  const isMediaAlone = query.has('only_media') ? isOn(query, 'only_media') : habits.mediaAlone
  const any = [tag, ...query.getAll('any[]')].slice(0, TAGS_PER_MODE).map(tagName)
  const all = query.getAll('all[]').slice(0, TAGS_PER_MODE).map(tagName)
  const none = query.getAll('none[]').slice(0, TAGS_PER_MODE).map(tagName)
  const standing = posts.filter((post) => stands(post, now))
  const matching = standing.filter((post) => {
    const tags = tagsAt(post, now)
    if (post.visibility !== 'public' && !(habits.privateToo && post.visibility === 'private')) return false
    if (post.boostOf !== null && !habits.boostsInTags) return false
    if (isOn(query, 'local') && post.account.host !== host) return false
    if (isOn(query, 'remote') && post.account.host === host) return false
    if (isMediaAlone && wordingAt(post, now).files.length === 0) return false
    return (
      any.some((name) => tags.has(name)) &&
      all.every((name) => tags.has(name)) &&
      !none.some((name) => tags.has(name))
    )
  })
  const repeated = new URLSearchParams()
  for (const name of ['local', 'limit', 'only_media']) {
    const value = query.get(name)
    if (value !== null) repeated.set(name, value)
  }
  return {
    posts: isTooOld(query, habits, now) ? [] : page(matching.toSorted(newestFirst), query),
    isKnown: standing.some((post) => tagsAt(post, now).has(tagName(tag))),
    repeated,
  }
}

/** By what a bound says of the time it was made at. */
function isTooOld(query: URLSearchParams, { oldestBound }: MastodonHabits, now: Instant): boolean {
  const bounds = ['max_id', 'min_id'].flatMap((name) => query.get(name) ?? [])
  return bounds.some((id) => /^\d+$/.test(id) && now - Number(BigInt(id) >> 16n) > oldestBound)
}

/** `min_id` begins at the bound and goes forward; without it the newest are taken, above `since_id` if one is given. */
function page(posts: RehearsalPost[], query: URLSearchParams): RehearsalPost[] {
  const limit = query.has('limit')
    ? Math.min(Math.abs(Number.parseInt(query.get('limit') ?? '', 10) || 0), LARGEST_PAGE)
    : DEFAULT_PAGE
  const below = (post: RehearsalPost) =>
    !query.has('max_id') || compareIds(post.id, query.get('max_id') ?? '') < 0
  const above = (post: RehearsalPost, bound: string) =>
    !query.has(bound) || compareIds(post.id, query.get(bound) ?? '') > 0
  if (query.has('min_id')) {
    const following = posts.filter((post) => below(post) && above(post, 'min_id'))
    return limit === 0 ? [] : following.slice(-limit)
  }
  return posts.filter((post) => below(post) && above(post, 'since_id')).slice(0, limit)
}

function tagsAt(post: RehearsalPost, now: Instant): ReadonlySet<string> {
  const wording = wordingAt(post, now)
  const known = tagsOf.get(wording)
  if (known !== undefined) return known
  const names = new Set(tagNames(wording.text))
  tagsOf.set(wording, names)
  return names
}

function newestFirst(a: RehearsalPost, b: RehearsalPost): number {
  return compareIds(b.id, a.id)
}

/** Ids are numbers without leading zeros; whatever is no number counts as 0, as it does for Mastodon. */
function compareIds(a: string, b: string): number {
  const [x, y] = [a, b].map((id) => /^\d+/.exec(id)?.[0] ?? '0')
  if (x === undefined || y === undefined) return 0
  return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0)
}

function isOn(query: URLSearchParams, name: string): boolean {
  return !FALSE.has(query.get(name) ?? '')
}
