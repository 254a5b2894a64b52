import { mf2 } from 'microformats-parser'
import { asMarkup, type Blog, type BlogItem, webAddress } from './blog-item.ts'
import type { PageTree } from './page-tree.ts'

/** A page read as one post of a blog. */
export interface PagePost {
  item: BlogItem
  blog: Blog
  /** Where the same is on other networks (`u-syndication`). */
  copies: string[]
}

type Document = ReturnType<typeof mf2>
type Root = Document['items'][number]
type Property = Root['properties'][string][number]

/**
 * Reads the post that a page is: its h-entry (microformats.org/wiki/h-entry), the one with the page's own address before
 * the first; what that does not tell comes from Open Graph, and then from the title and first picture of the page. So does
 * all of it where microformats stand within each other as no page has them.
 * `url`: where the page was found, after redirects.
 */
export function readPagePost(html: string, url: string, tree: PageTree): PagePost {
  const { metas, images } = tree
  const entry = tree.isReadable ? entryOf(html, url) : null
  const first = (name: string) => entry?.properties[name]?.[0]
  const meta = (...names: string[]) => names.map((name) => metas.get(name)).find(Boolean) ?? null
  const content = first('summary') ?? first('content')
  const said = contentOf(first('content'))
  const name = textOf(first('name'))
  // A note has no title of its own: its name is implied by its text.
  const title = name !== null && !said.text.startsWith(name.replace(/…$/, '')) ? name : null
  const description = meta('og:description', 'description') ?? ''
  const site = meta('og:site_name')
  return {
    item: {
      id: null,
      url,
      title: asTitle(entry === null ? (meta('og:title') ?? tree.title) : title),
      html: entry === null ? asMarkup(description) : contentOf(content).html,
      tags:
        entry === null ? tree.tags : (entry.properties.category ?? []).flatMap((tag) => textOf(tag) ?? []),
      picture:
        pictureOf(entry, tree, url) ??
        shownPicture(meta('og:image'), meta('og:image:alt'), images, tree.base),
      author: authorOf(first('author'), url) ?? (meta('author') ? { name: meta('author'), url: null } : null),
      published: textOf(first('published')) ?? meta('article:published_time'),
      language: tree.language,
      sensitive: false,
      unlisted: /\bnoindex\b|\bnone\b/i.test(meta('robots') ?? ''),
    },
    blog: { title: site, home: null, author: null, language: null },
    copies: (entry?.properties.syndication ?? []).flatMap((copy) => webAddress(textOf(copy), url) ?? []),
  }
}

function entryOf(html: string, url: string): Root | null {
  let items: Root[]
  try {
    items = mf2(html, { baseUrl: url }).items
  } catch {
    return null
  }
  const entries = [...items, ...items.flatMap(({ children }) => children ?? [])].filter(({ type }) =>
    type?.includes('h-entry'),
  )
  const isOwn = ({ properties }: Root) => (properties.url ?? []).some((address) => textOf(address) === url)
  return entries.find(isOwn) ?? items.find(({ type }) => type?.includes('h-entry')) ?? null
}

/** A property is text, or an object with its text as `value`. */
function textOf(found: Property | undefined): string | null {
  if (found === undefined) return null
  if (typeof found === 'string') return found.trim() || null
  return 'value' in found && typeof found.value === 'string' ? found.value.trim() || null : null
}

function contentOf(found: Property | undefined): { text: string; html: string } {
  const text = textOf(found) ?? ''
  const html = typeof found === 'object' && 'html' in found ? found.html : asMarkup(text)
  return { text, html }
}

/** An address or name alone, or a card. */
function authorOf(found: Property | undefined, base: string): BlogItem['author'] {
  const text = textOf(found)
  if (typeof found !== 'object' || !('properties' in found)) {
    const url = webAddress(text)
    return text === null ? null : { name: url === null ? text : null, url }
  }
  const url = webAddress(textOf(found.properties.url?.[0]), base)
  return { name: textOf(found.properties.name?.[0]) ?? text, url }
}

function pictureOf(entry: Root | null, { base }: PageTree, url: string): BlogItem['picture'] {
  const photo = entry?.properties.photo?.[0] ?? entry?.properties.featured?.[0]
  const address = webAddress(textOf(photo), base || url)
  const alt = typeof photo === 'object' && 'alt' in photo ? photo.alt.trim() || null : null
  return address === null ? null : { url: address, alt }
}

/** Pictures narrower than this in their markup count visits or decorate. */
const SMALLEST = 32

function shownPicture(
  preview: string | null,
  alt: string | null,
  images: PageTree['images'],
  base: string,
): BlogItem['picture'] {
  const address = webAddress(preview, base)
  if (address !== null) return { url: address, alt }
  for (const image of images) {
    const sizes = ['width', 'height'].map((name) => Number.parseInt(image.get(name) ?? '', 10))
    const url = sizes.some((size) => size < SMALLEST) ? null : webAddress(image.get('src'), base)
    if (url !== null) return { url, alt: image.get('alt') || null }
  }
  return null
}

function asTitle(text: string | null): string | null {
  return text === null ? null : asMarkup(text)
}
