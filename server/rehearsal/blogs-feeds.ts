import type { Instant } from '../contest/instant.ts'
import { blogPostId, categoriesOf, type FeedFormat, mailDate, postPath, titleOf } from './blogs-post.ts'
import { filePath } from './mastodon-entity.ts'
import { escapeHtml, toMarkup } from './mastodon-html.ts'
import { type RehearsalPost, wordingAt } from './post.ts'

/** What a feed is written from: posts newest first, one page of them. */
export interface FeedPage {
  /** Of the blog, or of the collection of blogs. */
  title: string
  /** Of the front page and of the feed itself. */
  home: string
  self: string
  /** Of the page with older posts. */
  next: string | null
  posts: readonly RehearsalPost[]
  base: string
  now: Instant
}

export function writeFeed(format: FeedFormat, page: FeedPage): { type: string; text: string } {
  if (format === 'json') return { type: 'application/feed+json', text: writeJson(page) }
  return format === 'atom'
    ? { type: 'application/atom+xml; charset=utf-8', text: writeAtom(page) }
    : { type: 'application/rss+xml; charset=utf-8', text: writeRss(page) }
}

function writeRss({ title, home, self, posts, base, now }: FeedPage): string {
  const items = posts.map((post) => {
    const { text } = wordingAt(post, now)
    const [picture] = picturesOf(post, base, now)
    const media = picture
      ? `<media:content url="${escapeHtml(picture.url)}" medium="image"><media:description>${escapeHtml(picture.alt ?? '')}</media:description></media:content>`
      : ''
    return `<item><title>${escapeHtml(titleOf(text))}</title><link>${base}${postPath(post)}</link>
<guid isPermaLink="false">${escapeHtml(blogPostId(post))}</guid><pubDate>${mailDate(post.createdAt)}</pubDate>
<dc:creator>${escapeHtml(post.account.name)}</dc:creator>${categoriesOf(text)
      .map((name) => `<category>${escapeHtml(name)}</category>`)
      .join('')}${media}
<content:encoded><![CDATA[${bodyOf(post, base, now).replaceAll(']]>', ']]&gt;')}]]></content:encoded></item>`
  })
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>${escapeHtml(title)}</title><link>${home}</link><description>Invented people and pictures.</description>
<atom:link rel="self" href="${escapeHtml(self)}"/>
${items.join('\n')}
</channel></rss>`
}

function writeAtom({ title, home, self, next, posts, base, now }: FeedPage): string {
  const entries = posts.map((post) => {
    const wording = wordingAt(post, now)
    const files = picturesOf(post, base, now).map(
      ({ url }) => `<link rel="enclosure" type="image/jpeg" href="${escapeHtml(url)}"/>`,
    )
    return `<entry><id>${escapeHtml(blogPostId(post))}</id><title type="text">${escapeHtml(titleOf(wording.text))}</title>
<link rel="alternate" type="text/html" href="${base}${postPath(post)}"/>${files.join('')}
<published>${iso(post.createdAt)}</published><updated>${iso(wording.at)}</updated>
<author><name>${escapeHtml(post.account.name)}</name></author>${categoriesOf(wording.text)
      .map((name) => `<category term="${escapeHtml(name)}"/>`)
      .join('')}
<content type="html">${escapeHtml(bodyOf(post, base, now))}</content></entry>`
  })
  const older = next === null ? '' : `<link rel="next" href="${escapeHtml(next)}"/>`
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>${escapeHtml(self)}</id><title>${escapeHtml(title)}</title>
<updated>${iso(now)}</updated><link rel="alternate" href="${home}"/><link rel="self" href="${escapeHtml(self)}"/>${older}
${entries.join('\n')}
</feed>`
}

function writeJson({ title, home, self, next, posts, base, now }: FeedPage): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: home,
    feed_url: self,
    ...(next === null ? {} : { next_url: next }),
    items: posts.map((post) => {
      const wording = wordingAt(post, now)
      const [picture] = picturesOf(post, base, now)
      return {
        id: blogPostId(post),
        url: `${base}${postPath(post)}`,
        title: titleOf(wording.text),
        content_html: bodyOf(post, base, now),
        date_published: iso(post.createdAt),
        tags: categoriesOf(wording.text),
        authors: [{ name: post.account.name }],
        ...(post.language === null ? {} : { language: post.language }),
        ...(picture ? { image: picture.url } : {}),
      }
    }),
  })
}

/** The text of a post with its pictures. */
export function bodyOf(post: RehearsalPost, base: string, now: Instant): string {
  const images = picturesOf(post, base, now).map(
    ({ url, alt }) => `<img src="${escapeHtml(url)}" alt="${escapeHtml(alt ?? '')}">`,
  )
  return `${toMarkup(wordingAt(post, now).text, base)}${images.join('')}`
}

export function picturesOf(
  post: RehearsalPost,
  base: string,
  now: Instant,
): { url: string; alt: string | null }[] {
  return wordingAt(post, now).files.flatMap((file) =>
    file.kind === 'image' ? [{ url: base + filePath(post, file), alt: file.alt }] : [],
  )
}

function iso(at: Instant): string {
  return new Date(at).toISOString()
}
