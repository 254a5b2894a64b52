import type { Instant } from '../contest/instant.ts'
import type { ThingKind } from './catalogue/sample-item.ts'
import type { NetworkName } from './network-ways.ts'
import type { Person } from './people.ts'
import type { Ending, Kind, Look } from './plan-kinds.ts'
import type { RehearsalPost } from './post.ts'

/** What a plan needs to know of an item; items of the sample catalogue have it. */
export interface PlannedItem {
  slug: string
  name: string
  tag: string
  aliases: readonly string[]
  thing: ThingKind
}

/** What a plan is made from. The same request gives the same plan, to the letter and the millisecond. */
export interface PlanRequest {
  seed: number
  /** How many posts people make in all, also those that nobody is meant to see. */
  posts: number
  opensAt: Instant
  closesAt: Instant
  catalogue: { campaignTag: string; items: readonly PlannedItem[] }
  /** Where people post; on Mastodon alone where it is left out. */
  networks?: readonly NetworkName[]
}

/** An entry that must be there at the end. */
export interface PlannedEntry {
  /** The slug of the item that its author meant. */
  item: string
  ending: Ending
}

export interface PlannedPost {
  kind: Kind
  network: NetworkName
  /** Whether its pictures become pages of the catalogue. */
  fillsPages: boolean
  post: RehearsalPost
  /** Whether a collector that reads the campaign tag ever sees it. */
  isSeen: boolean
  /** What a moderator does with each of its entries; `assign` sets the item of the entry and approves it. */
  look: Look
  entries: PlannedEntry[]
}

/** Everything that people will do in a campaign, and what must come of it. */
export interface Plan {
  seed: number
  opensAt: Instant
  closesAt: Instant
  campaignTag: string
  networks: readonly NetworkName[]
  /** The slugs of all items. */
  items: string[]
  /** In the order of posting. */
  posts: PlannedPost[]
  /** When the first post is made: a collector has to read from here on. */
  beginsAt: Instant
  /** When nothing happens any more; within the day after closing. */
  endsAt: Instant
}

/** A post before its words and pictures. */
export interface Draft {
  kind: Kind
  at: Instant
  arrivesAt: Instant
  /** When its wording changes; null where it never does. */
  editedAt: Instant | null
  deletedAt: Instant | null
  person: Person
  /** One item, or two. */
  items: [PlannedItem, ...PlannedItem[]]
  /** The post whose picture it repeats, that it passes on, or that used up the cap. */
  original: Draft | null
}
