import type { Words } from '../../../web/views.ts'
import { extractHashtags } from '../../contest/hashtag.ts'
import type { PublicEntry } from '../../db/public-entries.ts'
import { creditOf, languageOf, openImageOf } from './image.ts'

/** A sentence shorter than this says little, a longer one is no pull quote. */
const SHORTEST = 24
const LONGEST = 140

/** One sentence by an ordinary person: the first caption among these that holds one worth quoting. */
export function wordsOf(entries: readonly PublicEntry[]): Words | null {
  for (const entry of entries.filter(({ sensitive }) => !sensitive)) {
    const text = sentenceOf(entry.caption)
    if (text !== null)
      return {
        text,
        language: languageOf(entry),
        entry: String(entry.id),
        credit: creditOf(entry),
        image: openImageOf(entry),
      }
  }
  return null
}

/** The first sentence without tags, mentions or addresses; null where it is too short or too long to quote. */
export function sentenceOf(caption: string): string | null {
  if (caption.length > 5_000) return null
  const sentences = caption.split(/(?<=[.!?…])\s+|\n+/u).map((part) => part.trim())
  return (
    sentences.find(
      (text) =>
        text.length >= SHORTEST &&
        text.length <= LONGEST &&
        !/[@/]/.test(text) &&
        extractHashtags(text).length === 0,
    ) ?? null
  )
}
