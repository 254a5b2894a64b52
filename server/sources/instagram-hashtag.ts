import { z } from 'zod'
import { DAY, type Instant } from '../contest/instant.ts'
import type { InstagramClient } from './instagram-client.ts'
import { type Ledger, openLedger, TAG_BUDGET } from './instagram-ledger.ts'
import { HASHTAG_FIELDS, readMedia } from './instagram-media.ts'
import { readPlace, takeNew, writePlace } from './instagram-seen.ts'
import type { InstagramSettings } from './instagram-settings.ts'
import { type SignedIn, signIn } from './instagram-sign-in.ts'
import { type Batch, type Gap, type Skip, SourceError, type SourceIo, type Upsert } from './source.ts'

/** A tag shows what was published within this time before the question, and nothing else (ig-hashtag/recent-media). */
export const SHOWN_FOR = DAY

const id = z.string().regex(/^\d{1,30}$/)
const found = z.union([
  z.object({ data: z.array(z.object({ id })).max(10) }).transform(({ data }) => data[0]?.id ?? null),
  z.object({ id }).transform((one) => one.id),
])
const list = z.object({
  data: z.array(z.unknown()).max(1_000),
  paging: z
    .object({ next: z.string().max(10_000).nullish() })
    .nullish()
    .catch(null),
})

/** One page of posts, and the query of the next one; null at the end. */
interface Page {
  posts: Upsert[]
  skipped: Skip[]
  next: Record<string, string> | null
}

/** What is asked about a tag, with all that it needs. */
interface Asking extends SignedIn {
  settings: InstagramSettings
  ledger: Ledger
  io: SourceIo
}

/**
 * Reads the posts of the last 24 hours under a tag, which come in no order: all of them each time, of which those are handed
 * on that are new or say something else. Where the last whole read is longer ago, what lies between is a gap.
 */
export async function* pollTag(
  settings: InstagramSettings,
  tag: string,
  since: string | undefined,
  from: Instant,
  io: SourceIo,
): AsyncIterable<Batch> {
  const startedAt = io.clock.now()
  const place = readPlace(since)
  const asking = await open(settings, io)
  const tagId = await findTag(asking, tag)
  const lost = gapBefore(startedAt, place.readAt ?? from)
  let gap = lost === null ? {} : { gap: lost }
  const batch = (changes: Upsert[], skipped: Skip[], completeUntil: Instant | null): Batch => {
    const made = { changes, skipped, cursor: writePlace(place), completeUntil, ...gap }
    gap = {}
    return made
  }
  if (tagId === null) {
    gap = {}
    place.readAt = asking.ledger.unknownSince(tag) ?? startedAt
    yield batch([], [], place.readAt)
    return
  }
  const present = new Set<string>()
  for await (const page of pages(asking, tagId, 'recent_media')) {
    for (const { ref } of page.posts) present.add(ref)
    const fresh = takeNew(place, page.posts, startedAt).filter(({ post }) => post.postedAt >= from)
    if (page.next === null) {
      place.readAt = startedAt
      // What is no longer shown does not come back.
      for (const ref of place.seen.keys()) if (!present.has(ref)) place.seen.delete(ref)
    }
    yield batch(oldestFirst(fresh), page.skipped, page.next === null ? startedAt : null)
  }
}

/** The most popular posts under a tag have no limit of time: of those that were missed, they are what can still be had. */
export async function* fillTag(
  settings: InstagramSettings,
  tag: string,
  gap: Gap,
  io: SourceIo,
): AsyncIterable<Batch> {
  const asking = await open(settings, io)
  const tagId = await findTag(asking, tag)
  if (tagId === null) return
  for await (const page of pages(asking, tagId, 'top_media')) {
    const missed = page.posts.filter(({ post }) => gap.from <= post.postedAt && post.postedAt < gap.until)
    yield {
      changes: oldestFirst(missed),
      skipped: page.skipped,
      cursor: '',
      completeUntil: null,
      partial: PARTIAL,
    }
  }
}

