import { type DefaultTreeAdapterTypes, parse, Tokenizer } from 'parse5'
import { hasReadableMarks } from './page-marks.ts'

/** Start tags of a page: articles have some thousands. Reading takes longer than in proportion, about a second at this many. */
export const PAGE_TAGS = 10_000
/** Elements within each other. */
export const PAGE_DEPTH = 200
/** Elements such as `<b>` left open: a parser repeats each of them in every paragraph that follows. */
export const PAGE_OPEN = 20
/** Attributes of one element: readers compare each with all. */
export const PAGE_ATTRIBUTES = 500

const FORMATTING = new Set('a b big code em font i nobr s small strike strong tt u'.split(' '))
const VOID = new Set(
  'area base br col embed hr img input link meta source track wbr p li td tr option'.split(' '),
)

/** What keeps a page from being read as a tree, in words that follow "holds"; null where nothing does. Asked before any tree is built. */
export function pageFault(html: string): string | null {
  let tags = 0
  let depth = 0
  let deepest = 0
  let open = 0
  let mostOpen = 0
  let paragraphs = 0
  let mostAttributes = 0
  /** Those of `<html>` and `<body>`, which are put together however often they begin. */
  let ofRoots = 0
  const tokenizer = new Tokenizer(
    {},
    {
      onStartTag({ tagName, selfClosing, attrs }) {
        tags++
        if (tagName === 'html' || tagName === 'body') ofRoots += attrs.length
        mostAttributes = Math.max(mostAttributes, attrs.length, ofRoots)
        if (tagName === 'p') paragraphs++
        if (VOID.has(tagName) || selfClosing) return
        deepest = Math.max(deepest, ++depth)
        if (FORMATTING.has(tagName)) mostOpen = Math.max(mostOpen, ++open)
      },
      onEndTag({ tagName }) {
        // These make an element even where none began.
        if (tagName === 'br' || (tagName === 'p' && --paragraphs < 0)) tags++
        if (!VOID.has(tagName)) depth = Math.max(0, depth - 1)
        if (FORMATTING.has(tagName)) open = Math.max(0, open - 1)
      },
      onCharacter: () => undefined,
      onWhitespaceCharacter: () => undefined,
      onNullCharacter: () => undefined,
      onComment: () => undefined,
      onDoctype: () => undefined,
      onEof: () => undefined,
    },
  )
  tokenizer.write(html, true)
  if (tags > PAGE_TAGS) return `${tags} tags; at most ${PAGE_TAGS} are read`
  if (deepest > PAGE_DEPTH) return `elements ${deepest} deep; at most ${PAGE_DEPTH} are read`
  if (mostAttributes > PAGE_ATTRIBUTES)
    return `an element with ${mostAttributes} attributes; at most ${PAGE_ATTRIBUTES} are read`
  return mostOpen > PAGE_OPEN ? `${mostOpen} elements such as <b> that are left open` : null
}

/** What is read of a page beside its microformats. */
export interface PageTree {
  /** Every address in an attribute, as written. */
  addresses: string[]
  /** What relative addresses are relative to. */
  base: string
  /** `<meta>` by its property or name, in lower case; the first of each. */
  metas: ReadonlyMap<string, string>
  /** Tags that the page names for readers of previews (`article:tag`), and the words of its links with `rel="tag"`. */
  tags: string[]
  title: string | null
  language: string | null
  /** The first `<img>` elements with their attributes, in order. */
  images: ReadonlyMap<string, string>[]
  /** Whether its microformats are read in reasonable time: few within each other, and few `rel`. */
  isReadable: boolean
}

/** Attributes that hold an address of something the page shows or links to. */
const ADDRESSES = ['href', 'src', 'cite', 'data', 'poster']
const IMAGES = 50

/** Reads a page for which `pageFault` found nothing. Comments, scripts as text and templates are no part of it. */
export function readTree(html: string, url: string): PageTree {
  const document = parse(html)
  const elements = elementsOf(document).map((element) => ({
    element,
    attributes: new Map(element.attrs.map(({ name, value }) => [name, value.trim()])),
  }))
  const of = (name: string) => elements.filter(({ element }) => element.tagName === name)
  const [base] = of('base')
  const [root] = of('html')
  const title = of('title').find(({ element }) => isOfHtml(element))
  const metas = of('meta').map(({ attributes }) => {
    const name = attributes.get('property') ?? attributes.get('name') ?? ''
    return [name.toLowerCase(), attributes.get('content') ?? ''] as const
  })
  return {
    addresses: elements
      .filter(({ element }) => element.tagName !== 'base')
      .flatMap(({ attributes }) => ADDRESSES.flatMap((name) => attributes.get(name) || [])),
    base: URL.parse(base?.attributes.get('href') ?? '', url)?.href ?? url,
    metas: new Map(metas.toReversed()),
    tags: [
      ...metas.flatMap(([name, content]) => (name === 'article:tag' && content !== '' ? [content] : [])),
      ...of('a')
        .filter(({ attributes }) => attributes.get('rel')?.toLowerCase().split(/\s+/).includes('tag'))
        .flatMap(({ element }) => textOf(element).trim() || []),
    ],
    title: title ? textOf(title.element) : null,
    language: root?.attributes.get('lang') ?? null,
    images: of('img')
      .slice(0, IMAGES)
      .map(({ attributes }) => attributes),
    isReadable: hasReadableMarks(document),
  }
}

/** Every element in the order of the page, without recursion. */
function elementsOf(document: DefaultTreeAdapterTypes.Document): DefaultTreeAdapterTypes.Element[] {
  const elements: DefaultTreeAdapterTypes.Element[] = []
  const waiting: DefaultTreeAdapterTypes.Node[] = [document]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if ('tagName' in node) elements.push(node)
    if ('childNodes' in node) for (const child of node.childNodes.toReversed()) waiting.push(child)
  }
  return elements
}

function isOfHtml({ namespaceURI }: DefaultTreeAdapterTypes.Element): boolean {
  return namespaceURI === 'http://www.w3.org/1999/xhtml'
}

function textOf(element: DefaultTreeAdapterTypes.Element): string {
  return element.childNodes.map((node) => ('value' in node ? node.value : '')).join('')
}
