import type { PostRef } from '../contest/post.ts'
import { type BlueskyClient, createBlueskyClient } from './bluesky-client.ts'
import { askPeople } from './bluesky-people.ts'
import { authorOf } from './bluesky-post.ts'
import type { BlueskySettings } from './bluesky-settings.ts'
import { postsOf, readView, uriOf } from './bluesky-view.ts'
import { type Checked, SourceError, type SourceIo } from './source.ts'

/** Posts asked about at once, the most allowed (app.bsky.feed.getPosts). */
export const CHECKED_AT_ONCE = 25

/**
 * Asks whether posts still stand. One that an AppView leaves out of its answer is gone: deleted where its author is still
 * there, else with the account. Never throws but when it is called off: what could not be found out is `unknown`.
 */
export async function checkPosts(
  settings: BlueskySettings,
  refs: PostRef[],
  io: SourceIo,
): Promise<Map<string, Checked>> {
  io.signal.throwIfAborted()
  const client = createBlueskyClient(settings, io)
  const results = new Map<string, Checked>(refs.map(({ id }) => [id, { state: 'unknown' }]))
  const ours = refs.filter(({ id, ref }) => id === ref && authorOf(ref) !== null)
  try {
    for (let from = 0; from < ours.length; from += CHECKED_AT_ONCE)
      await checkSome(client, settings, ours.slice(from, from + CHECKED_AT_ONCE), results)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
  }
  return results
}

async function checkSome(
  client: BlueskyClient,
  settings: BlueskySettings,
  some: PostRef[],
  results: Map<string, Checked>,
): Promise<void> {
  const params = new URLSearchParams(some.map(({ ref }) => ['uris', ref]))
  const { json } = await client.query('app.bsky.feed.getPosts', params)
  const posts = postsOf(json)
  if (posts === null) throw client.unreadable('answered without posts; expected a list of them', json)
  const found = new Map(posts.map((post) => [uriOf(post), post]))
  for (const { id, ref } of some) {
    if (found.has(ref)) results.set(id, judge(found.get(ref), settings))
  }
  const missing = some.filter(({ ref }) => !found.has(ref))
  if (missing.length === 0) return
  const authors = missing.flatMap(({ ref }) => authorOf(ref) ?? [])
  const there = new Set((await askPeople(client, [...new Set(authors)])).map(({ author }) => author.id))
  for (const { id, ref } of missing)
    results.set(id, { state: 'gone', why: there.has(authorOf(ref) ?? '') ? 'deleted' : 'account_gone' })
}

function judge(post: unknown, settings: BlueskySettings): Checked {
  const read = readView(post, settings, [])
  if (read.kind === 'odd') return { state: 'unknown' }
  return read.kind === 'hidden'
    ? { state: 'gone', why: 'private' }
    : { state: 'present', change: read.change }
}