const PARTIAL = 'Instagram shows the popular posts of that time only'

async function open(settings: InstagramSettings, io: SourceIo): Promise<Asking> {
  io.signal.throwIfAborted()
  const signedIn = await signIn(settings, io)
  const ledger = await openLedger(io)
  await ledger.reconcile(signedIn.client, signedIn.accountId)
  return { ...signedIn, settings, ledger, io }
}

/** The stretch that no read can bring any more; null where there is none. */
function gapBefore(now: Instant, readAt: Instant): Gap | null {
  const until = now - SHOWN_FOR
  if (readAt >= until) return null
  return {
    from: readAt,
    until,
    why: 'Instagram shows the posts of the last 24 hours only, and was not read before',
  }
}

/**
 * The id of a tag, which is remembered for ever; null where Instagram knows no such tag (yet), or shows it to nobody. Throws
 * `SourceError` before anything is asked where 30 other tags have taken the places of this account.
 */
async function findTag({ client, accountId, ledger }: Asking, tag: string): Promise<string | null> {
  const known = ledger.idOf(tag)
  if (known === null && ledger.unknownSince(tag) !== null) return null
  if (!(await ledger.take(tag))) {
    throw new SourceError(
      'refused',
      `#${tag} was not asked for: an Instagram account may ask for ${TAG_BUDGET} different tags in seven days, and all ${TAG_BUDGET} places are taken. Let fewer contests follow this source, or connect another account.`,
    )
  }
  if (known !== null) return known
  const answer = await client.get('/ig_hashtag_search', { user_id: accountId, q: tag })
  const read = found.safeParse(answer.json)
  if (answer.found && !read.success) throw client.unreadable('did not tell the id of a tag', answer.json)
  const tagId = answer.found ? (read.data ?? null) : null
  await ledger.learn(tag, tagId)
  return tagId
}

/**
 * Pages until there is no `next`: the cursor is the same on every page and tells no end. Of that link only the parameters are
 * taken; it bears a token, and an address out of an answer is not one to send a token to.
 */
async function* pages(
  asking: Asking,
  tagId: string,
  edge: 'recent_media' | 'top_media',
): AsyncIterable<Page> {
  const { client, accountId, settings } = asking
  const children = settings.albumPictures ? 'children{id,media_type,media_url}' : 'children'
  const first = {
    user_id: accountId,
    fields: `${HASHTAG_FIELDS},${children}`,
    limit: String(settings.pageSize),
  }
  let query: Record<string, string> | null = first
  for (let requests = 0; query !== null && requests < settings.pageLimit; requests++) {
    const page = await askPage(client, `/${tagId}/${edge}`, query)
    query = page.next === null ? null : { ...page.next, ...first }
    yield page
  }
}

async function askPage(client: InstagramClient, path: string, query: Record<string, string>): Promise<Page> {
  const answer = await client.get(path, query)
  // A tag without posts may be as good as none.
  if (!answer.found) return { posts: [], skipped: [], next: null }
  const read = list.safeParse(answer.json)
  if (!read.success) throw client.unreadable('answered with something else than a list of posts', answer.json)
  const items = read.data.data.map((item) => readMedia(item, null, client.secrets))
  return {
    posts: items.flatMap((item) => ('kind' in item ? item : [])),
    skipped: items.flatMap((item) => ('kind' in item ? [] : item)),
    next: parametersOf(read.data.paging?.next),
  }
}

function parametersOf(next: string | null | undefined): Record<string, string> | null {
  const url = URL.parse(next ?? '')
  if (url === null) return null
  url.searchParams.delete('access_token')
  return Object.fromEntries(url.searchParams)
}

export function oldestFirst(posts: Upsert[]): Upsert[] {
  return posts.toSorted((a, b) => a.post.postedAt - b.post.postedAt)
}
