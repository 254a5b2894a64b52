import { Tokenizer } from 'parse5'
import type { Picture } from '../contest/post.ts'
import { webAddress } from './item-fields.ts'

/** So many pictures of one markup are read. */
export const MOST_INLINE_PICTURES = 50

/** The pictures that stand in a markup, each once, in their order; of several sizes the widest. Only tokens are read. */
export function picturesInHtml(markup: string): Picture[] {
  const pictures = new Map<string, Picture>()
  const nothing = () => undefined
  const tokenizer = new Tokenizer(
    {},
    {
      onStartTag(tag) {
        if (tag.tagName !== 'img' || pictures.size >= MOST_INLINE_PICTURES) return
        const attribute = (name: string) => tag.attrs.find((one) => one.name === name)?.value ?? ''
        const url = widest(attribute('srcset')) ?? webAddress(attribute('src'))
        const alt = attribute('alt').trim() || null
        if (url !== null && !pictures.has(url)) pictures.set(url, { kind: 'image', url, poster: null, alt })
      },
      onEndTag: nothing,
      onCharacter: nothing,
      onWhitespaceCharacter: nothing,
      onEof: nothing,
      onNullCharacter: nothing,
      onComment: nothing,
      onDoctype: nothing,
    },
  )
  tokenizer.write(markup, true)
  return [...pictures.values()]
}

/** `https://… 540w, https://… 1280w` (HTML, 4.8.4.2.1); null where it names no widths. Word by word, whatever its length. */
function widest(srcset: string): string | null {
  let most: { url: string; width: number } | null = null
  let address = ''
  for (const word of srcset.split(/\s+/)) {
    const [, width, next = ''] = /^(\d{1,6})w(?:$|,(.*))/s.exec(word) ?? []
    const url = width === undefined ? null : webAddress(address)
    if (url !== null && (most === null || Number(width) > most.width)) most = { url, width: Number(width) }
    address = width === undefined ? word : next
  }
  return most?.url ?? null
}
