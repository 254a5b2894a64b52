import { checkCaptionRules } from './caption-checks.ts'
import { verdictOf } from './check.ts'
import type { Rules } from './contest.ts'
import type { Judgement } from './entry.ts'
import type { Hashtag } from './hashtag.ts'
import type { ItemIndex } from './item-index.ts'
import { judgeTags } from './match.ts'
import { networkFacts } from './networks.ts'
import { readTags } from './wording.ts'
import type { Wordings } from './wordings.ts'

/** What a caption would count for, before it is posted. */
export interface CaptionCheck {
  /** One for each item it names, else one without item; with the checks that depend on the caption alone. */
  judgements: Judgement[]
  /** Every tag of the caption, in order. */
  tags: Hashtag[]
  /** How many the network allows; null where it has no limit. */
  tagLimit: number | null
  tooManyTags: boolean
}

/**
 * Holds a caption against the rules as a post with it would be held that is made now and in time. It shares
 * its every rule with `judgePost`, so a caption that counts here counts there as far as captions go.
 */
export function checkCaption(text: string, network: string, rules: Rules, items: ItemIndex): CaptionCheck {
  const wording = { text, tags: null, mentions: [] }
  const found = readTags(wording)
  const wordings: Wordings = {
    earlier: [],
    present: { ...wording, found, inTime: 'yes', since: rules.opensAt },
  }
  const shared = checkCaptionRules(wordings, rules)
  const judgements = judgeTags(wordings, [], rules, items).map((judged) => {
    const checks = [...shared, ...judged.checks].filter(({ code }) => code !== 'tag_added_late')
    return { ...judged, verdict: verdictOf(checks), checks, room: false }
  })
  const { tagLimit } = networkFacts(network)
  return { judgements, tags: found, tagLimit, tooManyTags: tagLimit !== null && found.length > tagLimit }
}
