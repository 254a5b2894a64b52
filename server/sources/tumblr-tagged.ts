import { z } from 'zod'
import { SECOND } from '../contest/instant.ts'
import { readBack, type Span, type TimePage } from './read-back.ts'
import type { Batch, Gap, SourceIo, Target } from './source.ts'
import { tagOf } from './target.ts'
import { createTumblrClient, type TumblrClient } from './tumblr-client.ts'
import { readTumblr } from './tumblr-post.ts'
import type { TumblrSettings } from './tumblr-settings.ts'

const answer = z.object({ response: z.array(z.unknown()) })
const timed = z.object({
  timestamp: z.number().min(0).max(1e11),
  featured_timestamp: z.number().min(0).max(1e11).nullish(),
})

/** Reads the posts with a tag, newest first, page by page by their time, down to what is asked for. */
export function readTagged(
  settings: TumblrSettings,
  target: Target,
  since: string | undefined,
  from: number,
  io: SourceIo,
): AsyncIterable<Batch> {
  const { overlapHours, rescanMinutes, pageLimit, pageSize } = settings
  const client = createTumblrClient(settings, io)
  const tag = tagOf(target).canonical
  const plan = { of: `${settings.url} #${tag}`, overlapHours, rescanMinutes, pageLimit, pagesExpire: false }
  return readBack(plan, since, from, io.clock.now, (span, next) =>
    askPage(client, tag, pageSize, span, Number(next) || null),
  )
}

async function askPage(
  client: TumblrClient,
  tag: string,
  pageSize: number,
  span: Span,
  before: number | null,
): Promise<TimePage> {
  const { json, found } = await client.get('/tagged', {
    tag,
    limit: String(pageSize),
    reblog_info: 'true',
    ...(before === null ? {} : { before: String(before) }),
  })
  const read = answer.safeParse(json)
  if (!found || !read.success)
    throw client.unreadable('answered with something else than posts; expected a list in "response"', json)
  const items = read.data.response
  const times = items.flatMap(timeOf)
  if (items.length > 0 && times.length === 0)
    throw client.unreadable(
      'answered with a list that holds no posts; expected items with a timestamp',
      items,
    )
  const page: TimePage = { changes: [], skipped: [], ...turn(times, before, pageSize, span) }
  for (const item of items) {
    const one = readTumblr(item, client.secrets)
    if (one.kind === 'post') page.changes.push(one.change)
    if (one.kind === 'odd' || one.kind === 'reblog') page.skipped.push(one.skip)
  }
  return page
}

/** Under a tag that Tumblr features, posts stand by the time they were featured. */
function timeOf(item: unknown): number[] {
  const found = timed.safeParse(item)
  return found.success ? [Math.floor(found.data.featured_timestamp ?? found.data.timestamp)] : []
}

/**
 * Whether `before` keeps posts of that very second out, nothing says. So the second of the oldest post is asked for once
 * more; one that fills a whole page by itself hides what else it holds.
 */
function turn(
  times: number[],
  before: number | null,
  pageSize: number,
  span: Span,
): { next: string | null; gap?: Gap } {
  if (times.length === 0) return { next: null }
  const oldest = times.reduce((least, time) => Math.min(least, time))
  if (oldest * SECOND < span.from) return { next: null }
  if (before === null || oldest + 1 < before) return { next: String(oldest + 1) }
  const isFull = times.length >= pageSize
  return {
    next: String(Math.min(oldest, before - 1)),
    ...(isFull ? { gap: hidden(oldest, pageSize) } : {}),
  }
}

function hidden(second: number, shown: number): Gap {
  const why = `Tumblr has ${shown} posts with this tag in one second, or more, and shows ${shown} of them.`
  return { from: second * SECOND, until: (second + 1) * SECOND, why }
}
