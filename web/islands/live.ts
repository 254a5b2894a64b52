import { takeOver, writeNumbers } from './live-page.ts'
import { fetchPage } from './page.ts'

/** However much happens, the page itself is asked for again this often at most, in milliseconds. */
const PACE = 2000

/** Many readers hear of the same news at once; they ask for it within this time of each other. */
const JITTER = 500

/**
 * Follows a contest until its winners are drawn. Numbers are written at once; photographs come out of the page itself, which is
 * asked for again and whose news are taken over, so that nothing is worded or drawn in two places.
 */
export function followLive(): void {
  const address = document.querySelector<HTMLElement>('main[data-live]')?.dataset.live
  if (!address) return
  let source: EventSource | null = null
  let isFirst = true
  let due: ReturnType<typeof setTimeout> | undefined
  let renewed = 0

  const renew = async () => {
    due = undefined
    renewed = performance.now()
    const page = await fetchPage(location.href).catch(() => null)
    if (page) takeOver(page)
  }
  const hear = ({ data }: MessageEvent<string>) => {
    const isLate = writeNumbers(JSON.parse(data))
    // The first message after loading tells what the page shows already; every other one is news.
    if (!due && (isLate || !isFirst)) {
      due = setTimeout(renew, Math.max(Math.random() * JITTER, renewed + PACE - performance.now()))
    }
    isFirst = false
  }
  const follow = () => {
    source ??= new EventSource(address)
    source.onmessage = hear
  }
  const rest = () => {
    source?.close()
    source = null
  }
  // A page nobody looks at holds no connection open.
  document.addEventListener('visibilitychange', () => (document.hidden ? rest() : follow()))
  addEventListener('pagehide', rest)
  addEventListener('pageshow', ({ persisted }) => persisted && follow())
  follow()
}
