import { handleOf, type RehearsalAccount, type RehearsalPost } from './post.ts'

/** The number under which Flickr knows a photo, everywhere. A post there is one photo: the first of it. */
export function flickrPostId(post: RehearsalPost): string {
  return post.id
}

/** The number of an account, such as `12345678@N05`: it stays whatever its owner is called. */
export function flickrOwner(account: RehearsalAccount): string {
  let hash = 7
  for (const letter of handleOf(account)) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 90_000_000
  return `${hash + 10_000_000}@N0${hash % 8}`
}
