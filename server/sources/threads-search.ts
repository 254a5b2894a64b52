import { z } from 'zod'
import { type Instant, SECOND } from '../contest/instant.ts'
import { readBack, type Span, type TimePage } from './read-back.ts'
import type { Batch, SourceIo, Target } from './source.ts'
import { tagOf } from './target.ts'
import { withChildren } from './threads-children.ts'
import { createThreadsClient, itemsOf, type ThreadsClient } from './threads-client.ts'
import { POST_FIELDS, readThread } from './threads-post.ts'
import type { ThreadsSettings } from './threads-settings.ts'

/** The beginning of Threads: the search refuses an earlier `since` (5 July 2023, 07:00 UTC). */
export const THREADS_BEGAN: Instant = 1_688_540_400 * SECOND

const paging = z.object({
  paging: z.object({ cursors: z.object({ after: z.string().max(4_000).optional() }) }),
})

/** Searches for posts with a topic tag, newest first, to the end of what is asked for. */
export function searchTag(
  settings: ThreadsSettings,
  target: Target,
  since: string | undefined,
  from: Instant,
  io: SourceIo,
): AsyncIterable<Batch> {
  const { overlapHours, rescanMinutes, pageLimit } = settings
  const client = createThreadsClient(settings, io)
  const tag = tagOf(target).canonical
  const plan = { of: `${settings.url} #${tag}`, overlapHours, rescanMinutes, pageLimit, pagesExpire: true }
  return readBack(plan, since, from, io.clock.now, (span, next) => askPage(client, settings, tag, span, next))
}

async function askPage(
  client: ThreadsClient,
  { searchType, pageSize }: ThreadsSettings,
  tag: string,
  span: Span,
  next: string | null,
): Promise<TimePage> {
  const { json, found } = await client.search({
    q: tag,
    search_mode: 'TAG',
    search_type: searchType,
    since: String(Math.floor(Math.max(span.from, THREADS_BEGAN) / SECOND)),
    limit: String(pageSize),
    fields: POST_FIELDS,
    ...(next === null ? {} : { after: next }),
  })
  const items = itemsOf(json)
  if (!found || items === null)
    throw client.unreadable(
      'answered with something else than a search; expected a list of posts in "data"',
      json,
    )
  const page: TimePage = { changes: [], skipped: [], next: items.length === 0 ? null : afterOf(json) }
  for (const item of items) {
    const read = readThread(await withChildren(item, client), client.secrets)
    if (read.kind === 'post') page.changes.push(read.change)
    if (read.kind === 'odd') page.skipped.push(read.skip)
  }
  return page
}

function afterOf(json: unknown): string | null {
  const found = paging.safeParse(json)
  return (found.success && found.data.paging.cursors.after) || null
}
