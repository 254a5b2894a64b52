import { FetchError, type FetchErrorKind } from '../net/fetch-error.ts'
import { readBlogDate } from './blog-dates.ts'
import { asMarkup, type BlogItem } from './blog-item.ts'
import { toBlogPost } from './blog-post.ts'
import { decodeText } from './decode-text.ts'
import { jsonLinksTo, pageKind, textLinksTo, treeLinksTo } from './page-links.ts'
import { readPagePost } from './page-post.ts'
import { pageFault, readTree } from './page-tree.ts'
import type { SourceIo, Upsert } from './source.ts'

/** As the Recommendation suggests (w3.org/TR/webmention, 3.2.2 and 4.1). */
export const PAGE_LIMITS = { maxBytes: 1_000_000, deadline: 5_000, maxRedirects: 10 }

/** What asking one page for its post came to; each `why` is a sentence for whoever sent us there. */
export type AskedPage =
  | { kind: 'read'; upsert: Upsert; copies: string[]; linksTo(target: string): boolean }
  /** It was there, and is no more. */
  | { kind: 'gone'; why: string }
  /** What it is will not change by asking again. */
  | { kind: 'refused'; why: string }
  /** No answer, or trouble there: ask again. */
  | { kind: 'unknown'; why: string }

/** Fetches a page of the open web as a stranger would, and reads the post that it is. Throws only the signal's reason. */
export async function askBlogPage(
  url: string,
  io: Pick<SourceIo, 'fetch' | 'clock' | 'signal'>,
): Promise<AskedPage> {
  const headers = { accept: 'text/html, application/xhtml+xml, application/json;q=0.6, text/plain;q=0.5' }
  try {
    const {
      status,
      body,
      headers: told,
      url: found,
    } = await io.fetch(url, {
      headers,
      limits: PAGE_LIMITS,
      signal: io.signal,
    })
    io.signal.throwIfAborted()
    const refusal = refusalOf(status)
    if (refusal !== null) return refusal
    const type = told.get('content-type')
    return readPage(decodeText(body, type), type, found, io.clock.now())
  } catch (error) {
    io.signal.throwIfAborted()
    if (!(error instanceof FetchError)) throw error
    const why = REFUSED[error.kind]
    return why === undefined
      ? { kind: 'unknown', why: 'The page could not be reached.' }
      : { kind: 'refused', why }
  }
}

/** What does not become better by asking again. */
const REFUSED: Partial<Record<FetchErrorKind, string>> = {
  bad_url: 'The address cannot be fetched: expected http or https, the usual port, and no password in it.',
  refused_address: 'The address is not on the public internet.',
  too_large: `The page has more than ${PAGE_LIMITS.maxBytes} bytes.`,
  undecodable: 'The page is not compressed as it says.',
  redirects: `The address leads on more than ${PAGE_LIMITS.maxRedirects} times, or somewhere it must not.`,
}

function refusalOf(status: number): AskedPage | null {
  if (status === 200) return null
  if (status === 404 || status === 410) return { kind: 'gone', why: `The page is gone (${status}).` }
  if (status === 429 || status >= 500)
    return { kind: 'unknown', why: `The page could not be read: its server answered ${status}.` }
  return { kind: 'refused', why: `The page is not for everybody: its server answered ${status}.` }
}

function readPage(text: string, type: string | null, url: string, now: number): AskedPage {
  const kind = pageKind(type)
  if (kind === null)
    return {
      kind: 'refused',
      why: `The page is of the type ${type?.slice(0, 60)}; expected HTML, JSON or text.`,
    }
  const fault = kind === 'html' ? pageFault(text) : null
  if (fault !== null) return { kind: 'refused', why: `The page holds ${fault}.` }
  const tree = kind === 'html' ? readTree(text, url) : null
  const page = tree && readPagePost(text, url, tree)
  const linksTo = (target: string) => {
    if (tree) return treeLinksTo(tree, target)
    return kind === 'json' ? jsonLinksTo(text, target) : textLinksTo(text, target)
  }
  const item = page?.item ?? bare(url, kind === 'text' ? text : '')
  const blog = page?.blog ?? { title: null, home: null, author: null, language: null }
  // Nobody is refused for a date on a page that only people are meant to read.
  const published = item.published !== null && readBlogDate(item.published) === null ? null : item.published
  const post = toBlogPost({ ...item, published }, blog, url, now)
  return 'why' in post
    ? { kind: 'refused', why: `The page is no post: ${post.why}.` }
    : { kind: 'read', upsert: post, copies: page?.copies ?? [], linksTo }
}

/** A page without markup: its address, and its words where it has some. */
function bare(url: string, text: string): BlogItem {
  return {
    id: null,
    url,
    title: asMarkup(URL.parse(url)?.host ?? url),
    html: asMarkup(text),
    tags: [],
    picture: null,
    author: null,
    published: null,
    language: null,
    sensitive: false,
    unlisted: false,
  }
}
