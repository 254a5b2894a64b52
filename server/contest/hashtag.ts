/** A tag in the three forms of it that are kept. */
export interface Hashtag {
  /** As a person wrote it, without the sign (NFC). */
  display: string
  /** NFKC, lower case without locale, NFC: two tags are the same when these are equal. */
  canonical: string
  /** Canonical without diacritics, æ→ae ø→o å→a ß→ss: equal only here means "look again", never "same". */
  loose: string
}

/** Letters, digits, marks and underscores, without the marks that only turn a character into an emoji. */
const WORD = '[[\\p{L}\\p{Nl}\\p{Nd}\\p{Mn}\\p{Mc}_\\u{FF3F}]--[\\u{FE00}-\\u{FE0F}\\u{E0100}-\\u{E01EF}]]'
/** What a tag is made of: one such character. */
export const TAG_CHARACTER = new RegExp(`^${WORD}$`, 'v')
/** A digit that is drawn as a key is an emoji, not a digit. */
const NOT_KEYCAP = '(?![0-9]\\u{FE0F}?\\u{20E3})'
const LETTERS = `(?:${NOT_KEYCAP}${WORD})+`
/** The joiners of Persian and Indic spelling; between anything but letters they belong to emoji. */
const JOINER = '[\\u{200C}\\u{200D}]'

/**
 * The sign may not follow a word (`foo#bar`, `#a#b`) or the `&` of an entity (`&#39;`). A run of signs is one
 * sign. The tag may not begin with a mark, which would belong to the sign. Never ignore case here: the mark
 * U+0345 folds to the letter iota.
 */
const TAG = new RegExp(
  `(?<!${WORD}|[&#＃]|&amp;)[#＃]+(?!\\p{M})(?<tag>${LETTERS}(?:${JOINER}${LETTERS})*)`,
  'gv',
)

/** Addresses, with or without a scheme, as far as the next white space: a fragment in them is no tag. */
const LINK =
  /(?:https?:\/\/|(?<![\p{L}\p{N}])www\.)\S*|(?<![\p{L}\p{N}._-])(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}\/\S*/giu

const LETTER_OR_DIGIT = /[\p{L}\p{Nl}\p{Nd}]/u

/**
 * The tags of a plain text in the order written, each once (by its canonical key). What counts as a tag is
 * what most networks agree on: it starts at `#` or `＃`, holds letters, digits and `_` of any script, and ends
 * at anything else, also at an emoji, a hyphen, an apostrophe or a middle dot.
 */
export function extractHashtags(text: string): Hashtag[] {
  const tags = new Map<string, Hashtag>()
  const withoutLinks = text.replace(LINK, (link) => ' '.repeat(link.length))
  for (const match of withoutLinks.matchAll(TAG)) {
    const written = match.groups?.tag ?? ''
    const tag = LETTER_OR_DIGIT.test(written) ? toHashtag(written) : null
    if (tag !== null && !tags.has(tag.canonical)) tags.set(tag.canonical, tag)
  }
  return [...tags.values()]
}

/**
 * The keys of one tag from a network's list, a category or a form. Signs and blanks are dropped from the keys
 * (categories of feeds hold several words). Null when nothing is left.
 */
export function toHashtag(text: string): Hashtag | null {
  const display = text
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .trim()
    .replace(/^[#＃]+\s*/u, '')
    .normalize('NFC')
  const canonical = canonicalKey(display)
  return canonical === '' ? null : { display, canonical, loose: looseKey(canonical) }
}

/** Lower-casing leaves a final sigma as it stands; folded, `ΟΔΟΣ` and `οδοσ` are one word. */
function canonicalKey(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[#\s\p{Cc}\p{Cs}]/gu, '')
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFC')
}

/** Letters that Unicode does not take apart but that people without the key on their keyboard write so. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  æ: 'ae',
  ø: 'o',
  ß: 'ss',
  œ: 'oe',
  ð: 'd',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ĸ: 'k',
  ł: 'l',
  ŋ: 'n',
  þ: 'th',
  ŧ: 't',
}

/**
 * A text without diacritics, invisible characters and letters beyond the plain ones, as far as a Latin letter
 * stands behind them. Vowel signs of other scripts are no diacritics and stay.
 */
export function looseKey(canonical: string): string {
  return canonical
    .normalize('NFD')
    .replace(/[[\p{Mn}&&\p{Diacritic}]\p{Default_Ignorable_Code_Point}]/gv, '')
    .replace(/[æøßœðđħıĸłŋþŧ]/gu, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .normalize('NFC')
}
