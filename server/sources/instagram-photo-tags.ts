import { z } from 'zod'
import type { Instant } from '../contest/instant.ts'
import { oldestFirst } from './instagram-hashtag.ts'
import { AUTHOR_FIELDS, readMedia } from './instagram-media.ts'
import { readPlace, takeNew, writePlace } from './instagram-seen.ts'
import type { InstagramSettings } from './instagram-settings.ts'
import { signIn } from './instagram-sign-in.ts'
import type { Batch, Skip, SourceIo, Upsert } from './source.ts'

/** So many posts are remembered as handed over: more than the reads of a day turn over. */
export const REMEMBERED = 2_000

const list = z.object({
  data: z.array(z.unknown()).max(1_000),
  paging: z
    .object({ cursors: z.object({ after: z.string().min(1).max(2_000).nullish() }) })
    .nullish()
    .catch(null),
})

/**
 * Reads the posts on whose pictures the brand is tagged, newest first, until a page brings nothing new. There are cursors
 * but no links, and no end but an empty page. Nothing is sent when somebody tags the brand: this has to be asked for.
 */
export async function* pollPhotoTags(
  settings: InstagramSettings,
  since: string | undefined,
  from: Instant,
  io: SourceIo,
): AsyncIterable<Batch> {
  io.signal.throwIfAborted()
  const startedAt = io.clock.now()
  const place = readPlace(since)
  const { client, accountId } = await signIn(settings, io)
  const asked = {
    fields: `${AUTHOR_FIELDS},permalink,children{id,media_type,media_url}`,
    limit: String(settings.pageSize),
  }
  let after: string | null = null
  for (let requests = 0; requests < settings.pageLimit; requests++) {
    const query = after === null ? asked : { ...asked, after }
    const answer = await client.get(`/${accountId}/tags`, query, true)
    const read = list.safeParse(answer.json)
    if (!answer.found || !read.success)
      throw client.unreadable('answered with something else than a list of posts', answer.json)
    const items = read.data.data.map((item) => readMedia(item, 'photo_tag', client.secrets))
    const posts = items.flatMap((item): Upsert[] => ('kind' in item ? [item] : []))
    const skipped = items.flatMap((item): Skip[] => ('kind' in item ? [] : [item]))
    const fresh = takeNew(place, posts, startedAt)
    const next = read.data.paging?.cursors.after ?? null
    const isEnd = fresh.length === 0 || next === null || next === after
    if (isEnd) {
      place.readAt = startedAt
      place.seen = new Map([...place.seen].slice(-REMEMBERED))
    }
    yield {
      changes: oldestFirst(fresh.filter(({ post }) => post.postedAt >= from)),
      skipped,
      cursor: writePlace(place),
      completeUntil: isEnd ? startedAt : null,
    }
    if (isEnd) return
    after = next
  }
}
