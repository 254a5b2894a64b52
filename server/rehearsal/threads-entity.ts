import type { Instant } from '../contest/instant.ts'
import { fileAddress, stillAddress } from './files-reply.ts'
import { type RehearsalFile, type RehearsalPost, wordingAt } from './post.ts'
import { pieces, tagName } from './tagging.ts'
import { threadsPostId, threadsUser } from './threads-post.ts'

/** What an entity depends on beside the post. */
export interface Teller {
  base: string
  now: Instant
  topics: readonly string[]
  childrenAsIds: boolean
}

type Fields = ReadonlyMap<string, string | null>

/** The names asked for in `fields=id,text,children{media_url}`, each with what stands in its braces. */
export function readFields(text: string): Fields {
  return new Map(
    [...text.matchAll(/([a-z_]+)(?:\{([^{}]*)\})?/g)].map(([, name = '', inner]) => [name, inner ?? null]),
  )
}

/** A post with the fields asked for, and always its id. */
export function threadEntity(post: RehearsalPost, fields: Fields, teller: Teller): object {
  const { base, now } = teller
  const { text, files } = wordingAt(post, now)
  const [first] = files
  const inner = fields.get('children')
  const children = files.map((file, n) =>
    pick(readFields(teller.childrenAsIds ? '' : (inner ?? '')), {
      id: childId(post, n),
      ...fileEntity(post, file, base),
    }),
  )
  return pick(fields, {
    id: threadsPostId(post),
    media_product_type: 'THREADS',
    ...(post.boostOf !== null
      ? { media_type: 'REPOST_FACADE' }
      : files.length > 1
        ? { media_type: 'CAROUSEL_ALBUM', children: { data: children } }
        : first === undefined
          ? { media_type: 'TEXT_POST' }
          : fileEntity(post, first, base)),
    permalink: `${base}/@${threadsUser(post.account)}/post/${shortcode(post)}`,
    shortcode: shortcode(post),
    username: threadsUser(post.account),
    text: textOf(text),
    timestamp: new Date(post.createdAt).toISOString().replace(/\.\d+Z$/, '+0000'),
    is_reply: post.replyTo !== null,
    is_quote_post: false,
    topic_tag: topicOf(text, teller.topics) ?? undefined,
  })
}

/** A file of an album by itself, under an id of its own; null where no album has it. */
export function childEntity(
  posts: readonly RehearsalPost[],
  id: string,
  fields: Fields,
  teller: Teller,
): object | null {
  for (const post of posts) {
    const { files } = wordingAt(post, teller.now)
    const n = files.length > 1 ? files.findIndex((_, n) => childId(post, n) === id) : -1
    const file = files[n]
    if (file !== undefined) return pick(fields, { id, ...fileEntity(post, file, teller.base) })
  }
  return null
}

function childId(post: RehearsalPost, n: number): string {
  return `${post.id}${n + 1}`
}

/** A post has one topic at most, whatever tags its caption has. */
export function topicOf(text: string, topics: readonly string[]): string | null {
  const tags = pieces(text).flatMap((piece) => (piece.kind === 'tag' ? piece.name : []))
  return tags.find((name) => topics.map(tagName).includes(tagName(name))) ?? tags[0] ?? null
}

/** A name here has no server after it. */
function textOf(text: string): string {
  return pieces(text)
    .map((piece) => {
      if (piece.kind === 'tag') return `#${piece.name}`
      if (piece.kind === 'mention') return `@${piece.user}`
      return piece.kind === 'link' ? piece.url : piece.text
    })
    .join('')
}

function fileEntity(post: RehearsalPost, file: RehearsalFile, base: string): Record<string, unknown> {
  const alt_text = file.alt ?? undefined
  // Films may come without an address, when somebody else has a right in their sound.
  if (file.kind === 'video') return { media_type: 'VIDEO', alt_text }
  if (file.kind === 'withheld') return { media_type: 'IMAGE', alt_text }
  const media_url = fileAddress(post, file, base)
  if (file.kind === 'image') return { media_type: 'IMAGE', media_url, alt_text }
  return { media_type: 'VIDEO', media_url, thumbnail_url: stillAddress(post, file, base), alt_text }
}

function shortcode(post: RehearsalPost): string {
  return BigInt(post.id).toString(36)
}

function pick(fields: Fields, told: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(told).filter(([name]) => name === 'id' || fields.has(name)))
}
