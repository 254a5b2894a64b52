import type { GuardedResponse } from '../net/fetch.ts'
import { fetchFailure } from './api-client.ts'
import type { Feed } from './blog-item.ts'
import { decodeText } from './decode-text.ts'
import { readFeed } from './feed-read.ts'
import { readWait } from './limits.ts'
import { sampleOf } from './sample.ts'
import { SourceError, type SourceIo } from './source.ts'

/** The most a feed may hold, decompressed: feeds of whole articles have about 500 kB. */
export const LARGEST_FEED = 4 * 1024 * 1024
/** The longest one request may take, in milliseconds. */
export const FEED_DEADLINE = 15_000

/** By which a server tells that nothing has changed (RFC 9110, 13.1). */
export interface Validators {
  etag: string | null
  modified: string | null
}

export interface FetchedFeed {
  feed: Feed
  validators: Validators
  /** Where it was found in the end, if the old address is given up for good. */
  movedTo: string | null
}

const ACCEPT =
  'application/feed+json, application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, application/xml;q=0.8, */*;q=0.5'

/** Fetches and reads a feed; null where it is as it was. Throws `SourceError`, without the query of the address in it. */
export async function fetchFeed(
  url: string,
  known: Validators | null,
  io: SourceIo,
): Promise<FetchedFeed | null> {
  io.signal.throwIfAborted()
  const where = URL.parse(url)
  const secrets = [...(where?.searchParams.values() ?? [])]
  const server = where?.host ?? 'the feed'
  const response = await io
    .fetch(url, {
      headers: {
        accept: ACCEPT,
        ...(known?.etag ? { 'if-none-match': known.etag } : {}),
        ...(known?.modified ? { 'if-modified-since': known.modified } : {}),
      },
      limits: { maxBytes: LARGEST_FEED, deadline: FEED_DEADLINE },
      signal: io.signal,
    })
    .catch((cause: unknown) => {
      io.signal.throwIfAborted()
      throw fetchFailure(server, cause, secrets)
    })
  io.signal.throwIfAborted()
  if (response.status === 304) return null
  const text = decodeText(response.body, response.headers.get('content-type'))
  if (response.status !== 200) throw refusal(server, response, sampleOf(text, secrets), io)
  const read = readFeed(text, response.url)
  if ('fault' in read) {
    const sample = sampleOf(text, secrets)
    throw new SourceError('unreadable', `${server} answered, but the answer ${read.fault}`, { sample })
  }
  const { headers } = response
  return {
    feed: read.feed,
    validators: { etag: headers.get('etag'), modified: headers.get('last-modified') },
    movedTo: response.movedForGood ? response.url : null,
  }
}

function refusal(
  server: string,
  { status, headers }: GuardedResponse,
  sample: string,
  { clock }: SourceIo,
): SourceError {
  const waits = status === 429 || headers.has('retry-after')
  const more = { sample, ...(waits ? { waitUntil: readWait(headers, clock.now()) } : {}) }
  if (status === 429) return new SourceError('throttled', `${server} asks us to wait (429)`, more)
  if (status >= 500)
    return new SourceError('unreachable', `${server} is in trouble: it answered ${status}`, more)
  if (status === 410)
    return new SourceError(
      'needs_attention',
      `${server} says that the feed was given up (410). Connect its new address, or leave it paused.`,
      more,
    )
  if (status === 401)
    return new SourceError(
      'needs_attention',
      `${server} shows the feed to members only (401). Connect an address that everybody may read.`,
      more,
    )
  return new SourceError('refused', `${server} refused the request: it answered ${status}`, more)
}
