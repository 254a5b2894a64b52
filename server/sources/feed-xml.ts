import type { AnyFeed, AtomFeed, MediaNs, RdfFeed, RssFeed } from 'feedsmith'
import { parseFeed } from 'feedsmith'
import { asMarkup, type BlogAuthor, type BlogItem, type Feed, webAddress } from './blog-item.ts'
import { pictureOf } from './feed-picture.ts'

/** Reads RSS, RDF or Atom; null for XML that is something else. Dates stay as they are written. */
export function readXmlFeed(text: string, url: string): Feed | null {
  let parsed: AnyFeed
  try {
    parsed = parseFeed(text)
  } catch {
    return null
  }
  if (parsed.format === 'rss') return readRss('RSS', parsed.feed, parsed.feed.items ?? [], url)
  if (parsed.format === 'rdf') return readRss('RDF', parsed.feed, parsed.feed.items ?? [], url)
  return parsed.format === 'atom' ? readAtom(parsed.feed, url) : null
}

/** RDF's items are RSS's without identity, categories and enclosures of their own. */
function readRss(
  format: 'RSS' | 'RDF',
  feed: RssFeed.Feed<string> | RdfFeed.Feed<string>,
  items: readonly RssFeed.Item<string>[],
  url: string,
): Feed {
  const home = webAddress(feed.link, feed.xml?.base ?? url)
  const language = 'language' in feed ? feed.language : undefined
  return {
    format,
    blog: {
      title: feed.title ?? null,
      home,
      author: null,
      language: language ?? feed.dc?.languages?.[0] ?? null,
    },
    items: items.map((item) => rssItem(item, item.xml?.base ?? feed.xml?.base ?? home ?? url)),
    odd: [],
    next: linkOf(feed.atom?.links, 'next', url),
  }
}

function rssItem(item: RssFeed.Item<string> & RdfFeed.Item<string>, base: string): BlogItem {
  const guid = item.guid?.value ?? null
  const permalink = item.guid?.isPermaLink === false ? null : guid
  const url =
    webAddress(item.link, base) ?? webAddress(permalink) ?? linkOf(item.atom?.links, 'alternate', base)
  const html = item.content?.encoded ?? item.description ?? ''
  const [creator] = item.dc?.creators ?? []
  const [author] = item.authors ?? []
  return {
    id: guid ?? item.rdf?.about ?? null,
    url,
    title: item.title ?? item.dc?.titles?.[0] ?? null,
    html,
    tags: [
      ...(item.categories ?? []).flatMap(({ name }) => textOf(name)),
      ...(item.dc?.subjects ?? []),
      ...keywordsOf(item.media),
    ],
    picture: pictureOf(item.media, (item.enclosures ?? []).map(plainLink), html, url ?? base),
    // Where there is no name, the element holds a mail address, which is nobody's business here.
    author: nameOf(creator ?? author?.name, author?.link, base),
    published: item.pubDate ?? item.dc?.dates?.[0] ?? item.atom?.published ?? null,
    language: item.dc?.languages?.[0] ?? item.xml?.lang ?? null,
    sensitive: isForAdults(item.media),
    unlisted: false,
  }
}

function readAtom(feed: AtomFeed.Feed<string>, url: string): Feed {
  const base = webAddress(feed.xml?.base, url) ?? url
  const home = linkOf(feed.links, 'alternate', base)
  return {
    format: 'Atom',
    blog: {
      title: feed.title ? plain(feed.title) : null,
      home,
      author: personOf(feed.authors, base),
      language: feed.xml?.lang ?? null,
    },
    items: (feed.entries ?? []).map((entry) => atomItem(entry, webAddress(entry.xml?.base, base) ?? base)),
    odd: [],
    next: linkOf(feed.links, 'next', base),
  }
}

function atomItem(entry: AtomFeed.Entry<string>, base: string): BlogItem {
  const url = linkOf(entry.links, 'alternate', base)
  const html = markup(entry.content?.value === undefined ? entry.summary : entry.content)
  const enclosures = (entry.links ?? []).filter(({ rel }) => rel === 'enclosure')
  return {
    id: textOf(entry.id)[0] ?? null,
    url,
    title: entry.title ? plain(entry.title) : null,
    html,
    tags: [
      ...(entry.categories ?? []).flatMap(({ term, label }) => [...textOf(term), ...textOf(label)]),
      ...keywordsOf(entry.media),
    ],
    picture: pictureOf(
      entry.media,
      enclosures.map(({ href, type }) => plainLink({ url: href, type })),
      html,
      url ?? base,
    ),
    author: personOf(entry.authors, base) ?? personOf(entry.source?.authors, base),
    published: entry.published ?? entry.updated ?? null,
    language: entry.xml?.lang ?? null,
    sensitive: isForAdults(entry.media),
    unlisted: false,
  }
}

/** Atom's text constructs (RFC 4287, 3.1) as markup. Content of other types (pictures, XML) has no text. */
function markup(text: { value?: unknown; type?: string } | undefined): string {
  const [value = ''] = textOf(text?.value)
  const type = text?.type?.toLowerCase() ?? 'text'
  if (type === 'html' || type === 'xhtml' || type === 'text/html') return value
  return type === 'text' || type === 'text/plain' ? asMarkup(value) : ''
}

function plain(text: { value?: unknown; type?: string }): string {
  return markup(text)
}

type Link = { href?: unknown; rel?: string; type?: string }

/** A link without `rel` is to what it stands for (RFC 4287, 4.2.7.2). A page comes before other forms of it. */
function linkOf(links: readonly Link[] | undefined, rel: string, base: string): string | null {
  const fitting = (links ?? []).filter((link) => (link.rel ?? 'alternate') === rel)
  const best = fitting.find(({ type }) => type === undefined || /html/i.test(type)) ?? fitting[0]
  return webAddress(textOf(best?.href)[0], base)
}

function plainLink({ url, type }: { url?: unknown; type?: unknown }): {
  url: string | null
  type: string | null
} {
  return { url: textOf(url)[0] ?? null, type: textOf(type)[0] ?? null }
}

function personOf(
  people: readonly { name?: unknown; uri?: string }[] | undefined,
  base: string,
): BlogAuthor | null {
  const [first] = people ?? []
  return first ? nameOf(textOf(first.name)[0], first.uri, base) : null
}

function nameOf(name: string | undefined, url: string | undefined, base: string): BlogAuthor | null {
  const address = url === undefined ? null : webAddress(url, base)
  return name === undefined && address === null ? null : { name: name ?? null, url: address }
}

/** Media RSS keywords stand in one line, with commas between them. */
function keywordsOf(media: MediaNs.ItemOrFeed | undefined): string[] {
  return (media?.keywords ?? []).flatMap((line) => line.split(','))
}

function isForAdults(media: MediaNs.ItemOrFeed | undefined): boolean {
  return (media?.ratings ?? []).some(({ value }) => value === 'adult')
}

/** The parser's types leave open what its lenient mode answers; what is no text is nothing. */
function textOf(found: unknown): string[] {
  return typeof found === 'string' && found.trim() !== '' ? [found] : []
}
