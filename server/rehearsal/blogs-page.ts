import type { Instant } from '../contest/instant.ts'
import { bodyOf, picturesOf } from './blogs-feeds.ts'
import { blogPath, categoriesOf, isMarkedUp, postPath, titleOf } from './blogs-post.ts'
import { escapeHtml } from './mastodon-html.ts'
import { type RehearsalAccount, type RehearsalPost, wordingAt } from './post.ts'

/** A post as a person reads it: with microformats, or with Open Graph alone. `links`: what it links to at its end. */
export function blogPageHtml(
  post: RehearsalPost,
  links: readonly string[],
  base: string,
  now: Instant,
): string {
  const { text } = wordingAt(post, now)
  const title = escapeHtml(titleOf(text))
  const more = links.map((url) => `<p><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></p>`).join('')
  const body = `${bodyOf(post, base, now)}${more}`
  return isMarkedUp(post.account)
    ? page(title, post.language, '', entry(post, title, body, base, text))
    : page(title, post.language, previews(post, title, base, now), `<h1>${title}</h1>${body}`)
}

/** The front page of a blog, newest first. */
export function frontPageHtml(
  account: RehearsalAccount,
  posts: readonly RehearsalPost[],
  now: Instant,
): string {
  const items = posts.map(
    (post) => `<li><a href="${postPath(post)}">${escapeHtml(titleOf(wordingAt(post, now).text))}</a></li>`,
  )
  const feed = `<link rel="alternate" type="application/rss+xml" href="${blogPath(account)}feed">`
  return page(
    escapeHtml(account.name),
    'en',
    feed,
    `<h1>${escapeHtml(account.name)}</h1><ul>${items.join('')}</ul>`,
  )
}

function entry(post: RehearsalPost, title: string, body: string, base: string, text: string): string {
  const { account, createdAt } = post
  const at = new Date(createdAt).toISOString()
  const photo = picturesOf(post, base, Number.POSITIVE_INFINITY)[0]
  return `<article class="h-entry"><h1 class="p-name">${title}</h1>
<p><a class="p-author h-card" href="${base}${blogPath(account)}">${escapeHtml(account.name)}</a>
<a class="u-url" href="${postPath(post)}"><time class="dt-published" datetime="${at}">${at.slice(0, 10)}</time></a></p>
${photo ? `<data class="u-photo" value="${escapeHtml(photo.url)}"></data>` : ''}
<div class="e-content">${body}</div>
${categoriesOf(text)
  .map((name) => `<span class="p-category">${escapeHtml(name)}</span>`)
  .join(' ')}</article>`
}

function previews(post: RehearsalPost, title: string, base: string, now: Instant): string {
  const [picture] = picturesOf(post, base, now)
  const at = new Date(post.createdAt).toISOString()
  const tags = categoriesOf(wordingAt(post, now).text).map(
    (name) => `<meta property="article:tag" content="${escapeHtml(name)}">`,
  )
  return `${tags.join('')}<meta property="og:title" content="${title}"><meta property="og:type" content="article">
<meta property="og:site_name" content="${escapeHtml(post.account.name)}"><meta property="article:published_time" content="${at}">
${picture ? `<meta property="og:image" content="${escapeHtml(picture.url)}">` : ''}`
}

function page(title: string, language: string | null, head: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language ?? 'en')}"><head><meta charset="utf-8"><title>${title}</title>${head}</head>
<body><p>Rehearsal: invented people and pictures.</p>${body}</body></html>
`
}
