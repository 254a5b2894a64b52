import { cutWords } from './excerpt.ts'

/** What a list can tell of a post, and the names under which it is found; names are compared by `nameKey`. */
const NAMES = {
  network: ['network', 'platform', 'channel', 'nettverk', 'kanal'],
  url: ['url', 'link', 'permalink', 'post_url', 'post_link', 'lenke', 'adresse'],
  id: ['id', 'post_id'],
  author_id: ['author_id', 'user_id', 'account_id', 'owner_id', 'profile_id'],
  author_handle: [
    'author_handle',
    'handle',
    'username',
    'user_name',
    'user',
    'author',
    'account',
    'brukernavn',
  ],
  author_name: ['author_name', 'display_name', 'full_name', 'name', 'navn'],
  text: ['text', 'caption', 'message', 'content', 'description', 'tekst', 'bildetekst'],
  posted_at: ['posted_at', 'posted', 'date', 'timestamp', 'created_at', 'published_at', 'dato', 'tidspunkt'],
  tags: ['tags', 'hashtags', 'emneknagger'],
  picture_url: [
    'picture_url',
    'picture_urls',
    'image_url',
    'image_urls',
    'image',
    'images',
    'media_url',
    'media_urls',
    'photo',
    'photo_url',
    'bilde',
    'bilder',
  ],
  alt: ['alt', 'alt_text', 'alternative_text'],
} as const

export type Column = keyof typeof NAMES

/** Every column, in the order of the documentation. */
export const COLUMNS = Object.keys(NAMES) as readonly Column[]
/** Without these a row is no post. */
export const REQUIRED: readonly Column[] = ['url', 'posted_at', 'text']

/** Columns of one list: exports of the largest tools have about a hundred. */
export const MOST_COLUMNS = 500
/** Characters of a first line that an answer repeats. */
const FOUND = 1_000

/** Where each column stands, and under which name. */
export type Columns = ReadonlyMap<Column, { index: number; name: string }>

/** A header as it was understood. `ignored`: names that mean nothing here. */
export interface Header {
  columns: Columns
  ignored: string[]
}

/** Null where two names mean one column, or one that is required is missing: `fault` says which. */
export function readHeader(
  names: readonly string[],
): Header | { fault: { found: string; expected: string } } {
  if (names.length > MOST_COLUMNS) {
    const expected = `at most ${MOST_COLUMNS}`
    return { fault: { found: `${names.length} columns`, expected } }
  }
  const columns = new Map<Column, { index: number; name: string }>()
  const ignored: string[] = []
  for (const [index, given] of names.entries()) {
    const name = given.trim()
    const column = COLUMNS.find((one) => (NAMES[one] as readonly string[]).includes(nameKey(name)))
    if (column === undefined) {
      if (name !== '') ignored.push(name)
      continue
    }
    const before = columns.get(column)
    if (before) {
      return { fault: { found: `"${before.name}" and "${name}"`, expected: `one column for ${column}` } }
    }
    columns.set(column, { index, name })
  }
  const missing = REQUIRED.filter((column) => !columns.has(column))
  if (missing.length === 0) return { columns, ignored }
  const found = cutWords(names.map((name) => `"${name.trim()}"`).join(', '), FOUND)
  return { fault: { found, expected: `a first line with ${missing.join(', ')}` } }
}

/** Case, blanks, hyphens and underscores do not matter. */
function nameKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
}
