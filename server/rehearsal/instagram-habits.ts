import { DAY, type Instant } from '../contest/instant.ts'
import type { RehearsalPost } from './post.ts'

/** How the network behaves. What its documentation leaves open is a habit too. */
export interface InstagramHabits {
  version: string
  /** The brand's page, its professional account, and the account's handle. */
  pageId: string
  accountId: string
  brand: string
  appId: string
  appSecret: string
  /** The short-lived token that a person pastes. */
  token: string
  /** When that one ends; null: never. */
  tokenUntil: Instant | null
  /** How long an exchanged token lasts, in milliseconds; null: it has no end. */
  tokenLife: number | null
  /** Whether exchanging an exchanged token makes it last longer. */
  renews: boolean
  /** Refuses every token with this subcode of 190. */
  dead: number | null
  /** Whether *Instagram Public Content Access* was approved, and the permissions of photo tags. */
  approved: boolean
  tagsPermitted: boolean
  /** Calls in an hour, by app and by business. */
  callsPerHour: number
  businessCallsPerHour: number
  /** Tags that one account may ask for in seven days. */
  tagBudget: number
  /** A tag that nobody used: an error, or an empty list. */
  unknownTag: 'error' | 'empty'
  /** `{ "data": [{ "id" }] }`, or `{ "id" }` as the older guide shows it. */
  searchShape: 'list' | 'bare'
  /** The language of what is said to a person. */
  locale: 'en' | 'nb'
  /** Whether captions of others lose their `@`. */
  stripsAt: boolean
  /** Whether a post has one media id however it is read. */
  sameIds: boolean
  /** Whether a mentioned post tells its permalink. */
  mentionPermalink: boolean
  /** Whether posts under a tag tell more of their children than the id. */
  childFields: boolean
  /** How long the link of a picture works, in milliseconds. */
  linkLife: number
  /** Where the place in a list is kept: by the server alone, or in the `next` link. The cursor says nothing either way. */
  paging: 'session' | 'link'
  /** Posts in which the brand is tagged on the picture. */
  photoTagged(post: RehearsalPost): boolean
}

/** What the documentation says; where it says two things, the harder one. */
export const USUAL_INSTAGRAM: InstagramHabits = {
  version: 'v26.0',
  pageId: '104000000000001',
  accountId: '17841400000000001',
  brand: 'lillevik',
  appId: '620000000000001',
  appSecret: 'rehearsal-app-secret',
  token: 'EAArehearsalshort',
  tokenUntil: null,
  tokenLife: 60 * DAY,
  renews: true,
  dead: null,
  approved: true,
  tagsPermitted: true,
  callsPerHour: 4_000,
  businessCallsPerHour: 4_800,
  tagBudget: 30,
  unknownTag: 'error',
  searchShape: 'list',
  locale: 'en',
  stripsAt: true,
  sameIds: true,
  mentionPermalink: false,
  childFields: true,
  linkLife: 4 * DAY,
  paging: 'session',
  photoTagged: () => false,
}
