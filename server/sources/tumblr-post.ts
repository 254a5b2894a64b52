import { z } from 'zod'
import type { Author, Post } from '../contest/post.ts'
import {
  address,
  faultsOf,
  identity,
  postAddress,
  shortText,
  unixSeconds,
  webAddress,
} from './item-fields.ts'
import { sampleOf } from './sample.ts'
import type { Skip, Upsert } from './source.ts'
import { contentFields, picturesOf, wordsOf } from './tumblr-content.ts'

const blog = z.object({
  name: shortText.nullish(),
  title: shortText.nullish(),
  url: address.nullish(),
  uuid: identity.nullish(),
})

/**
 * A post as the API tells it. Its number has 64 bits, which JSON's numbers have not: only the text of it counts.
 */
const tumblrPost = z.object({
  ...contentFields,
  type: shortText,
  id_string: z.string().regex(/^\d{1,20}$/, 'Expected a number in a text'),
  blog_name: identity,
  blog: blog.nullish().catch(null),
  post_url: address.nullish(),
  timestamp: unixSeconds,
  tags: z.array(shortText).max(1_000).nullish(),
  state: shortText.nullish(),
  is_nsfw: z.boolean().nullish().catch(null),
  community_labels: z.object({ has_community_label: z.boolean() }).nullish().catch(null),
  reblogged_from_id: z.unknown().optional(),
  reblogged_root_id: z.unknown().optional(),
  trail: z
    .array(z.object({ blog: z.object({ name: shortText.nullish() }).nullish() }))
    .nullish()
    .catch(null),
})
type Found = z.infer<typeof tumblrPost>

/** What one item of an answer is. `hidden` is a draft, or private. */
export type ReadTumblr =
  | { kind: 'post'; change: Upsert }
  | { kind: 'hidden' }
  | { kind: 'reblog' | 'odd'; skip: Skip }

export function readTumblr(found: unknown, secrets: readonly string[] = []): ReadTumblr {
  const parsed = tumblrPost.safeParse(found)
  if (!parsed.success)
    return { kind: 'odd', skip: { why: faultsOf(parsed.error, 'post'), sample: sampleOf(found, secrets) } }
  const post = parsed.data
  if (isReblog(post)) {
    const why =
      'It is a reblog: a post of another blog, passed on. The original takes part, where it has the tag.'
    return { kind: 'reblog', skip: { why, sample: `${post.blog_name}/${post.id_string}` } }
  }
  if ((post.state ?? 'published') !== 'published') return { kind: 'hidden' }
  const made = toPost(post)
  // A list that somebody imports knows the link alone.
  const also = made.url === null ? [] : [made.url]
  return {
    kind: 'post',
    change: { kind: 'upsert', post: made, ref: `${made.author?.id}/${made.id}`, raw: post, also },
  }
}

/** A trail begins with the blog whose words they are. */
function isReblog({ blog_name, reblogged_from_id, reblogged_root_id, trail }: Found): boolean {
  if (reblogged_from_id != null || reblogged_root_id != null) return true
  return (trail ?? []).some((one) => one.blog?.name != null && one.blog.name !== blog_name)
}

function toPost(found: Found): Post {
  const text = wordsOf(found)
  return {
    network: 'tumblr',
    id: found.id_string,
    url: postAddress(found.post_url),
    author: readAuthor(found),
    title: null,
    text,
    tags: tagsOf(found.tags ?? []),
    mentions: mentionsIn(text),
    pictures: picturesOf(found),
    postedAt: found.timestamp,
    editedAt: null,
    language: null,
    sensitive: found.is_nsfw === true || found.community_labels?.has_community_label === true,
    hints: [],
    licence: null,
  }
}

/** A blog's `uuid` survives a new name; where none is told, the name has to do. */
function readAuthor({ blog_name: handle, blog }: Found): Author {
  return {
    id: blog?.uuid ?? handle,
    handle,
    name: blog?.title?.trim() || handle,
    url: webAddress(blog?.url) ?? `https://www.tumblr.com/${encodeURIComponent(handle)}`,
    since: null,
  }
}

/** Tags may hold several words, which stay as they were written; some people write the sign as well. */
function tagsOf(tags: string[]): string[] {
  return [...new Set(tags.map((tag) => tag.replace(/^[#＃\s]+/u, '').trim()).filter((tag) => tag !== ''))]
}

const MENTION = /(?<![\p{L}\p{N}_.@/-])@(?<name>[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?)(?![\p{L}\p{N}_])/giu

function mentionsIn(text: string): string[] {
  return [...new Set([...text.matchAll(MENTION)].map(({ groups }) => groups?.name ?? ''))]
}
