import type { ItemTags, Rules } from './contest.ts'
import type { Hashtag } from './hashtag.ts'
import { type ItemIndex, isDigits, nearestTags, type TagOfItem } from './item-index.ts'
import type { FoundTag } from './wording.ts'

/** A tag that names one item and no other. */
export interface NamedItem {
  item: ItemTags
  /** The item's own tag, and the same tag as the caption writes it. */
  tag: Hashtag
  found: FoundTag
}

/** A tag that may mean an item; a person decides. */
export interface AskedItem {
  found: FoundTag
  /** Why it is not sure: spelled otherwise, a slip, not on the network's list, digits only, or of several items. */
  how: 'spelling' | 'typo' | 'unlisted' | 'digits' | 'shared'
  /** One or more tags of items, best first, one for each item. */
  fits: TagOfItem[]
}

/** Slips are looked for in this many tags of a caption: Instagram's old limit; more is not a caption but a list. */
export const TYPO_TAGS = 30

/**
 * What the tags of a caption say about items. Slips are looked for only where nothing else was recognised:
 * they are there to save a post that would be lost, and a free word beside a clear tag (`#krok` beside
 * `#vindskjerm`) is more often just a word than another item of almost that name.
 */
export function findItems(
  tags: readonly FoundTag[],
  index: ItemIndex,
): { named: NamedItem[]; asked: AskedItem[] } {
  const named = new Map<string, NamedItem>()
  const asked: AskedItem[] = []
  const unknown: FoundTag[] = []
  for (const found of tags) {
    const answer = lookUp(found, index)
    if (answer === null) unknown.push(found)
    else if ('fits' in answer) asked.push(answer)
    else if (!named.has(answer.item.id)) named.set(answer.item.id, answer)
  }
  const open = asked.filter(({ fits }) => !fits.some(({ item }) => named.has(item.id)))
  if (named.size === 0 && open.length === 0) {
    for (const found of unknown.slice(0, TYPO_TAGS)) {
      const fits = onePerItem(nearestTags(found, index))
      if (fits.length > 0) open.push({ found, how: 'typo', fits })
    }
  }
  return { named: [...named.values()], asked: open }
}

/** Campaign and disclosure tags never stand for an item, however spelled. */
export function tagsForItems(found: readonly FoundTag[], rules: Rules): FoundTag[] {
  const others = new Set([...rules.campaignTags, rules.disclosureTag].map((tag) => tag?.loose))
  return found.filter(({ loose }) => !others.has(loose))
}

function lookUp(found: FoundTag, index: ItemIndex): NamedItem | AskedItem | null {
  const same = onePerItem(index.byCanonical.get(found.canonical) ?? [])
  const [first, second] = same
  if (first !== undefined) {
    if (second !== undefined) return { found, how: 'shared', fits: same }
    if (!found.listed) return { found, how: 'unlisted', fits: same }
    if (isDigits(found)) return { found, how: 'digits', fits: same }
    return { item: first.item, tag: first.tag, found }
  }
  const alike = onePerItem(index.byLoose.get(found.loose) ?? [])
  return alike.length > 0 ? { found, how: 'spelling', fits: alike } : null
}

function onePerItem(tags: readonly TagOfItem[]): TagOfItem[] {
  return tags.filter((tag, i) => tags.findIndex(({ item }) => item.id === tag.item.id) === i)
}
