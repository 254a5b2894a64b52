import type { LiveUpdate } from '../live-update.ts'
import { localeOf } from '../locale.ts'

/** Writes the running numbers wherever they stand, and says whether one of them was another before. */
export function writeNumbers({ filled, people, photos }: LiveUpdate): boolean {
  const numbers = new Intl.NumberFormat(localeOf(document.documentElement.lang))
  let hasChanged = false
  for (const [name, value] of Object.entries({ filled, people, photos })) {
    for (const place of document.querySelectorAll(`[data-live-number="${name}"]`)) {
      const text = numbers.format(value)
      hasChanged ||= place.textContent !== text
      place.textContent = text
    }
  }
  return hasChanged
}

/**
 * Takes over what is new in a fresh copy of this page: filled gaps, little pages, the newest photographs, the cover, and
 * the words marked as changing.
 */
export function takeOver(fresh: Document): void {
  for (const gap of gaps(document)) {
    const page = fresh.querySelector(`[data-page="${CSS.escape(gap.dataset.page ?? '')}"]`)
    if (!page || page.classList.contains('gap')) continue
    page.classList.add('filling')
    gap.replaceWith(page)
  }
  const rows = fresh.querySelectorAll('.little-pages')
  document.querySelectorAll('.little-pages').forEach((row, place) => {
    const news = rows[place]
    if (news) fillRow(row, news)
  })
  for (const part of document.querySelectorAll<HTMLElement>('[data-live-part]')) {
    const news = fresh.querySelector(`[data-live-part="${CSS.escape(part.dataset.livePart ?? '')}"]`)
    if (news && news.innerHTML !== part.innerHTML) part.replaceChildren(...news.childNodes)
  }
  for (const selector of ['[data-live-photos]', '[data-live-cover]']) {
    const old = document.querySelector(selector)
    const news = fresh.querySelector(selector)
    if (old && news) replaceList(old, news)
  }
}

function gaps(page: Document): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>('[data-page].gap')]
}

function fillRow(row: Element, fresh: Element): void {
  row.setAttribute('aria-label', fresh.getAttribute('aria-label') ?? '')
  ;[...row.children].forEach((page, place) => {
    const isNew = fresh.children[place]?.className === 'on' && !page.classList.contains('on')
    if (isNew) page.classList.add('on', 'filling')
  })
}

/** Pictures that stood there before stay without a stir; the others are seen to come. Nothing moves under a reader's focus. */
function replaceList(old: Element, fresh: Element): void {
  const before = new Set([...old.querySelectorAll('img')].map((img) => img.getAttribute('src')))
  const isNew = (child: Element) => {
    const source = child.querySelector('img')?.getAttribute('src')
    return source !== undefined && !before.has(source)
  }
  const news = [...fresh.children].filter(isNew)
  if (news.length === 0 || old.contains(document.activeElement)) return
  for (const child of news) child.classList.add('filling')
  old.className = fresh.className
  old.replaceChildren(...fresh.children)
}
