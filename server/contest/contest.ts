import type { Hashtag } from './hashtag.ts'
import type { Instant } from './instant.ts'

/** The rules of a contest that decide about entries: what the validator enforces and the rules text says. */
export interface Rules {
  /** All of them must be in the caption. Never empty. */
  campaignTags: Hashtag[]
  /** Tells readers that this is a contest post; null where the rules do not ask for one. */
  disclosureTag: Hashtag | null
  /** The brand's account that must be named in the caption (strict mode); null where none must. */
  mention: string | null
  /** Entries count from this instant … */
  opensAt: Instant
  /** … until before this one (half-open). */
  closesAt: Instant
  /** IANA name, for words only: the instants above are already resolved. */
  zone: string
  /** How long after closing a post made in time may still be collected, in milliseconds. */
  grace: number
  /** Null where the rules do not ask. Known ages only: an account whose age no network tells is not refused. */
  minAccountAgeDays: number | null
  caps: Caps
}

/** How many entries of one participant carry a ticket; the earliest count. Null means no limit. */
export interface Caps {
  perItem: number
  perDay: number | null
  total: number | null
}

/** One thing of the catalogue, as far as matching needs it. */
export interface ItemTags {
  /** The item's slug, which is its id in hcd1. */
  id: string
  name: string
  /** The item tag first, then its aliases. */
  tags: Hashtag[]
}
