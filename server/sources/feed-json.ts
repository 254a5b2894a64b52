import { z } from 'zod'
import { asMarkup, type BlogAuthor, type BlogItem, type Feed, webAddress } from './blog-item.ts'

const words = z.string().nullish().catch(null)
const person = z.object({ name: words, url: words })
const authors = {
  authors: z.array(person).nullish().catch(null),
  /** Of version 1.0. */
  author: person.nullish().catch(null),
}

const jsonFeed = z.object({
  version: z.string().startsWith('https://jsonfeed.org/version/'),
  title: words,
  home_page_url: words,
  next_url: words,
  language: words,
  items: z.array(z.unknown()),
  ...authors,
})

/** The specification asks for text; software that counts its posts writes numbers. */
const jsonItem = z.object({
  id: z.union([z.string().min(1), z.number().transform(String)]),
  url: words,
  title: words,
  content_html: words,
  content_text: words,
  summary: words,
  image: words,
  banner_image: words,
  date_published: words,
  tags: z.array(z.string()).nullish().catch(null),
  language: words,
  attachments: z
    .array(z.object({ url: z.string(), mime_type: z.string(), title: words }))
    .nullish()
    .catch(null),
  ...authors,
})

/** Reads a JSON Feed (jsonfeed.org/version/1.1), item by item; null for JSON that is something else. */
export function readJsonFeed(json: unknown, url: string): Feed | null {
  const parsed = jsonFeed.safeParse(json)
  if (!parsed.success) return null
  const feed = parsed.data
  const home = webAddress(feed.home_page_url, url)
  const read = feed.items.map((found) => ({ found, item: jsonItem.safeParse(found) }))
  return {
    format: 'JSON Feed',
    blog: {
      title: feed.title ?? null,
      home,
      author: authorOf(feed, url),
      language: feed.language ?? null,
    },
    items: read.flatMap(({ item }) => (item.success ? [toItem(item.data, home ?? url)] : [])),
    odd: read.flatMap(({ found, item }) =>
      item.success
        ? []
        : [{ found, why: `${item.error.issues[0]?.path.join('.')}: expected an item with an id` }],
    ),
    next: webAddress(feed.next_url, url),
  }
}

function toItem(item: z.infer<typeof jsonItem>, base: string): BlogItem {
  const url = webAddress(item.url, base)
  const attached = item.attachments?.find(({ mime_type }) => mime_type.startsWith('image/'))
  const picture = [item.image, item.banner_image, attached?.url]
    .map((address) => webAddress(address, url ?? base))
    .find((address) => address !== null)
  return {
    id: item.id,
    url,
    title: item.title ? asMarkup(item.title) : null,
    html: item.content_html ?? asMarkup(item.content_text ?? item.summary ?? ''),
    tags: item.tags ?? [],
    picture: picture ? { url: picture, alt: null } : null,
    author: authorOf(item, base),
    published: item.date_published ?? null,
    language: item.language ?? null,
    sensitive: false,
    unlisted: false,
  }
}

function authorOf(
  named: Pick<z.infer<typeof jsonItem>, 'authors' | 'author'>,
  base: string,
): BlogAuthor | null {
  const first = named.authors?.[0] ?? named.author
  return first ? { name: first.name ?? null, url: webAddress(first.url, base) } : null
}
