import { filePath, postPage, type Teller } from './mastodon-entity.ts'
import { escapeHtml, toMarkup } from './mastodon-html.ts'
import { handleOf, type RehearsalAccount, type RehearsalFile, type RehearsalPost, wordingAt } from './post.ts'

const STYLE = `
:root { color-scheme: light dark; --ink: #23211d; --paper: #f6f2ea; --leaf: #fffdf8; --line: #d9d2c3; --quiet: #6d675b; --link: #8a3a22 }
@media (prefers-color-scheme: dark) { :root { --ink: #ece6da; --paper: #1c1b18; --leaf: #26241f; --line: #3d3a33; --quiet: #a49d8e; --link: #f0a184 } }
* { box-sizing: border-box }
body { margin: 0; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink); font: 1.05rem/1.55 Georgia, serif; overflow-wrap: anywhere }
main { max-width: 38rem; margin: 0 auto }
a { color: var(--link) }
.mark { margin: 0 auto 1.5rem; max-width: 38rem; padding: .5rem .8rem; border: 1px dashed var(--quiet); color: var(--quiet); font-size: .9rem }
article { background: var(--leaf); border: 1px solid var(--line); border-radius: .5rem; padding: 1.1rem 1.2rem; margin-bottom: 1.2rem }
header { display: flex; gap: .8rem; align-items: center }
.face { flex: none; width: 2.8rem; height: 2.8rem; border-radius: 50%; display: grid; place-items: center; color: #fff; font: 600 1.1rem/1 system-ui, sans-serif }
.name { font-weight: bold; display: block; color: inherit; text-decoration: none }
small, time { color: var(--quiet) }
img { display: block; max-width: 100%; height: auto; border-radius: .3rem; margin-top: .8rem }
.invisible { font-size: 0 }
.ellipsis::after { content: "…" }
h1 { font-size: 1.5rem }
`

/** One post, as a person sees it. */
export function postPageHtml(post: RehearsalPost, teller: Teller): string {
  return page(`${post.account.name}: post`, post.language, article(post, teller))
}

/** Several posts under a title, newest first: a profile, a tag, the front page. */
export function listPageHtml(title: string, posts: readonly RehearsalPost[], teller: Teller): string {
  const articles = posts.map((post) => article(post, teller)).join('')
  return page(title, 'en', `<h1>${escapeHtml(title)}</h1>${articles || '<p>Nothing here yet.</p>'}`)
}

export function missingPageHtml(): string {
  return page(
    'Not here',
    'en',
    '<h1>This page is not here</h1><p>The post may have been deleted by its author.</p>',
  )
}

/** A neutral face for accounts without a picture. */
export const AVATAR = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="#b7a98c"/><circle cx="20" cy="16" r="7" fill="#f6f2ea"/><path d="M6 40a14 13 0 0 1 28 0" fill="#f6f2ea"/></svg>`

function page(title: string, language: string | null, body: string): string {
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language ?? 'en')}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escapeHtml(title)} · rehearsal</title><style>${STYLE}</style></head>
<body><p class="mark" lang="en">Rehearsal: invented people and pictures on an invented network.</p>
<main>${body}</main></body></html>
`
}

function article(post: RehearsalPost, teller: Teller): string {
  const boosted = post.boostOf === null ? undefined : teller.find(post.boostOf)
  if (boosted !== undefined)
    return `<p><small>${author(post.account)} passed on:</small></p>${article(boosted, teller)}`
  const wording = wordingAt(post, teller.now)
  const edited = wording.at > post.createdAt ? ', edited' : ''
  const when = new Date(post.createdAt).toISOString()
  return `<article><header>${face(post.account)}<div><a class="name" href="${teller.base}/@${handleOf(post.account)}">${escapeHtml(post.account.name)}</a><small>@${handleOf(post.account)}</small></div></header>
${toMarkup(wording.text, teller.base)}
${wording.files.map((file) => figure(post, file, teller)).join('')}
<p><a href="${postPage(post, teller.base)}"><time datetime="${when}">${when.slice(0, 16).replace('T', ' ')}</time></a><small>${edited}</small></p></article>`
}

function figure(post: RehearsalPost, file: RehearsalFile, { base }: Teller): string {
  const alt = escapeHtml(file.alt ?? '')
  if (file.kind === 'video') return `<p><small>A film: ${alt || 'without a description'}</small></p>`
  const path = filePath(post, file).replace(/mp4$/, 'jpg').replace('/media/', '/media/small/')
  return `<img src="${base}${path}" alt="${alt}" loading="lazy">`
}

function author(account: RehearsalAccount): string {
  return escapeHtml(`${account.name} @${handleOf(account)}`)
}

/** A disc with the first letter, in a colour of the person's own. */
function face(account: RehearsalAccount): string {
  const hue = [...handleOf(account)].reduce(
    (sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360,
    7,
  )
  const letter = escapeHtml([...account.name][0] ?? '?')
  return `<span class="face" style="background: hsl(${hue} 40% 36%)" aria-hidden="true">${letter}</span>`
}
