import type { Rules } from './contest.ts'
import type { Instant } from './instant.ts'
import type { ModerationSetting } from './moderation.ts'
import { networkFacts } from './networks.ts'

/** Everything the rules text is made of: what is enforced (`rules`), and who promises what to whom. */
export interface RulesFacts {
  title: string
  /** Public address of the contest. */
  url: string
  sponsor: { name: string; address: string; contact: string }
  /** Whom to ask about personal data. */
  privacyContact: string
  rules: Rules
  /** Kinds of networks that posts are read from: `mastodon`, `instagram` … */
  networks: readonly string[]
  /** Where to enter without any network: the free way in. Null where the contest has none. */
  uploadUrl: string | null
  /** In the order in which they are given. */
  prizes: readonly Prize[]
  /** Prizes one person can win in all; 0 for no limit. */
  maxPrizes: number
  draw: DrawFacts
  moderation: ModerationSetting
  /** How the rules limit who may take part; null and false where they do not. */
  eligibility: { minimumAge: number | null; area: string | null; staffExcluded: boolean }
  /** Days after the draw until what was collected is erased. */
  retentionDays: number
  /** Nobody real takes part and nothing is given away. */
  rehearsal: boolean
}

export interface Prize {
  /** The item's name. */
  item: string
  prize: string
  winners: number
  alternates: number
}

export interface DrawFacts {
  at: Instant
  /** Days a winner has to answer before the prize goes to the next in line. */
  answerDays: number
  /** hcd1's kinds of randomness: `drand` is level A, `manual` level B, `local` level C. */
  randomness:
    | { type: 'drand'; chain: string }
    /** Which public draw, which numbers, which order. */
    | { type: 'manual'; source: string }
    /** The published commitment of the secret, in hex. */
    | { type: 'local'; commit: string }
}

export interface Section {
  heading: string
  /** Paragraphs; those that start with `- ` stand without a blank line between them. */
  lines: string[]
}

/** Whether posts may come from a network that leaves their time to the author's word. */
export function isTimeClaimed({ networks }: RulesFacts): boolean {
  return networks.some((network) => !networkFacts(network).stampsTime)
}
