import { z } from 'zod'
import { extractHashtags } from '../contest/hashtag.ts'
import type { Author, Picture, Post } from '../contest/post.ts'
import {
  address,
  caption,
  faultsOf,
  identity,
  isoMoment,
  postAddress,
  shortText,
  webAddress,
} from './item-fields.ts'
import { sampleOf } from './sample.ts'
import type { Skip, Upsert } from './source.ts'

/** What is asked of a file. */
export const FILE_FIELDS = 'id,media_type,media_url,thumbnail_url,alt_text'

/** What is asked of a post. `children` alone would tell ids only. */
export const POST_FIELDS = `${FILE_FIELDS},gif_url,permalink,username,text,timestamp,shortcode,topic_tag,children{${FILE_FIELDS}}`

const file = z.object({
  media_type: shortText.nullish(),
  media_url: address.nullish(),
  thumbnail_url: address.nullish(),
  alt_text: z.string().max(20_000).nullish(),
})
type File = z.infer<typeof file>

/** A post as the API tells it (developers.facebook.com/documentation/threads/reference/media-retrieval). */
const threadsPost = file.extend({
  id: identity,
  username: identity.nullish(),
  permalink: address.nullish(),
  text: caption.nullish(),
  timestamp: isoMoment,
  topic_tag: shortText.nullish(),
  gif_url: address.nullish(),
  children: z.object({ data: z.array(file).max(100) }).nullish(),
})
type Found = z.infer<typeof threadsPost>

/** What one item of an answer is. A `repost` passes somebody else's post on. */
export type ReadThread = { kind: 'post'; change: Upsert } | { kind: 'repost' } | { kind: 'odd'; skip: Skip }

export function readThread(found: unknown, secrets: readonly string[] = []): ReadThread {
  const parsed = threadsPost.safeParse(found)
  if (!parsed.success)
    return { kind: 'odd', skip: { why: faultsOf(parsed.error, 'post'), sample: sampleOf(found, secrets) } }
  if (parsed.data.media_type === 'REPOST_FACADE') return { kind: 'repost' }
  const post = toPost(parsed.data)
  // A list that somebody imports knows the link alone.
  const also = post.url === null ? [] : [post.url]
  return { kind: 'post', change: { kind: 'upsert', post, ref: post.id, raw: parsed.data, also } }
}

function toPost(found: Found): Post {
  const text = found.text ?? ''
  return {
    network: 'threads',
    id: found.id,
    url: postAddress(found.permalink),
    author: readAuthor(found),
    title: null,
    text,
    tags: tagsOf(text, found.topic_tag),
    mentions: mentionsIn(text),
    pictures: picturesOf(found),
    postedAt: found.timestamp,
    editedAt: null,
    language: null,
    sensitive: false,
    hints: [],
    licence: null,
  }
}

/**
 * The one topic of a post stands beside its caption, which may hold more tags in words: both are tags. Null where there
 * is no topic, so that the caption is read.
 */
function tagsOf(text: string, topic: string | null | undefined): string[] | null {
  const bare = topic?.replace(/^[#＃]/u, '').trim() ?? ''
  return bare === '' ? null : [...new Set([...extractHashtags(text).map(({ display }) => display), bare])]
}

/** A search tells no number of an account (`owner` is left out), so its name has to be its identity. */
function readAuthor({ username, permalink }: Found): Author | null {
  if (!username) return null
  const url = /^https?:\/\/[^/?#]+\/@[^/?#]+/.exec(webAddress(permalink) ?? '')?.[0] ?? null
  return { id: username.toLowerCase(), handle: username, name: username, url, since: null }
}

const MENTION = /(?<![\p{L}\p{N}_.@/])@(?<name>[a-z0-9_](?:[a-z0-9._]{0,28}[a-z0-9_])?)/giu

function mentionsIn(text: string): string[] {
  return [...new Set([...text.matchAll(MENTION)].map(({ groups }) => groups?.name ?? ''))]
}

function picturesOf(found: Found): Picture[] {
  const children = found.children?.data ?? []
  if (children.length > 0) return children.flatMap(readFile)
  const gif = webAddress(found.gif_url)
  if (gif !== null)
    return [{ kind: 'animation', url: gif, poster: null, alt: found.alt_text?.trim() || null }]
  return readFile(found)
}

/** A film may come without its address, and a picture that Meta withholds has none either. */
function readFile({ media_type: type, media_url, thumbnail_url, alt_text }: File): Picture[] {
  const url = webAddress(media_url)
  const poster = webAddress(thumbnail_url)
  const alt = alt_text?.trim() || null
  if (type === 'VIDEO') return [{ kind: 'video', url, poster, alt }]
  if (type === 'IMAGE' || (type === 'CAROUSEL_ALBUM' && url !== null))
    return [{ kind: 'image', url, poster: null, alt }]
  // A child that tells nothing of itself is still a file of the post.
  return type == null ? [{ kind: 'image', url, poster: null, alt }] : []
}
