import { hash } from 'node:crypto'
import type { Instant } from '../contest/instant.ts'
import type { RehearsalAccount, RehearsalPost } from './post.ts'
import { pieces } from './tagging.ts'

/** The forms a blog's feed comes in. */
export const FEED_FORMATS = ['rss', 'atom', 'json'] as const
export type FeedFormat = (typeof FEED_FORMATS)[number]

/** Where a person's blog is on the server: its front page. */
export function blogPath(account: RehearsalAccount): string {
  return `/${account.host}/${account.user}/`
}

/** Where a person reads a post. */
export function postPath(post: RehearsalPost): string {
  return `${blogPath(post.account)}${post.id}`
}

/**
 * The identity that feeds give a post (a tag URI, RFC 4151): it says nothing of where the post is read, as WordPress's and
 * Blogger's do not.
 */
export function blogPostId(post: RehearsalPost): string {
  const { host, user } = post.account
  return `tag:${host},${new Date(post.createdAt).getUTCFullYear()}:${user}/${post.id}`
}

/** The form of a person's feed, the same on every run. */
export function formatOf(account: RehearsalAccount): FeedFormat {
  const n = Number.parseInt(hash('sha256', `${account.user}@${account.host}`).slice(0, 6), 16)
  return FEED_FORMATS[n % FEED_FORMATS.length] ?? 'rss'
}

/** Half of the blogs mark up their posts (microformats), the others describe them for previews alone (Open Graph). */
export function isMarkedUp(account: RehearsalAccount): boolean {
  return Number.parseInt(hash('sha256', account.user).slice(0, 6), 16) % 2 === 0
}

const LONGEST_TITLE = 60

/** The first words of a text, without its tags. */
export function titleOf(text: string): string {
  const words = pieces(text)
    .map((piece) => (piece.kind === 'text' ? piece.text : ''))
    .join('')
    .replace(/\s+/gu, ' ')
    .trim()
  const [sentence = ''] = words.split(/(?<=[.!?])\s/u)
  return (
    (sentence.length > LONGEST_TITLE ? `${sentence.slice(0, LONGEST_TITLE - 1)}…` : sentence) || 'Untitled'
  )
}

/** The tags of a text as they are written, each once: a blog's categories. */
export function categoriesOf(text: string): string[] {
  return [...new Set(pieces(text).flatMap((piece) => (piece.kind === 'tag' ? piece.name : [])))]
}

/** As RSS writes times. */
export function mailDate(at: Instant): string {
  return new Date(at).toUTCString()
}
