import type { PostRef } from '../contest/post.ts'
import { FetchError } from '../net/fetch-error.ts'
import { nameOf } from './blog-post.ts'
import type { FeedSettings } from './feed-settings.ts'
import type { Checked, SourceIo } from './source.ts'

/** Pages of articles have some 100 kB; a larger one is not asked for to its end. */
const LARGEST_PAGE = 2_000_000
const PAGE_DEADLINE = 10_000

/**
 * Asks the page of each post whether it still stands. Only 404 and 410 say that it is gone; a post that left its feed is
 * an old post, no deleted one. Never throws but when it is called off.
 */
export async function checkBlogPosts(
  _settings: FeedSettings,
  refs: PostRef[],
  io: SourceIo,
): Promise<Map<string, Checked>> {
  const results = new Map<string, Checked>()
  io.signal.throwIfAborted()
  for (const { id, ref } of refs) {
    const [name, url = ''] = ref.split(' ', 2)
    results.set(id, name === nameOf(id) && url !== '' ? await checkPage(url, io) : { state: 'unknown' })
  }
  return results
}

async function checkPage(url: string, io: SourceIo): Promise<Checked> {
  const limits = { maxBytes: LARGEST_PAGE, deadline: PAGE_DEADLINE }
  try {
    const { status } = await io.fetch(url, {
      headers: { accept: 'text/html, */*;q=0.5' },
      limits,
      signal: io.signal,
    })
    if (status === 404 || status === 410) return { state: 'gone', why: 'deleted' }
    return status === 200 ? { state: 'present', change: null } : { state: 'unknown' }
  } catch (error) {
    io.signal.throwIfAborted()
    if (error instanceof FetchError) return { state: 'unknown' }
    throw error
  }
}
