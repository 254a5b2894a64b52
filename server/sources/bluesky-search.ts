import type { Instant } from '../contest/instant.ts'
import type { BlueskyClient } from './bluesky-client.ts'
import { postsOf, sortTime, uriOf } from './bluesky-view.ts'

/** Posts asked for at once, the most allowed (app.bsky.feed.searchPosts). */
export const LARGEST_PAGE = 100
/** Pages of one search for one gap: more than any campaign has, and an end for a server that turns in a circle. */
export const MOST_PAGES = 1_000

/**
 * Searches posts of a stretch of time, the newest first, each once. A search may stop before its end (searchPosts says
 * so), so it is begun again below the oldest post seen until it brings nothing more. Some servers do not keep to the
 * stretch: what is older is left out, and ends it.
 */
export async function* searchPages(
  client: BlueskyClient,
  tag: string,
  stretch: { from: Instant; until: Instant },
): AsyncGenerator<unknown[]> {
  const seen = new Set<string>()
  let { until } = stretch
  let oldest = until
  let cursor: string | undefined
  let found = 0
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await search(client, tag, { from: stretch.from, until, cursor })
    const fresh = page.posts.filter((post) => {
      const name = uriOf(post) ?? JSON.stringify(post)
      const at = sortTime(post) ?? oldest
      oldest = Math.min(oldest, at)
      return at >= stretch.from && seen.size < seen.add(name).size
    })
    found += fresh.length
    yield fresh
    if (oldest < stretch.from) return
    cursor = page.posts.length > 0 ? page.cursor : undefined
    if (cursor !== undefined) continue
    if (found === 0) return
    // Posts of one millisecond may be split between two searches: the next one has that millisecond again.
    until = oldest + 1
    found = 0
  }
  throw client.fail('unreadable', `found no end of #${tag} in ${MOST_PAGES} pages`)
}

async function search(
  client: BlueskyClient,
  tag: string,
  { from, until, cursor }: { from: Instant; until: Instant; cursor: string | undefined },
): Promise<{ posts: unknown[]; cursor: string | undefined }> {
  const params = new URLSearchParams({
    q: `#${tag}`,
    since: new Date(Math.max(0, from)).toISOString(),
    until: new Date(until).toISOString(),
    sort: 'latest',
    limit: String(LARGEST_PAGE),
  })
  if (cursor !== undefined) params.set('cursor', cursor)
  const { json } = await client.query('app.bsky.feed.searchPosts', params)
  const posts = postsOf(json)
  if (posts === null) throw client.unreadable('answered without posts; expected a list of them', json)
  const next = typeof json === 'object' && json !== null && 'cursor' in json ? json.cursor : undefined
  return { posts, cursor: typeof next === 'string' && next !== '' ? next : undefined }
}
