import { z } from 'zod'
import type { Author, Picture, Post } from '../contest/post.ts'
import { sampleOf } from './sample.ts'
import type { Skip, Upsert } from './source.ts'

/** What is asked of a post under a tag. Its author cannot be asked for. */
export const HASHTAG_FIELDS = 'id,media_type,media_url,permalink,caption,timestamp'
/** And of a post that names or shows the brand, which tells who made it. */
export const AUTHOR_FIELDS = 'id,media_type,media_url,caption,timestamp,username'

/** The longest caption that is read. Instagram allows 2,200 characters. */
const LONGEST_CAPTION = 20_000

const id = z.string().regex(/^\d{1,30}$/)
const link = z.string().max(4_000).nullish()
const kind = z.enum(['IMAGE', 'VIDEO', 'CAROUSEL_ALBUM'])
const child = z.object({ id, media_type: kind.nullish().catch(null), media_url: link.catch(null) })
/** `2026-09-01T10:15:30+0000`: without the colon that ISO 8601 would have. */
const moment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/)
  .transform((text) => Date.parse(text))
  .refine((at) => at >= 0 && at < Date.UTC(9999, 11, 31), 'Expected a time from 1970 on')

/** A post as it is used and kept; counts of likes and comments are not. */
const media = z.object({
  id,
  media_type: kind,
  media_url: link,
  permalink: link,
  caption: z.string().max(LONGEST_CAPTION).nullish(),
  timestamp: moment,
  username: z
    .string()
    .regex(/^[A-Za-z0-9._]{1,30}$/)
    .nullish(),
  children: z
    .object({ data: z.array(child.nullable().catch(null)).max(100) })
    .nullish()
    .catch(null),
})
type Media = z.infer<typeof media>

/** Reads one post; `by`: what made its author known, where one is told. */
export function readMedia(
  found: unknown,
  by: 'mention' | 'photo_tag' | null,
  secrets: readonly string[],
): Upsert | Skip {
  const read = media.safeParse(found)
  if (!read.success) return { why: faults(read.error), sample: sampleOf(found, secrets) }
  const told = read.data
  const code = shortcodeOf(told.permalink)
  const name = `media:${told.id}`
  const author = authorOf(told)
  return {
    kind: 'upsert',
    post: toPost(told, code ?? name, author),
    ref: told.id,
    raw: told,
    also: code === null ? [] : [name],
    ...(author === null || by === null ? {} : { identifiedBy: by }),
    via: by ?? 'hashtag',
  }
}

/** The code in a post's address: the one name that all ways of reading it have in common. */
export function shortcodeOf(permalink: string | null | undefined): string | null {
  const path = URL.parse(permalink ?? '')?.pathname ?? ''
  return /^\/(?:p|reels?|tv)\/([A-Za-z0-9_-]{5,40})\/?$/.exec(path)?.[1] ?? null
}

function toPost(told: Media, postId: string, author: Author | null): Post {
  return {
    network: 'instagram',
    id: postId,
    url: webAddress(told.permalink),
    author,
    title: null,
    text: told.caption ?? '',
    // The network tells neither tags nor accounts named: the caption is read, whose `@` may be gone.
    tags: null,
    mentions: [],
    pictures: picturesOf(told),
    postedAt: told.timestamp,
    editedAt: null,
    language: null,
    sensitive: false,
    hints: [],
    licence: null,
  }
}

/**
 * The handle is all that is told of an author, so it is the participant too, in the one spelling that Instagram has.
 * Somebody who changes it is somebody else here, until staff merge the two.
 */
function authorOf({ username, permalink }: Media): Author | null {
  if (!username) return null
  const handle = username.toLowerCase()
  const origin = URL.parse(permalink ?? '')?.origin ?? 'https://www.instagram.com'
  return { id: handle, handle, name: handle, url: `${origin}/${handle}/`, since: null }
}

/** An album tells its pictures as children, or their ids alone; then they can be seen on Instagram only. */
function picturesOf({ media_type, media_url, children }: Media): Picture[] {
  if (media_type !== 'CAROUSEL_ALBUM') return [pictureOf(media_type, media_url)]
  const inside = children?.data.map((one) => pictureOf(one?.media_type ?? 'IMAGE', one?.media_url)) ?? []
  return inside.length === 0 ? [pictureOf('IMAGE', null)] : inside
}

/** No still of a video can be asked for under a tag, and many videos have no link: see the post itself. */
function pictureOf(type: Media['media_type'], url: string | null | undefined): Picture {
  return { kind: type === 'VIDEO' ? 'video' : 'image', url: webAddress(url), poster: null, alt: null }
}

function webAddress(found: string | null | undefined): string | null {
  const url = URL.parse(found ?? '')
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null
}

/** `timestamp: Invalid input: expected string, received undefined` */
function faults(error: z.ZodError): string {
  const words = error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'post'}: ${issue.message}`)
  return words.join('; ').slice(0, 500)
}
