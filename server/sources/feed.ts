import { MINUTE } from '../contest/instant.ts'
import { checkBlogPosts } from './feed-check.ts'
import { fetchFeed } from './feed-fetch.ts'
import { pollFeed } from './feed-poll.ts'
import { type FeedSettings, feedSettings } from './feed-settings.ts'
import { type Source, SourceError, type SourceHealth, type SourceIo } from './source.ts'

/** The feed of a blog: RSS 2.0, Atom, RDF or JSON Feed. What it brings is for the room. */
export const feed: Source<FeedSettings> = {
  kind: 'feed',
  network: 'blog',
  settings: feedSettings,
  every: ({ everyMinutes }) => everyMinutes * MINUTE,
  targets: ({ url }, tags) => [{ url: url.replace(/[?#].*$/s, ''), tags }],
  poll: pollFeed,
  check: checkBlogPosts,
  test: testFeed,
}

async function testFeed({ url }: FeedSettings, io: SourceIo): Promise<SourceHealth> {
  try {
    const found = await fetchFeed(url, null, io)
    if (found === null)
      return { ok: false, message: 'The feed says nothing has changed, unasked.', budget: null }
    const { format, blog, items } = found.feed
    const moved =
      found.movedTo === null ? '' : ' It has moved for good: connect the address that it leads to.'
    const message = `${blog.title ?? new URL(url).host} (${format}) shows ${items.length} posts.${moved}`
    return { ok: true, message: message.replace(/\s+/gu, ' '), budget: null }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { ok: false, message: error.message, budget: null }
  }
}
