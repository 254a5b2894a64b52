import { hash } from 'node:crypto'
import { extractHashtags, toHashtag } from '../contest/hashtag.ts'
import { DAY, type Instant } from '../contest/instant.ts'
import type { Author } from '../contest/post.ts'
import { FIRST_YEAR, readBlogDate } from './blog-dates.ts'
import type { Blog, BlogItem } from './blog-item.ts'
import { cutWords, EXCERPT_LENGTH, TITLE_LENGTH } from './excerpt.ts'
import { readHtml } from './html-text.ts'
import type { Upsert } from './source.ts'

/** Characters of the markup of one post that are read for its text and tags: a long article has about 50,000. */
export const LONGEST_BODY = 200_000
/** Characters of an identity or address: Postgres's indexes hold about 2,700 bytes. */
export const LONGEST_IDENTITY = 2_000
/** Tags of one post that are kept, and characters of each. */
export const MOST_TAGS = 100
const LONGEST_TAG = 100
/** The clock of a blog may be ahead by a zone that it does not tell. */
export const AHEAD = DAY

/** A post of a blog, or why there is none. */
export type BlogPost = Upsert | { why: string }

/**
 * Makes a post of what a feed or page tells: its title, an excerpt of plain text, its tags (categories, and hashtags of title
 * and text), one picture, never its markup.
 *
 * Its identity is what the feed calls it where that is an address or another URI, the same wherever it is read; other
 * names (`12`) are unique within the feed alone, so the feed's own address goes before them. Without one it is the
 * permalink, which otherwise is a second name of it. Its author is the address of the person, else the blog and a name:
 * mail addresses are not kept. Without a time it was posted when it was first seen.
 *
 * `from`: the address of the feed or page, which may hold a key in its query.
 */
export function toBlogPost(item: BlogItem, blog: Blog, from: string, now: Instant): BlogPost {
  const name = item.id ?? item.url
  if (name === null) return { why: 'found neither an identity (guid, id) nor a link; expected one of them' }
  const id = isUri(name) ? name : `${withoutQuery(from)} ${name}`
  if (id.length > LONGEST_IDENTITY || (item.url?.length ?? 0) > LONGEST_IDENTITY)
    return { why: `an identity or link of more than ${LONGEST_IDENTITY} characters` }
  const postedAt = item.published === null ? now : readBlogDate(item.published)
  if (postedAt === null || postedAt > now + AHEAD) {
    const found = JSON.stringify(item.published?.slice(0, 60))
    return { why: `time: found ${found}; expected one since ${FIRST_YEAR} that is not to come` }
  }
  const title = oneLine(item.title, TITLE_LENGTH)
  const body = readHtml(item.html.slice(0, LONGEST_BODY))
  if (title === null && body.text === '' && item.picture === null)
    return { why: 'found no title, text or picture; expected one of them' }
  return {
    kind: 'upsert',
    post: {
      network: 'blog',
      id,
      url: item.url,
      author: authorOf(item, blog, from),
      title,
      text: cutWords(body.text, EXCERPT_LENGTH),
      tags: tagsOf([...item.tags, ...body.hashtags], `${title ?? ''}\n${body.text}`),
      mentions: [],
      pictures: item.picture ? [{ ...item.picture, kind: 'image', poster: null }] : [],
      postedAt,
      editedAt: null,
      language: languageOf(item.language ?? blog.language),
      sensitive: item.sensitive,
      hints: item.unlisted ? ['no_index'] : [],
      licence: null,
    },
    ref: blogRef(id, item.url),
    raw: {
      id: item.id,
      url: item.url,
      published: item.published,
      tags: item.tags.slice(0, MOST_TAGS).map((tag) => tag.slice(0, LONGEST_TAG)),
    },
    also: item.url === null || item.url === id ? [] : [item.url],
  }
}

/** What a feed calls a post: a name of its identity, and the page that is asked whether it still stands. */
export function blogRef(id: string, url: string | null): string {
  return `${nameOf(id)} ${url ?? ''}`.trim()
}

/** A short name for an identity or a wording, the same every time. */
export function nameOf(text: string): string {
  return hash('sha256', text).slice(0, 16)
}

function isUri(name: string): boolean {
  return /^[a-z][a-z0-9+.-]{1,20}:\S+$/i.test(name)
}

function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '')
}

/** Categories may hold blanks and signs; keys of tags do not. */
function tagsOf(categories: readonly string[], text: string): string[] {
  const tags = [
    ...categories.flatMap((name) => toHashtag(name.slice(0, LONGEST_TAG)) ?? []),
    ...(/[#＃]/u.test(text) ? extractHashtags(text) : []).filter(
      ({ display }) => display.length <= LONGEST_TAG,
    ),
  ]
  const once = new Map(tags.toReversed().map((tag) => [tag.canonical, tag.display.replace(/[\s#]+/gu, '')]))
  return [...once.values()].toReversed().slice(0, MOST_TAGS)
}

/**
 * Whoever is named by an address of the same site is that address; else by the blog and the name: a page cannot speak for
 * somebody elsewhere, and the writers of one blog stay apart.
 */
function authorOf(item: BlogItem, blog: Blog, from: string): Author {
  const named = item.author ?? blog.author
  const page = URL.parse(item.url ?? from)
  const site = blog.home ?? page?.origin ?? withoutQuery(from)
  const name = oneLine(named?.name ?? null, TITLE_LENGTH)
  const address = named?.url ?? null
  const isTheirs = address !== null && siteOf(URL.parse(address)) === siteOf(page)
  const id = isTheirs ? address : name === null ? site : `${withoutQuery(site)}#${encodeURIComponent(name)}`
  const home = URL.parse(isTheirs ? address : site)
  const handle = home ? `${siteOf(home)}${home.pathname}`.replace(/(?<!\/)\/+$/, '') : site
  return {
    id: id.slice(0, LONGEST_IDENTITY),
    handle,
    name: name ?? oneLine(blog.title, TITLE_LENGTH) ?? handle,
    url: address ?? home?.href ?? null,
    since: null,
  }
}

function siteOf(url: URL | null): string | null {
  return url?.host.replace(/^www\./, '') ?? null
}

function oneLine(markup: string | null, most: number): string | null {
  if (markup === null) return null
  const text = readHtml(markup.slice(0, LONGEST_BODY)).text.replace(/\s+/gu, ' ')
  return cutWords(text, most) || null
}

function languageOf(found: string | null): string | null {
  return found !== null && /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,4}$/i.test(found.trim()) ? found.trim() : null
}
