import type { Instant } from '../contest/instant.ts'
import type { PictureSpec } from './photograph/picture-spec.ts'

/** Somebody who posts, on a server of their own. */
export interface RehearsalAccount {
  /** Without `@` and server: `kari`. */
  user: string
  /** The name of their server, which ends in `.example`. */
  host: string
  name: string
  joinedAt: Instant
  /** Whether they let others list them: a hint of consent that Mastodon passes on. */
  discoverable: boolean
  bot: boolean
}

/** A file of a post. `withheld` is one that the server has not got (yet): its `url` is null. */
export type RehearsalFile =
  | { kind: 'image' | 'gifv' | 'withheld'; spec: PictureSpec; alt: string | null }
  | { kind: 'video'; alt: string | null }

/** A post as it was worded from an instant on. */
export interface Wording {
  at: Instant
  /** As typed: `#tag` and `@user@server` become links. */
  text: string
  files: RehearsalFile[]
  sensitive: boolean
}

/** A post with its whole life. What a server shows of it depends on the time it is asked. */
export interface RehearsalPost {
  /** A whole number in decimal digits, made from `createdAt`; see `snowflake`. Each network makes its own identity of it. */
  id: string
  account: RehearsalAccount
  /** As its author's server claims. */
  createdAt: Instant
  /** When it reached this server: later than `createdAt` where it federates late. */
  arrivesAt: Instant
  deletedAt: Instant | null
  visibility: 'public' | 'unlisted' | 'private'
  language: string | null
  replyTo: string | null
  /** The id of the post that this one only passes on. */
  boostOf: string | null
  /** The first is the original; later ones are edits, in order. Never empty. */
  wordings: [Wording, ...Wording[]]
}

/** Everything that ever happens on a network. The server asks anew for each request and shows what is due. */
export interface RehearsalTimeline {
  posts(): readonly RehearsalPost[]
}

/** Whether a server that holds the post at this time would show it to somebody who knows its id. */
export function stands(post: RehearsalPost, now: Instant): boolean {
  return post.arrivesAt <= now && (post.deletedAt === null || now < post.deletedAt)
}

/** The wording of this time. */
export function wordingAt(post: RehearsalPost, now: Instant): Wording {
  return post.wordings.findLast((wording) => wording.at <= now) ?? post.wordings[0]
}

/** `kari@fjord.example` */
export function handleOf(account: RehearsalAccount): string {
  return `${account.user}@${account.host}`
}
