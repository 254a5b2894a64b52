/** Elements or brackets within each other. A page of XHTML within a feed has some thirty. */
export const DEEPEST = 200
/** Start tags of one document: about 10,000 posts, or one second of reading. */
export const MOST_TAGS = 50_000
/** Characters of one tag with its attributes. */
export const LONGEST_TAG = 20_000

/** Characters of an element that names a person: readers take mail address and name apart, again from each character. */
export const LONGEST_PERSON = 2_000
const PERSON = /(?:^|:)(?:author|contributor|managingeditor|webmaster|creator|person)$/i

/** Elements of HTML that have no end tag: careless feeds hold them as they are. */
const VOID = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' ').filter(Boolean),
)

/** The name ends where it ends: no second try with a shorter one, which would take its length times as long. */
const START = /<([^\s/>"'<]{1,200})(?![^\s/>"'<])[^"'<>]*(?:"[^"]*"[^"'<>]*|'[^']*'[^"'<>]*)*>/y

/**
 * What keeps a text from being read as XML, in words that follow "holds"; null where nothing does. It is asked before any
 * parser sees the text: a document type could define entities that grow or fetch (ASVS 1.5.1), and depth, tags and length
 * of tags cost parsers time and stack.
 */
export function xmlFault(text: string): string | null {
  let depth = 0
  let tags = 0
  const person = watchPersons(text)
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    if (person.isLongAt(at)) return LONG_PERSON
    const skipped = endOfUnread(text, at)
    if (skipped !== null) {
      if (skipped < 0) return 'a comment, CDATA or instruction without an end'
      at = skipped
      continue
    }
    if (text.startsWith('<!', at)) return 'a document type or entity; expected none (they are not read)'
    if (text.startsWith('</', at)) {
      // An end without a beginning does not make room for elements deeper than they may be.
      depth = Math.max(0, depth - 1)
      person.end(at + 2)
      at += 2
      continue
    }
    START.lastIndex = at
    const [tag = '', name = ''] = START.exec(text) ?? []
    if (!tag.endsWith('/>') && !VOID.has(name.toLowerCase())) depth++
    const fault = tagFault(tag, depth, ++tags)
    if (fault !== null) return fault
    at += tag.length
    person.begin(name, tag, at)
  }
  return person.isLongAt(text.length) ? LONG_PERSON : null
}

/** Follows one element that names a person from where it begins to its own end, past others of its name within it. */
function watchPersons(text: string) {
  let name = ''
  let from = 0
  let open = 0
  return {
    begin(found: string, tag: string, at: number) {
      if (tag.endsWith('/>')) return
      if (open === 0 && PERSON.test(found)) {
        name = found
        from = at
      }
      if (found === name) open++
    },
    end(at: number) {
      const isIts = open > 0 && text.startsWith(name, at) && /[\s>]/.test(text[at + name.length] ?? '')
      if (isIts) open--
    },
    isLongAt: (at: number) => open > 0 && at - from > LONGEST_PERSON,
  }
}

const LONG_PERSON = `a person of more than ${LONGEST_PERSON} characters`

function tagFault(tag: string, depth: number, tags: number): string | null {
  if (tag === '') return 'a < that begins no tag; expected XML'
  if (tag.length > LONGEST_TAG) return `a tag of ${tag.length} characters; at most ${LONGEST_TAG} are read`
  if (tags > MOST_TAGS) return `more than ${MOST_TAGS} tags`
  return depth > DEEPEST ? `elements more than ${DEEPEST} deep` : null
}

/** Where a comment, a CDATA section or an instruction ends; -1 where it does not; null where none begins. */
function endOfUnread(text: string, at: number): number | null {
  for (const [begin, end] of UNREAD) {
    if (!text.startsWith(begin, at)) continue
    const close = text.indexOf(end, at + begin.length)
    return close < 0 ? -1 : close + end.length
  }
  return null
}

const UNREAD = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const

/** As `xmlFault`, for JSON: brackets within each other. Strings are passed over, each character once whatever they hold. */
export function jsonFault(text: string): string | null {
  let depth = 0
  for (let at = nextOf(JSON_SIGN, text, 0); at >= 0; at = nextOf(JSON_SIGN, text, at + 1)) {
    const sign = text[at]
    if (sign === '"') {
      at = endOfString(text, at)
      if (at < 0) return 'a text without an end'
    } else if (sign === '[' || sign === '{') depth++
    else depth--
    if (depth > DEEPEST) return `brackets more than ${DEEPEST} deep`
  }
  return null
}

const JSON_SIGN = /[[{\]}"]/g
const STRING_SIGN = /["\\]/g

/** Where the quote stands that ends the string which begins at `at`; -1 where none does. */
function endOfString(text: string, at: number): number {
  let end = nextOf(STRING_SIGN, text, at + 1)
  while (end >= 0 && text[end] === '\\') end = nextOf(STRING_SIGN, text, end + 2)
  return end
}

function nextOf(sign: RegExp, text: string, from: number): number {
  sign.lastIndex = from
  return sign.exec(text)?.index ?? -1
}
