import type { Instant } from './instant.ts'

/** What a person published on a network, as a source hands it over. It knows nothing of contests. */
export interface Post {
  /** The kind of network, which is hcd1's provider: `mastodon`, `upload` … `[a-z0-9-]{1,32}`. */
  network: string
  /** The network's own identity of the post, the same wherever it is read (on the fediverse the `uri`). */
  id: string
  /** Where a person opens it; null where the network shows posts to nobody (an upload). */
  url: string | null
  /** Null where no interface tells who published it. */
  author: Author | null
  /** Of a blog post; null where posts have none. Plain text. */
  title: string | null
  /** The caption as plain text: no markup, line breaks kept. */
  text: string
  /** The network's own list of tags, without `#`; null where it has none and the caption must be read. */
  tags: string[] | null
  /** Accounts named in the caption, without the leading `@`, as the network spells them. */
  mentions: string[]
  pictures: Picture[]
  /** As the network tells it. On federated networks the author's server claims it, so it can lie. */
  postedAt: Instant
  editedAt: Instant | null
  /** A two-letter code or longer (BCP 47), where the network tells it. */
  language: string | null
  /** The author or network asks for care before showing it. */
  sensitive: boolean
  /** What its author asks of whoever shows it. */
  hints: ConsentHint[]
  /** The licence its author gave it, as an SPDX or Creative Commons name (`CC-BY-4.0`); null where none is told. */
  licence: string | null
}

/**
 * `no_index`: not for search engines and lists of other sites (Mastodon's `noindex`, `indexable`, `discoverable`).
 * `no_strangers`: not for readers who are not signed in there (Bluesky's `!no-unauthenticated`).
 */
export type ConsentHint = 'no_index' | 'no_strangers'

export interface Author {
  /** The network's immutable account id (an actor URI, a DID, a number): it survives a change of handle. */
  id: string
  /** As people write it, without the leading `@`: `kari@social.example`. */
  handle: string
  name: string
  url: string | null
  /** When the account was opened, where the network tells it. */
  since: Instant | null
}

export interface Picture {
  /** Where the bytes are; null where the network withholds them. */
  url: string | null
  kind: 'image' | 'animation' | 'video'
  /** A still of a video, where the network has one. */
  poster: string | null
  /** The author's own alternative text. */
  alt: string | null
}

/** One reading of a post's caption. Kept because "was the tag there in time?" is asked after an edit. */
export interface PostVersion {
  text: string
  tags: string[] | null
  mentions: string[]
  /** When the network says this wording was written: its edit time, else the post time. */
  writtenAt: Instant
  /** When we first saw this wording. */
  seenAt: Instant
}

/** Enough to ask a source about one post again: the identity, and the source's own handle to it. */
export interface PostRef {
  id: string
  /** What the server we read it from calls it (on the fediverse its local status id). */
  ref: string
}
