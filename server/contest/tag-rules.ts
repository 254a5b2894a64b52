import { COMMON_TAGS } from './common-tags.ts'
import { type Hashtag, TAG_CHARACTER, toHashtag } from './hashtag.ts'
import { TYPO_MIN_LENGTH } from './item-index.ts'

/** Characters of a tag that every network takes. */
export const TAG_MIN = 2
export const TAG_MAX = 50

/** Why a typed tag cannot be used. Words for people live with the console. */
export type TagFault =
  | 'empty'
  | 'too_short'
  | 'too_long'
  | 'no_letter'
  | 'space'
  | 'hyphen'
  | 'ampersand'
  | 'emoji'
  | 'invisible'
  | 'other_sign'

/** What a manager should know of a tag that can be used. */
export type TagWarning =
  /** Some networks fold accents: posts may arrive in another spelling, which a person then looks at. */
  | 'accents'
  /** Letters that many keyboards lack. */
  | 'not_latin'
  /** Most networks do not link a number: posts with it are looked at by a person. */
  | 'digits_only'
  /** Too short for slips to be recognised. */
  | 'no_typos'
  /** People use the word for other things too. */
  | 'common'

export type ParsedTag =
  | { ok: true; tag: Hashtag; warnings: TagWarning[] }
  /** All faults at once. `found`: the signs as typed, or the number of characters. */
  | { ok: false; faults: { code: TagFault; found: string }[] }

/**
 * A tag typed by a manager, with or without its sign: letters, digits and `_`, which is what every network
 * reads whole. A campaign tag needs a letter; an item tag of digits only is warned of, since it is read among
 * posts of the campaign.
 */
export function parseTag(typed: string, use: 'campaign' | 'item'): ParsedTag {
  const text = typed
    .trim()
    .replace(/^[#＃]+/u, '')
    .normalize('NFC')
  const tag = toHashtag(text)
  if (tag === null) return { ok: false, faults: [{ code: 'empty', found: typed }] }
  const length = [...tag.canonical].length
  const hasLetter = /\p{L}/u.test(tag.canonical)
  const hasDigit = /\p{Nd}/u.test(tag.canonical)
  const faults = [
    ...signFaults(text),
    ...given<TagFault>([
      ['too_short', length < TAG_MIN],
      ['too_long', length > TAG_MAX],
      ['no_letter', !hasLetter && (use === 'campaign' || !hasDigit)],
    ]).map((code) => ({ code, found: code === 'no_letter' ? text : `${length}` })),
  ]
  if (faults.length > 0) return { ok: false, faults }
  const warnings = given<TagWarning>([
    ['accents', tag.loose !== tag.canonical],
    ['not_latin', /[[\p{L}]--[\p{Script=Latin}]]/v.test(tag.canonical)],
    ['digits_only', !hasLetter],
    ['no_typos', use === 'item' && [...tag.loose].length < TYPO_MIN_LENGTH],
    ['common', COMMON_TAGS.has(tag.loose)],
  ])
  return { ok: true, tag, warnings }
}

/** Two tags of one contest that a caption could take for one another. */
export interface TagClash {
  tag: Hashtag
  other: Hashtag
  /** `same`: nobody can tell them apart. `alike`: equal but for spelling, so a person has to look each time. */
  how: 'same' | 'alike'
}

/** The clashes of one owner's tags (an item's, or the campaign's) with the tags of the others. */
export function tagClashes(tags: readonly Hashtag[], others: readonly Hashtag[]): TagClash[] {
  return tags.flatMap((tag) =>
    others
      .filter((other) => other.loose === tag.loose)
      .map((other) => ({ tag, other, how: other.canonical === tag.canonical ? 'same' : 'alike' })),
  )
}

/** The codes that hold. */
function given<Code>(codes: readonly [Code, boolean][]): Code[] {
  return codes.filter(([, holds]) => holds).map(([code]) => code)
}

/** What no tag may hold, by kind. A mark cannot come first: it would belong to the sign. */
function signFaults(text: string): { code: TagFault; found: string }[] {
  const signs = [...text].filter((sign, i) => !TAG_CHARACTER.test(sign) || (i === 0 && /\p{M}/u.test(sign)))
  return [...Map.groupBy(new Set(signs), kindOf)].map(([code, found]) => ({ code, found: found.join(' ') }))
}

const EMOJI =
  /\p{Extended_Pictographic}|\p{Emoji_Presentation}|\p{Emoji_Modifier}|\u{20E3}|\u{FE0F}|\u{200D}/u

function kindOf(sign: string): TagFault {
  if (/\s/u.test(sign)) return 'space'
  if (/\p{Pd}/u.test(sign)) return 'hyphen'
  if (/[&＆]/u.test(sign)) return 'ampersand'
  if (EMOJI.test(sign)) return 'emoji'
  return /\p{C}|\p{Default_Ignorable_Code_Point}/u.test(sign) ? 'invisible' : 'other_sign'
}
