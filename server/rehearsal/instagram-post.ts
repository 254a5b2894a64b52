import { createHash } from 'node:crypto'
import type { RehearsalAccount, RehearsalPost } from './post.ts'

/** The code in the address of a post: what all ways of reading it have in common. */
export function instagramPostId(post: RehearsalPost): string {
  const known = codes.get(post)
  if (known !== undefined) return known
  const code = createHash('sha256').update(`code ${post.id}`).digest('base64url').slice(0, 11)
  codes.set(post, code)
  return code
}

const codes = new WeakMap<RehearsalPost, string>()

/** Where the API calls a post something else by hashtag than by photo tag and mention: which of the two. */
export type Way = 'hashtag' | 'account'

export function mediaId(post: RehearsalPost, way: Way): string {
  return `180${digits(`media ${way} ${post.id}`, 14)}`
}

export function childId(post: RehearsalPost, n: number): string {
  return `179${digits(`child ${n} ${post.id}`, 14)}`
}

/** The id of a tag: the same for everybody and for ever. */
export function tagId(name: string): string {
  return `178${digits(`tag ${name}`, 14)}`
}

/** Handles are unique on all of Instagram: at most 30 of `a-z0-9._`. */
export function instagramUser(account: RehearsalAccount): string {
  const home = account.host.replace(/\.example$/, '').replace(/[^a-z0-9]/g, '')
  return `${account.user.toLowerCase().replace(/[^a-z0-9_]/g, '')}.${home}`.slice(0, 30)
}

/** A number from 0 to 1 that is a post's own: who is one of some is so at every asking. */
export function share(post: RehearsalPost, of: string): number {
  return (
    Number.parseInt(createHash('sha256').update(`${of} ${post.id}`).digest('hex').slice(0, 8), 16) / 2 ** 32
  )
}

function digits(of: string, count: number): string {
  const number = BigInt(`0x${createHash('sha256').update(of).digest('hex')}`)
  return String(number % 10n ** BigInt(count)).padStart(count, '0')
}
