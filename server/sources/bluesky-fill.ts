import type { Hashtag } from '../contest/hashtag.ts'
import { HOUR } from '../contest/instant.ts'
import { findTag, readTags } from '../contest/wording.ts'
import { createBlueskyClient } from './bluesky-client.ts'
import { authorOf } from './bluesky-post.ts'
import { searchPages } from './bluesky-search.ts'
import type { BlueskySettings } from './bluesky-settings.ts'
import { readView } from './bluesky-view.ts'
import type { Batch, Gap, SourceIo, Target } from './source.ts'
import { tagOf } from './target.ts'

/** Search goes by the earlier of the author's time and its own: clocks of authors are believed to go wrong by so much. */
const EARLIER = HOUR

/**
 * Searches what a gap has of a tag. Which posts have the tag is looked up in their own facets and tags, since search is
 * loose about it.
 */
export async function* fillGap(
  settings: BlueskySettings,
  target: Target,
  gap: Gap,
  io: SourceIo,
): AsyncGenerator<Batch> {
  const client = createBlueskyClient(settings, io)
  const tag = tagOf(target)
  const stretch = { from: gap.from - EARLIER, until: gap.until }
  for await (const posts of searchPages(client, tag.display, stretch)) {
    const batch: Batch = { changes: [], skipped: [], cursor: '', completeUntil: null }
    for (const post of posts) take(batch, post, tag, settings, client.secrets)
    yield batch
  }
}

function take(
  batch: Batch,
  post: unknown,
  tag: Hashtag,
  settings: BlueskySettings,
  secrets: readonly string[],
): void {
  const read = readView(post, settings, secrets)
  if (read.kind === 'odd') batch.skipped.push(read.skip)
  else if (read.kind === 'hidden') {
    const [ref, author] = [{ id: read.uri, ref: read.uri }, authorOf(read.uri) ?? '']
    batch.changes.push({ kind: 'withdraw', ref, why: 'private', ifKnown: { author } })
  } else if (findTag(readTags(read.change.post), tag) !== null) batch.changes.push(read.change)
}
