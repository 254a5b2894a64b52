import { type Token, Tokenizer } from 'parse5'

/** What a post's markup says, once the markup is gone. */
export interface ReadHtml {
  /** Plain text: `<br>` and blocks as line breaks, paragraphs apart by an empty line. */
  text: string
  /** The tags that are links in the markup, without `#`, as their author wrote them. */
  hashtags: string[]
}

/** Elements apart from their neighbours by an empty line. */
const PARAGRAPHS = new Set('p ul ol blockquote pre h1 h2 h3 h4 h5 h6 table'.split(' '))

/** Elements that begin a line of their own. */
const LINES = new Set('div li tr dt dd hr section article figure figcaption'.split(' '))

/** Elements whose content nobody reads. */
const UNREAD = new Set('head script style template title noscript iframe object'.split(' '))

/**
 * Reads the markup of a post as the plain text that people see.
 * Only tokens are read and no tree is built, so that the time grows with the length whatever the nesting.
 * A span that the page hides (`invisible`) is left out, except within a link, where it is part of the address;
 * `quote-inline` repeats a quoted post for readers that cannot show quotes, and is left out.
 */
export function readHtml(markup: string): ReadHtml {
  const lines = textLines()
  const hashtags: string[] = []
  /** The open elements of the kind that hid something; empty while text is read. */
  const hidden: string[] = []
  let link: { isTag: boolean; text: string } | null = null
  let inPre = false

  const say = (text: string) => {
    if (hidden.length > 0) return
    lines.say(text)
    if (link !== null) link.text += text
  }
  const breakFor = (name: string) => {
    if (PARAGRAPHS.has(name)) lines.break(2)
    else if (LINES.has(name)) lines.break(1)
  }
  const endLink = () => {
    if (link?.isTag && /^[#＃]/u.test(link.text)) hashtags.push(link.text.slice(1))
    link = null
  }
  const hides = (tag: Token.TagToken) => {
    const classes = namesIn(tag, 'class')
    if (UNREAD.has(tag.tagName) || classes.includes('quote-inline')) return true
    return tag.tagName === 'span' && link === null && classes.includes('invisible')
  }

  const tokenizer = new Tokenizer(
    {},
    {
      onStartTag(tag) {
        if (hidden.length > 0) {
          if (hidden.at(-1) === tag.tagName) hidden.push(tag.tagName)
          return
        }
        if (hides(tag)) {
          hidden.push(tag.tagName)
          return
        }
        if (tag.tagName === 'br') lines.lineEnd()
        if (tag.tagName === 'pre') inPre = true
        if (tag.tagName === 'img' && namesIn(tag, 'class').some((name) => name.includes('emoji')))
          say(attribute(tag, 'alt'))
        if (tag.tagName === 'a') {
          endLink()
          link = {
            isTag: namesIn(tag, 'class').includes('hashtag') || namesIn(tag, 'rel').includes('tag'),
            text: '',
          }
        }
        breakFor(tag.tagName)
      },
      onEndTag(tag) {
        if (hidden.length > 0) {
          if (hidden.at(-1) === tag.tagName) hidden.pop()
          return
        }
        if (tag.tagName === 'a') endLink()
        if (tag.tagName === 'pre') inPre = false
        breakFor(tag.tagName)
      },
      onCharacter: (token) => say(token.chars.replaceAll('\u00a0', ' ')),
      onWhitespaceCharacter(token) {
        if (hidden.length > 0) return
        if (inPre && token.chars.includes('\n')) lines.lineEnd()
        else lines.space()
      },
      onEof: endLink,
      onNullCharacter: () => undefined,
      onComment: () => undefined,
      onDoctype: () => undefined,
    },
  )
  tokenizer.write(markup, true)
  return { text: lines.end(), hashtags }
}

/** Puts words together as a page would: blanks run into one, none at the edge of a line, one empty line at most. */
function textLines() {
  let text = ''
  let breaks = 0
  let blank = false
  return {
    say(words: string) {
      if (words === '') return
      if (text !== '') text += breaks > 0 ? '\n'.repeat(breaks) : blank ? ' ' : ''
      breaks = 0
      blank = false
      text += words
    },
    space() {
      blank = true
    },
    /** A `<br>`: two of them leave an empty line, more of them no more than one. */
    lineEnd() {
      breaks = Math.min(breaks + 1, 2)
    },
    break(atLeast: 1 | 2) {
      breaks = Math.max(breaks, atLeast)
    },
    end: () => text.trim(),
  }
}

function attribute(tag: Token.TagToken, name: string): string {
  return tag.attrs.find((attr) => attr.name === name)?.value ?? ''
}

function namesIn(tag: Token.TagToken, name: string): string[] {
  return attribute(tag, name).split(/\s+/)
}
