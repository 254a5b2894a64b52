import { z } from 'zod'
import type { Instant } from '../contest/instant.ts'
import { labelNames } from './bluesky-labels.ts'
import { readPerson } from './bluesky-person.ts'
import { authorOf, readRecord, toChange } from './bluesky-post.ts'
import type { BlueskySettings } from './bluesky-settings.ts'
import { faultsOf, identity } from './item-fields.ts'
import { sampleOf } from './sample.ts'
import type { Skip, Upsert } from './source.ts'

const view = z.object({
  uri: identity,
  cid: z.string().max(200).nullish().catch(null),
  author: z.unknown().optional(),
  record: z.unknown().optional(),
  labels: z.unknown().optional(),
})

/** A post as an AppView tells it. `hidden` ones are there, but not to be shown. */
export type ReadView =
  | { kind: 'post'; change: Upsert }
  | { kind: 'hidden'; uri: string }
  | { kind: 'odd'; skip: Skip }

/** Reads `app.bsky.feed.defs#postView`. The record is its author's own, so it reads as in the stream. */
export function readView(found: unknown, settings: BlueskySettings, secrets: readonly string[]): ReadView {
  const odd = (why: string): ReadView => ({ kind: 'odd', skip: { why, sample: sampleOf(found, secrets) } })
  const read = view.safeParse(found)
  if (!read.success) return odd(faultsOf(read.error, 'post'))
  const { uri, cid, author, record, labels } = read.data
  const did = authorOf(uri)
  const person = readPerson(author)
  if (did === null) return odd('uri: expected at://did:…/app.bsky.feed.post/…')
  if (person?.author.id !== did) return odd('author: expected the account in uri')
  const mine = readRecord(record, did, settings)
  if (mine.kind === 'odd') return odd(mine.skip.why)
  const { isHidden, change } = toChange({ uri, cid: cid ?? null }, mine.record, person, labelNames(labels))
  return isHidden ? { kind: 'hidden', uri } : { kind: 'post', change }
}

/** The posts of an answer that lists them (`searchPosts`, `getPosts`); null where it lists none. */
export function postsOf(json: unknown): unknown[] | null {
  return typeof json === 'object' && json !== null && 'posts' in json && Array.isArray(json.posts)
    ? json.posts
    : null
}

/** The address of a post, by which it is asked for; null where it has none. */
export function uriOf(found: unknown): string | null {
  return typeof found === 'object' && found !== null && 'uri' in found && typeof found.uri === 'string'
    ? found.uri
    : null
}

const times = z.object({
  indexedAt: z.string().max(100),
  record: z
    .object({ createdAt: z.string().max(100) })
    .nullish()
    .catch(null),
})

/** The time by which a search is ordered: the earlier of the author's and the AppView's. Null where it tells none. */
export function sortTime(found: unknown): Instant | null {
  const read = times.safeParse(found)
  if (!read.success) return null
  const told = [read.data.indexedAt, read.data.record?.createdAt ?? ''].map((text) => Date.parse(text))
  const known = told.filter((at) => !Number.isNaN(at))
  return known.length === 0 ? null : Math.min(...known)
}
