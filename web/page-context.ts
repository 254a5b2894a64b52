import type { Instant } from '../server/contest/instant.ts'
import type { Assets } from './assets.ts'

/** The languages every page exists in. */
export const LANGUAGES = ['en', 'nb'] as const

export type Lang = (typeof LANGUAGES)[number]

/** Where a contest stands, seen from outside: `closed` is everything between the closing time and the first draw. */
export type ContestState = 'upcoming' | 'open' | 'closed' | 'drawn'

/** What every page of a contest knows about it. */
export interface ContestFrame {
  slug: string
  title: string
  brand: string
  /** `#rrggbb`, as the brand gave it; `themeCss` makes readable colours of it. */
  accent: string
  state: ContestState
  /** Everything in it is invented, and every page says so. */
  rehearsal: boolean
  /** Not open yet: shown to those who run it only, and every page says so. */
  draft: boolean
  /** IANA name: the zone all its times are written in. */
  zone: string
  opensAt: Instant
  closesAt: Instant
  /** All of them belong in a caption; without `#`. */
  campaignTags: string[]
  /** Without `#`; null where the rules ask for none. */
  disclosureTag: string | null
  /** The account a caption must name, without `@`; null where the rules ask for none. */
  mention: string | null
}

/** What a page needs to know besides its own props. */
export interface PageContext {
  lang: Lang
  /** The reader chose the language by `?lang=`, so every link carries it on. */
  langChosen: boolean
  /** Path and query asked for, from the first `/`. */
  path: string
  /** Scheme and host, without a slash at the end. */
  publicUrl: string
  now: Instant
  contest: ContestFrame | null
  /** The signed-in manager; null on public pages. */
  manager: { name: string; email: string } | null
  assets: Assets
}
