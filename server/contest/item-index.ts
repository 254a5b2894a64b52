import type { ItemTags } from './contest.ts'
import { editDistance, letterBits, mayBeWithin } from './edit-distance.ts'
import { type Hashtag, looseKey } from './hashtag.ts'

/** One tag of one item, ready to be compared. */
export interface TagOfItem {
  item: ItemTags
  tag: Hashtag
  /** The loose key by characters. */
  letters: string[]
  /** `letterBits` of them. */
  bits: number
}

/** A contest's items, laid out for look-up; made once for many posts by `indexItems`. */
export interface ItemIndex {
  byId: ReadonlyMap<string, ItemTags>
  byCanonical: ReadonlyMap<string, TagOfItem[]>
  byLoose: ReadonlyMap<string, TagOfItem[]>
  /** By number of characters of the loose key. */
  byLength: ReadonlyMap<number, TagOfItem[]>
  /** The words of each item's name, in the order of the catalogue. */
  names: readonly { item: ItemTags; words: string[] }[]
}

/** Shorter tags have too many neighbours among ordinary words to guess at. */
export const TYPO_MIN_LENGTH = 4
/** From this length on two slips are forgiven. */
export const TWO_TYPOS_MIN_LENGTH = 8
/** Shorter words of an item's name (`en`, `of`) say nothing about the item. */
const NAME_WORD_MIN_LENGTH = 3
/** This many items are suggested where none was recognised. */
export const SUGGESTIONS = 3

const WORDS = /[\p{L}\p{N}]+/gu

/** How many slips a tag of this many characters (of its loose key) forgives. */
export function typosForgiven(length: number): 0 | 1 | 2 {
  if (length < TYPO_MIN_LENGTH) return 0
  return length < TWO_TYPOS_MIN_LENGTH ? 1 : 2
}

/** Items in the order of the catalogue. */
export function indexItems(items: readonly ItemTags[]): ItemIndex {
  const tags = items.flatMap((item) => item.tags.map((tag) => readTag(item, tag)))
  return {
    byId: new Map(items.map((item) => [item.id, item])),
    byCanonical: Map.groupBy(tags, ({ tag }) => tag.canonical),
    byLoose: Map.groupBy(tags, ({ tag }) => tag.loose),
    byLength: Map.groupBy(tags, ({ letters }) => letters.length),
    names: items
      .map((item) => ({
        item,
        words: wordsOf(item.name).filter((word) => word.length >= NAME_WORD_MIN_LENGTH),
      }))
      .filter(({ words }) => words.length > 0),
  }
}

function readTag(item: ItemTags, tag: Hashtag): TagOfItem {
  const letters = [...tag.loose]
  return { item, tag, letters, bits: letterBits(letters) }
}

/**
 * The item tags nearest to a tag within the slips their length forgives; several when equally near. A tag or
 * item tag of digits only has no slips: the next number is another number.
 */
export function nearestTags(tag: Hashtag, index: ItemIndex): TagOfItem[] {
  if (isDigits(tag)) return []
  const letters = [...tag.loose]
  const bits = letterBits(letters)
  let nearest: TagOfItem[] = []
  let least = 3
  for (let length = letters.length - 2; length <= letters.length + 2; length++) {
    for (const candidate of index.byLength.get(length) ?? []) {
      const limit = Math.min(typosForgiven(length), least)
      if (limit === 0 || !mayBeWithin(limit, bits, candidate.bits) || isDigits(candidate.tag)) continue
      const steps = editDistance(letters, candidate.letters, limit)
      if (steps > limit) continue
      if (steps < least) nearest = []
      least = steps
      nearest.push(candidate)
    }
  }
  return nearest
}

/** Items whose whole name stands in the text as words, longest names first, else in catalogue order. */
export function itemsNamedIn(text: string, index: ItemIndex): ItemTags[] {
  const said = new Set(wordsOf(text))
  return index.names
    .filter(({ words }) => words.every((word) => said.has(word)))
    .sort((one, other) => other.words.length - one.words.length)
    .slice(0, SUGGESTIONS)
    .map(({ item }) => item)
}

/** A year or a number, which people also write for other reasons and most networks do not link. */
export function isDigits(tag: Hashtag): boolean {
  return /^[\p{Nd}_]+$/u.test(tag.canonical)
}

function wordsOf(text: string): string[] {
  return looseKey(text.normalize('NFKC').toLowerCase()).match(WORDS) ?? []
}
