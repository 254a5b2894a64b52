import { checkCaptionRules, checkInTime, isForContest } from './caption-checks.ts'
import { asks, fails, letThrough, passes, verdictOf } from './check.ts'
import type { Rules } from './contest.ts'
import type { Check, Judgement } from './entry.ts'
import type { Evidence, Standing } from './evidence.ts'
import { type ItemIndex, itemsNamedIn } from './item-index.ts'
import { type AskedItem, findItems, type NamedItem, tagsForItems } from './named-items.ts'
import { networkFacts } from './networks.ts'
import { checkPost } from './post-checks.ts'
import { judgeForRoom } from './room.ts'
import { readWordings, type Wordings } from './wordings.ts'

/**
 * The entries a post makes under the rules, one for each item it names, each with every rule it was held
 * against. Tags that may mean an item make one more judgement, whose item is null until a person says.
 * A post with no item at all has that one alone. Entries the post made before are judged too, whether or not
 * the caption still names their item. Posts for the room have rules of their own (`judgeForRoom`). Empty when no wording ever carried a campaign tag: the post is not ours.
 */
export function judgePost(evidence: Evidence, rules: Rules, items: ItemIndex): Judgement[] {
  const wordings = readWordings(evidence, rules)
  if (networkFacts(evidence.post.network).room) return judgeForRoom(evidence, wordings, rules, items)
  const isUpload = evidence.upload !== null
  if (!isUpload && !isForContest(wordings, rules)) return []
  const shared = [
    ...checkPost(evidence, rules),
    ...(isUpload ? [] : checkCaptionRules(wordings, rules)),
    ...evidence.noted,
  ]
  return (isUpload ? judgeForm(evidence, items) : judgeTags(wordings, evidence.standing, rules, items)).map(
    ({ item, suggested, checks }) => {
      const accepted = evidence.standing.find((standing) => standing.item === item)?.accepted ?? []
      const all = [...shared, ...checks].map((check) => letThrough(check, accepted))
      return { item, suggested, verdict: verdictOf(all), checks: all, room: false }
    },
  )
}

type ItemJudgement = Omit<Judgement, 'verdict' | 'room'>

/** What the tags of a caption alone say about items, for `judgePost` and the caption check. */
export function judgeTags(
  wordings: Wordings,
  standing: readonly Standing[],
  rules: Rules,
  items: ItemIndex,
): ItemJudgement[] {
  const found = findItems(tagsForItems(wordings.present.found, rules), items)
  const judged = new Map(found.named.map((one) => [one.item.id, judgeNamed(one, wordings)]))
  const set = standing.filter(isSetByPerson)
  for (const { named } of set) if (named !== null) judged.delete(named)
  for (const { item } of set) if (item !== null) judged.set(item, judgeAssigned(item, items))
  for (const { item } of standing) {
    if (item !== null && !judged.has(item)) judged.set(item, judgeLost(item, items))
  }
  const isAnswered = set.some(({ named }) => named === null)
  const isOpen = judged.size === 0 || (found.asked.length > 0 && !isAnswered)
  return isOpen ? [...judged.values(), judgeUnsure(found.asked, wordings, items)] : [...judged.values()]
}

function isSetByPerson({ item, named }: Standing): boolean {
  return item !== named
}

function judgeNamed({ item, tag, found }: NamedItem, wordings: Wordings): ItemJudgement {
  const detail = { item: item.name, tag: tag.display, found: found.display }
  return {
    item: item.id,
    suggested: [],
    checks: [passes('item_missing', detail), checkInTime(wordings, found)],
  }
}

function judgeAssigned(item: string, items: ItemIndex): ItemJudgement {
  return { item, suggested: [], checks: [passes('item_missing', { item: nameOf(item, items) })] }
}

/** The caption named the item once and no longer does. */
function judgeLost(item: string, items: ItemIndex): ItemJudgement {
  const tag = items.byId.get(item)?.tags[0]
  const check = fails('item_missing', { item: nameOf(item, items), ...suggestions(tag ? [tag.display] : []) })
  return { item, suggested: [], checks: [check] }
}

function judgeUnsure(asked: readonly AskedItem[], wordings: Wordings, items: ItemIndex): ItemJudgement {
  if (asked.length > 0) {
    const suggested = asked.flatMap(({ fits }) => fits.map(({ item }) => item.id))
    const checks = asked.flatMap((one) => [askAbout(one), checkInTime(wordings, one.found)])
    return { item: null, suggested: [...new Set(suggested)], checks }
  }
  const named = itemsNamedIn(wordings.present.text, items)
  const tags = named.flatMap(({ tags: [tag] }) => (tag ? [tag.display] : []))
  return {
    item: null,
    suggested: named.map(({ id }) => id),
    checks: [asks('item_missing', suggestions(tags))],
  }
}

function askAbout({ found, how, fits }: AskedItem): Check {
  const [first, second] = fits
  if (first === undefined || second !== undefined) {
    const names = fits.map(({ item }) => item.name).join(', ')
    return asks('item_ambiguous', { found: found.display, items: names })
  }
  const { tag, item } = first
  return asks('item_near_miss', { found: found.display, tag: tag.display, item: item.name, how })
}

/** Left out when there is nothing to suggest. */
function suggestions(tags: readonly string[]): Check['detail'] {
  return tags.length === 0 ? {} : { suggestions: tags.map((tag) => `#${tag}`).join(', ') }
}

function judgeForm({ upload, standing }: Evidence, items: ItemIndex): ItemJudgement[] {
  const assigned = standing.find(isSetByPerson)?.item
  const item = assigned ?? upload?.item ?? null
  if (item !== null && items.byId.has(item)) return [judgeAssigned(item, items)]
  return [{ item: null, suggested: [], checks: [asks('item_missing')] }]
}

function nameOf(item: string, items: ItemIndex): string {
  return items.byId.get(item)?.name ?? item
}
