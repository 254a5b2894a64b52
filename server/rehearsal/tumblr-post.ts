import { createHash } from 'node:crypto'
import { handleOf, type RehearsalAccount, type RehearsalPost } from './post.ts'

/** The number under which Tumblr knows a post, as a text: it has more bits than JSON's numbers. */
export function tumblrPostId(post: RehearsalPost): string {
  return post.id
}

/** The short name of a blog: `kari-fjordposten`. Its owner may change it. */
export function tumblrBlog({ user, host }: RehearsalAccount): string {
  return `${user}-${host.split('.')[0]}`.toLowerCase().replace(/[^a-z0-9-]/g, '-')
}

/** The number of a blog, which stays: `t:…` and 22 letters. */
export function tumblrUuid(account: RehearsalAccount): string {
  return `t:${createHash('sha256').update(handleOf(account)).digest('base64url').slice(0, 22)}`
}
