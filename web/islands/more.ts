import { fetchPage } from './page.ts'

/** So many pages of a list come by themselves. After that it takes a press, so that one can reach the foot of the page. */
const BY_ITSELF = 3

/** How far below the screen a list's end is when the next part is fetched. */
const AHEAD = '800px'

/** Turns the plain next link of a long list into loading when one scrolls to it. */
export function loadMoreWhenReached(): void {
  const link = document.querySelector<HTMLAnchorElement>('[data-more]')
  const lists = [...document.querySelectorAll('[data-list]')]
  // The one before the link: others may follow it.
  const place = lists.findLastIndex((one) => link && isBefore(one, link))
  const list = lists[place]
  if (!link || !list) return
  let isLoading = false
  let cameByThemselves = 0

  const load = async () => {
    if (isLoading) return
    isLoading = true
    list.setAttribute('aria-busy', 'true')
    link.classList.add('busy')
    try {
      const page = await fetchPage(link.href)
      const more = page.querySelectorAll('[data-list]')[place]
      const next = page.querySelector<HTMLAnchorElement>('[data-more]')
      if (more) list.append(...more.children)
      if (next) link.href = next.href
      else link.parentElement?.remove()
    } catch {
      link.textContent = link.dataset.failed ?? ''
      end.disconnect()
      document.removeEventListener('click', press)
    }
    list.removeAttribute('aria-busy')
    link.classList.remove('busy')
    isLoading = false
  }

  const press = (event: MouseEvent) => {
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    if (!isPlain || !(event.target instanceof Node) || !link.contains(event.target)) return
    event.preventDefault()
    void load()
  }

  const end = new IntersectionObserver(
    (seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return
      cameByThemselves += 1
      if (cameByThemselves >= BY_ITSELF) end.disconnect()
      void load()
    },
    { rootMargin: AHEAD },
  )
  end.observe(link)
  document.addEventListener('click', press)
}

function isBefore(one: Node, other: Node): boolean {
  return (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
}
