import { type Hashtag, looseKey } from '../contest/hashtag.ts'

/** Everything that is not ASCII, and letters that JSON may write as their numbers. */
const NEEDS_FOLDING = /[^\0-\x7f]/
const WRITTEN_AS_NUMBER = '\\u'
/** Without one of these there is no tag: a sign in the text, a facet's type, or the key of tags beside the text. */
const SIGNS = ['#', '＃', '"tags"']
/** What the keys of a tag leave out: signs and blanks, and whatever JSON writes with a backslash. */
const LEFT_OUT = /\\["\\/bfnrt]|[#\s]/g
const SIGNS_AND_BLANKS = /[#\s]/g

/**
 * Tells of a frame, before it is parsed, whether a post in it may have one of the tags: it may be wrong only by saying yes.
 * Most posts have none, so most frames are looked at as text alone.
 */
export function frameFilter(tags: readonly Hashtag[]): (frame: string) => boolean {
  const wanted = [...new Set(tags.map(({ loose }) => loose))]
  return (frame) => {
    if (frame.includes(WRITTEN_AS_NUMBER)) return true
    if (!SIGNS.some((sign) => frame.includes(sign))) return false
    const text = fold(frame)
    return wanted.some((tag) => text.includes(tag))
  }
}

/** As `Hashtag.loose` is made, over the whole frame. */
function fold(frame: string): string {
  const bare = frame.replace(LEFT_OUT, '')
  if (!NEEDS_FOLDING.test(bare)) return bare.toLowerCase()
  return looseKey(
    bare.normalize('NFKC').replace(SIGNS_AND_BLANKS, '').toLowerCase().replaceAll('ς', 'σ').normalize('NFC'),
  )
}
