import { z } from 'zod'
import { SECOND } from '../contest/instant.ts'
import { parseJson } from './api-client.ts'
import { createFlickrClient, type FlickrClient } from './flickr-client.ts'
import { EXTRAS, readListed } from './flickr-photo.ts'
import type { FlickrSettings } from './flickr-settings.ts'
import { readBack, type Span, type TimePage } from './read-back.ts'
import type { Batch, Gap, SourceIo, Target } from './source.ts'
import { tagOf } from './target.ts'

/** However many photos a search finds, it shows only so many of them (flickr.photos.search). */
export const FLICKR_REACH = 4_000

const count = z.union([z.number(), z.string().regex(/^\d{1,12}$/)]).transform(Number)
const answer = z.object({
  photos: z.object({ pages: count, total: count, photo: z.array(z.unknown()) }),
})

/** Stretches of upload time still to read, in seconds, both ends included; the page of the first. */
const place = z.object({ windows: z.array(z.tuple([z.int(), z.int()])).min(1), page: z.int().min(1) })
type Place = z.infer<typeof place>

/**
 * Searches for photos with a tag by the time of their upload, oldest first. A stretch of time with more photos than a
 * search shows is cut in two, as often as it takes.
 */
export function searchPhotos(
  settings: FlickrSettings,
  target: Target,
  since: string | undefined,
  from: number,
  io: SourceIo,
): AsyncIterable<Batch> {
  const { overlapHours, rescanMinutes, pageLimit, pageSize } = settings
  const client = createFlickrClient(settings, io)
  const tag = tagOf(target).canonical
  const plan = { of: `${settings.url} #${tag}`, overlapHours, rescanMinutes, pageLimit, pagesExpire: false }
  return readBack(plan, since, from, io.clock.now, (span, next) =>
    askPage(client, tag, pageSize, readPlace(next) ?? begin(span)),
  )
}

/** Where a page is that was written down; null where it cannot be read, so that the reading begins anew. */
function readPlace(next: string | null): Place | null {
  return next === null ? null : (place.safeParse(parseJson(next)).data ?? null)
}

function begin({ from, until }: Span): Place {
  return { windows: [[Math.max(0, Math.floor(from / SECOND)), Math.ceil(until / SECOND)]], page: 1 }
}

async function askPage(client: FlickrClient, tag: string, pageSize: number, at: Place): Promise<TimePage> {
  const [window, ...rest] = at.windows
  if (window === undefined) return { changes: [], skipped: [], next: null }
  const [first, last] = window
  const { json, code } = await client.call('photos.search', {
    tags: tag,
    tag_mode: 'all',
    min_upload_date: String(first),
    max_upload_date: String(last),
    sort: 'date-posted-asc',
    extras: EXTRAS,
    per_page: String(pageSize),
    page: String(at.page),
  })
  if (code !== null)
    throw client.fail('refused', `refused the search (${code})`, { body: JSON.stringify(json) })
  const read = answer.safeParse(json)
  if (!read.success)
    throw client.unreadable(
      'answered with something else than a search; expected photos with "pages" and "total"',
      json,
    )
  const { photo, pages, total } = read.data.photos
  const isTooMany = total > FLICKR_REACH
  if (isTooMany && first < last) {
    const middle = Math.floor((first + last) / 2)
    return {
      changes: [],
      skipped: [],
      next: write({ windows: [[first, middle], [middle + 1, last], ...rest], page: 1 }),
    }
  }
  const isLast = photo.length === 0 || at.page >= pages || at.page * pageSize >= FLICKR_REACH
  const next = isLast ? rest : at.windows
  return {
    ...readPhotos(photo, client.secrets),
    next: next.length === 0 ? null : write({ windows: next, page: isLast ? 1 : at.page + 1 }),
    ...(isTooMany && isLast ? { gap: unreachable(first, last, total) } : {}),
  }
}

function write(at: Place): string {
  return JSON.stringify(at)
}

function readPhotos(items: unknown[], secrets: readonly string[]): Pick<TimePage, 'changes' | 'skipped'> {
  const page: Pick<TimePage, 'changes' | 'skipped'> = { changes: [], skipped: [] }
  for (const item of items) {
    const read = readListed(item, secrets)
    if (read.kind === 'post') page.changes.push(read.change)
    else page.skipped.push(read.skip)
  }
  return page
}

/** More photos in one second than a search shows: the rest cannot be asked for. */
function unreachable(first: number, last: number, total: number): Gap {
  const why = `Flickr has ${total} photos with this tag in one second, and shows the first ${FLICKR_REACH} of them.`
  return { from: first * SECOND, until: (last + 1) * SECOND, why }
}
