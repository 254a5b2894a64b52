import type { MediaNs } from 'feedsmith'
import { Tokenizer } from 'parse5'
import { type BlogItem, webAddress } from './blog-item.ts'

/** Pictures narrower than this in their markup count visits or decorate. */
const SMALLEST = 32

/**
 * The one picture of a post: the widest of its media, then an enclosure, then a thumbnail, then the first in its text
 * (Media RSS 1.5.1). Addresses may be relative to `base`.
 */
export function pictureOf(
  media: MediaNs.ItemOrFeed | undefined,
  enclosures: readonly { url: string | null; type: string | null }[],
  html: string,
  base: string,
): BlogItem['picture'] {
  const groups = media?.groups ?? []
  const contents = [...(media?.contents ?? []), ...groups.flatMap((group) => group.contents ?? [])]
  const widest = contents
    .filter(({ medium, type }) => medium === 'image' || type?.startsWith('image/'))
    .toSorted((a, b) => (b.width ?? 0) - (a.width ?? 0))
  for (const { url, description } of widest) {
    const address = webAddress(url, base)
    if (address !== null) return { url: address, alt: textOf(description?.value) }
  }
  const thumbnails = [...(media?.thumbnails ?? []), ...groups.flatMap((group) => group.thumbnails ?? [])]
  const others = [
    ...enclosures.flatMap(({ url, type }) => (type?.startsWith('image/') ? [url] : [])),
    ...thumbnails.map(({ url }) => textOf(url)),
  ]
  const address = others.map((url) => webAddress(url, base)).find((url) => url !== null)
  return address ? { url: address, alt: null } : firstImage(html, base)
}

/** Where a picture begins: a whole article is not read a second time for its pictures. */
const IMAGE = /<img\b/gi
/** Characters of the tag of one. */
const LONGEST_IMAGE = 2_000
/** Pictures of a text that are looked at. */
const IMAGES = 50

/** The first picture of a text that people see: no pixels that count visits, no emoji, nothing within the address. */
export function firstImage(html: string, base: string): BlogItem['picture'] {
  let images = 0
  for (const { index } of html.matchAll(IMAGE)) {
    if (++images > IMAGES) return null
    const tag = html.slice(index, index + LONGEST_IMAGE)
    const found = readImage(tag.slice(0, tag.indexOf('>') + 1), base)
    if (found !== null) return found
  }
  return null
}

function readImage(tag: string, base: string): BlogItem['picture'] {
  let found: BlogItem['picture'] = null
  const tokenizer = new Tokenizer(
    {},
    {
      onStartTag({ attrs }) {
        const named = new Map(attrs.map(({ name, value }) => [name, value]))
        const sizes = [named.get('width'), named.get('height')].map((size) => Number.parseInt(size ?? '', 10))
        if (sizes.some((size) => size < SMALLEST) || named.get('class')?.includes('emoji')) return
        const url = webAddress(named.get('src') || named.get('data-src'), base)
        if (url !== null) found = { url, alt: named.get('alt')?.trim() || null }
      },
      onEndTag: () => undefined,
      onCharacter: () => undefined,
      onWhitespaceCharacter: () => undefined,
      onNullCharacter: () => undefined,
      onComment: () => undefined,
      onDoctype: () => undefined,
      onEof: () => undefined,
    },
  )
  tokenizer.write(tag, true)
  return found
}

function textOf(found: unknown): string | null {
  return typeof found === 'string' && found.trim() !== '' ? found.trim() : null
}
