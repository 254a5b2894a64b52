import { type Piece, pieces, tagName } from './tagging.ts'

/** How much of an address Mastodon shows after `https://` before it cuts it short (app/lib/text_formatter.rb). */
const SHOWN_OF_LINK = 30

/** The markup that Mastodon makes of a typed text (app/lib/text_formatter.rb): paragraphs, line breaks, links. */
export function toMarkup(text: string, base: string): string {
  const html = pieces(text)
    .map((piece) => pieceMarkup(piece, base))
    .join('')
  return html
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br />')}</p>`)
    .join('')
}

/** Text for markup and for attributes in double quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

function pieceMarkup(piece: Piece, base: string): string {
  if (piece.kind === 'text') return escapeHtml(piece.text)
  if (piece.kind === 'link') return linkMarkup(piece.url)
  if (piece.kind === 'tag') {
    const href = `${base}/tags/${encodeURIComponent(tagName(piece.name))}`
    return `<a href="${href}" class="mention hashtag" rel="tag">#<span>${escapeHtml(piece.name)}</span></a>`
  }
  const href = `${base}/@${piece.user}@${piece.host}`
  return `<span class="h-card" translate="no"><a href="${href}" class="u-url mention">@<span>${piece.user}</span></a></span>`
}

/** The scheme and the end of a long address are there, but the page hides them. */
function linkMarkup(url: string): string {
  const scheme = /^https?:\/\/(?:www\.)?/.exec(url)?.[0] ?? ''
  const rest = url.slice(scheme.length)
  const shown = rest.slice(0, SHOWN_OF_LINK)
  const hidden = rest.slice(SHOWN_OF_LINK)
  const words = [
    `<span class="invisible">${scheme}</span>`,
    `<span class="${hidden === '' ? '' : 'ellipsis'}">${escapeHtml(shown)}</span>`,
    `<span class="invisible">${escapeHtml(hidden)}</span>`,
  ]
  return `<a href="${escapeHtml(url)}" target="_blank" rel="nofollow noopener" translate="no">${words.join('')}</a>`
}
