import type { RehearsalAccount, RehearsalPost } from './post.ts'

/** The id under which Threads knows a post, everywhere. */
export function threadsPostId(post: RehearsalPost): string {
  return post.id
}

/** Threads has one name for everybody: `kari.fjordposten`. */
export function threadsUser({ user, host }: RehearsalAccount): string {
  return `${user}.${host.split('.')[0]}`.toLowerCase()
}
