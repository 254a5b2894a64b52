import { extractHashtags, type Hashtag, toHashtag } from './hashtag.ts'

/** What a caption says at one time: the part of a post that the caption rules look at. */
export interface Wording {
  text: string
  /** The network's own list, null where it has none. */
  tags: string[] | null
  mentions: string[]
}

/** A tag of one wording. */
export interface FoundTag extends Hashtag {
  /** False where the network keeps a list of tags and this one stands in the text only. */
  listed: boolean
}

/**
 * The tags of a wording, those of the text first. Where the network has a list, the list says which tags there
 * are (it knows facets, categories and tags outside the text), and the text says how they are spelled: Mastodon
 * folds `blåbær` to `blabær` in its list, and a person is not to be held to that. A tag in the text that the
 * list lacks is unlisted: readers of that network cannot follow it, so a person has to look.
 */
export function readTags(wording: Wording): FoundTag[] {
  const written = extractHashtags(wording.text)
  if (wording.tags === null) return written.map((tag) => ({ ...tag, listed: true }))

  const list = new Map<string, Hashtag>()
  for (const tag of wording.tags.map(toHashtag)) if (tag !== null) list.set(tag.canonical, tag)
  const listed = new Set([...list.values()].map(({ loose }) => loose))
  const spelled = new Set(written.map(({ loose }) => loose))
  return [
    ...written.map((tag) => ({ ...tag, listed: listed.has(tag.loose) })),
    ...[...list.values()].filter(({ loose }) => !spelled.has(loose)).map((tag) => ({ ...tag, listed: true })),
  ]
}

/** How a found tag meets a wanted one: the same tag, the same but for spelling, or the same but unlisted. */
export type Likeness = 'same' | 'spelling' | 'unlisted'

/** The tag of a wording that meets a wanted one best; null where none does. */
export function findTag(
  found: readonly FoundTag[],
  wanted: Hashtag,
): { tag: FoundTag; how: Likeness } | null {
  const same = found.find((tag) => tag.canonical === wanted.canonical)
  if (same) return { tag: same, how: same.listed ? 'same' : 'unlisted' }
  const alike = found.find((tag) => tag.loose === wanted.loose)
  return alike ? { tag: alike, how: 'spelling' } : null
}
