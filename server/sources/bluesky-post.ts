import { z } from 'zod'
import type { Instant } from '../contest/instant.ts'
import type { Picture, Post } from '../contest/post.ts'
import { type BlobAddresses, readPictures } from './bluesky-embed.ts'
import { readFacets } from './bluesky-facets.ts'
import { readLabels, selfLabelNames } from './bluesky-labels.ts'
import type { Person } from './bluesky-person.ts'
import type { BlueskySettings } from './bluesky-settings.ts'
import { caption, faultsOf, isoMoment } from './item-fields.ts'
import { sampleOf } from './sample.ts'
import type { Skip, Upsert } from './source.ts'

export const POSTS = 'app.bsky.feed.post'

/** Tags beside the text (app.bsky.feed.post allows 8). */
const MOST_TAGS = 100

/** A post record as far as it is used. One odd tag, facet or picture is left out by itself, never the post. */
const record = z.object({
  text: caption,
  createdAt: isoMoment,
  langs: z.array(z.unknown()).max(100).nullish().catch(null),
  facets: z.unknown().optional(),
  tags: z.array(z.unknown()).nullish().catch(null),
  labels: z.unknown().optional(),
  embed: z.unknown().optional(),
})

/** A record that was read, before it is known whose it is. */
export interface ReadRecord {
  text: string
  tags: string[]
  mentions: string[]
  postedAt: Instant
  language: string | null
  pictures: Picture[]
  labels: string[]
}

/** `did`: whose record it is; pictures are found by it. */
export function readRecord(
  found: unknown,
  did: string,
  settings: BlueskySettings,
): { kind: 'record'; record: ReadRecord } | { kind: 'odd'; skip: Skip } {
  const read = record.safeParse(found)
  if (!read.success)
    return { kind: 'odd', skip: { why: faultsOf(read.error, 'record'), sample: sampleOf(found) } }
  const { text, createdAt, langs, facets, tags, labels, embed } = read.data
  const marked = readFacets(text, facets)
  const [language] = (langs ?? []).filter(isText)
  return {
    kind: 'record',
    record: {
      text,
      tags: [...new Set([...marked.tags, ...(tags ?? []).slice(0, MOST_TAGS).filter(isText)])],
      mentions: [...new Set(marked.mentions)],
      postedAt: createdAt,
      language: language || null,
      pictures: readPictures(embed, addressesOf(did, settings)),
      labels: selfLabelNames(labels),
    },
  }
}

/** `at://did:plc:…/app.bsky.feed.post/3k…` */
export function postUri(did: string, rkey: string): string {
  return `at://${did}/${POSTS}/${rkey}`
}

/** Whose post it is, by its address; null where it is none. */
export function authorOf(uri: string): string | null {
  return /^at:\/\/(did:[^/]+)\/app\.bsky\.feed\.post\/[^/]+$/.exec(uri)?.[1] ?? null
}

/** `labels`: of the post, as others put them on it. `cid` names the version of the record. */
export function toChange(
  { uri, cid }: { uri: string; cid: string | null },
  read: ReadRecord,
  person: Person,
  labels: readonly string[],
): { isHidden: boolean; change: Upsert } {
  const all = [...read.labels, ...labels, ...person.labels]
  const { isHidden, sensitive, hints } = readLabels(all)
  const { labels: own, ...rest } = read
  const post: Post = {
    network: 'bluesky',
    id: uri,
    url: `${person.author.url}/post/${uri.split('/').at(-1)}`,
    author: person.author,
    title: null,
    ...rest,
    editedAt: null,
    sensitive,
    hints,
    licence: null,
  }
  const raw = {
    uri,
    cid,
    text: read.text,
    tags: read.tags,
    createdAt: read.postedAt,
    labels: [...own, ...labels],
  }
  return { isHidden, change: { kind: 'upsert', post, ref: uri, raw } }
}

function addressesOf(did: string, { pictures, posters }: BlueskySettings): BlobAddresses {
  const fill = (template: string, cid: string) => template.replaceAll('{did}', did).replaceAll('{cid}', cid)
  return { picture: (cid) => fill(pictures, cid), poster: (cid) => fill(posters, cid) }
}

function isText(found: unknown): found is string {
  return typeof found === 'string' && found !== '' && found.length <= 1_000
}
