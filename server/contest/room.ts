import { isForContest } from './caption-checks.ts'
import { asks, fails, letThrough, passes, verdictOf } from './check.ts'
import type { Rules } from './contest.ts'
import type { Check, Judgement } from './entry.ts'
import type { Evidence } from './evidence.ts'
import { type ItemIndex, itemsNamedIn } from './item-index.ts'
import { findItems, tagsForItems } from './named-items.ts'
import { checkPost } from './post-checks.ts'
import type { ReasonCode } from './reason.ts'
import { findTag } from './wording.ts'
import type { Wordings } from './wordings.ts'

/**
 * What the room asks of a post beside the tag: that it is there, and that it was made while the contest ran. Not who wrote
 * it, nor a picture, nor that the tag stood there in time: there is nothing to win.
 */
const ASKED: readonly ReasonCode[] = ['private_or_gone', 'too_early', 'too_late']

/**
 * The entries that a post makes in the room (`networkFacts(…).room`): one for each item that it names by tag or links to,
 * else one without item, which is as good. A post belongs there by a campaign tag, or by a link to a page of the contest.
 * Empty when it has neither. What is uncertain about items is only suggested: the room has nothing to decide by it.
 */
export function judgeForRoom(
  evidence: Evidence,
  wordings: Wordings,
  rules: Rules,
  items: ItemIndex,
): Judgement[] {
  const { linked, standing } = evidence
  if (linked === null && !isForContest(wordings, rules)) return []
  const tagged = checkTagged(wordings, rules)
  const shared = [
    ...checkPost(evidence, rules).filter(({ code }) => ASKED.includes(code)),
    ...(linked === null || tagged.outcome === 'pass' ? [tagged] : []),
    ...evidence.noted.filter(({ code }) => code !== 'same_picture_yours' && code !== 'same_picture_other'),
  ]
  const found = findItems(tagsForItems(wordings.present.found, rules), items)
  const named = new Set([
    ...found.named.map(({ item }) => item.id),
    ...(linked?.items ?? []).filter((id) => items.byId.has(id)),
  ])
  for (const { item, named: before } of standing) {
    if (item === before || item === null) continue
    if (before !== null) named.delete(before)
    named.add(item)
  }
  const judge = (item: string | null, suggested: string[]): Judgement => {
    const accepted = standing.find((one) => one.item === item)?.accepted ?? []
    const checks = shared.map((check) => letThrough(check, accepted))
    return { item, suggested, verdict: verdictOf(checks), checks, room: true }
  }
  if (named.size > 0) return [...named].map((item) => judge(item, []))
  const asked = found.asked.flatMap(({ fits }) => fits.map(({ item }) => item.id))
  const said = itemsNamedIn(wordings.present.text, items).map(({ id }) => id)
  return [judge(null, [...new Set([...asked, ...said])])]
}

/** One campaign tag is enough; one spelled otherwise is looked at. */
function checkTagged(wordings: Wordings, { campaignTags }: Rules): Check {
  const matches = campaignTags.flatMap((wanted) => {
    const match = findTag(wordings.present.found, wanted)
    return match === null ? [] : [{ wanted, ...match }]
  })
  const best = matches.find(({ how }) => how === 'same') ?? matches[0]
  if (best === undefined) return fails('tag_missing', { tag: campaignTags[0]?.display ?? '' })
  const detail = { tag: best.wanted.display, found: best.tag.display }
  return best.how === 'same'
    ? passes('tag_missing', detail)
    : asks('tag_missing', { ...detail, how: best.how })
}
