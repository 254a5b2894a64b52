import { DomainError } from './errors.ts'
import { looseKey, TAG_CHARACTER } from './hashtag.ts'

/** Characters of a slug: what hcd1 allows an item's id. */
export const SLUG_MAX = 63

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/

/** Whether a text is a slug: `[a-z0-9][a-z0-9-]{0,62}`. */
export function isSlug(text: string): boolean {
  return SLUG.test(text)
}

/**
 * A slug from a name: `Kjøkken & Bad` → `kjokken-bad`. Throws `name_without_letters` where a name has no Latin
 * letter or digit to make one of; the manager then types the slug.
 */
export function slugOf(name: string): string {
  const slug = cut(plainWords(name).join('-'), SLUG_MAX)
  if (slug !== '') return slug
  throw new DomainError(
    'name_without_letters',
    `the name '${name}'`,
    'a name with Latin letters, or a typed slug',
  )
}

/** The slug itself, or with the first free number: `lampe-2`. */
export function uniqueSlug(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug
  let n = 2
  while (taken.has(numbered(slug, n))) n++
  return numbered(slug, n)
}

/**
 * Item tags for a name, to be looked at by a manager: as people write it (`blåbærsyltetøy`), and without
 * accents as an alias (`blabaersyltetoy`), so that both count without a look. Empty where nothing can be made.
 */
export function suggestItemTags(name: string): string[] {
  const written = [...name.normalize('NFKC').toLowerCase()].filter((one) => TAG_CHARACTER.test(one)).join('')
  const tag = [...written.replace(/^\p{M}+/u, '').normalize('NFC')].slice(0, SUGGESTED_TAG_MAX).join('')
  return /\p{L}/u.test(tag) ? [...new Set([tag, looseKey(tag)])] : []
}

/** Characters of a suggested tag: longer ones are mistyped. */
export const SUGGESTED_TAG_MAX = 30

function numbered(slug: string, n: number): string {
  return `${cut(slug, SLUG_MAX - `-${n}`.length)}-${n}`
}

function cut(slug: string, length: number): string {
  return slug.slice(0, length).replace(/-+$/u, '')
}

function plainWords(name: string): string[] {
  return looseKey(name.normalize('NFKC').toLowerCase()).match(/[a-z0-9]+/gu) ?? []
}
