import { usePage } from '../current-page.tsx'

export interface LittlePagesProps {
  /** One for each page, in page order: whether it is filled. */
  pages: boolean[]
}

/** More than this many pages are not told apart any more, and are drawn as a single bar. */
export const MOST_LITTLE_PAGES = 600

/** The catalogue at a glance: a little page for each, filled or dashed. */
export function LittlePages({ pages }: LittlePagesProps) {
  const { say } = usePage()
  const filled = pages.filter(Boolean).length
  const label = say('pages.meter', { n: filled, total: pages.length })
  if (pages.length > MOST_LITTLE_PAGES) {
    return <progress class="little-bar" value={filled} max={pages.length} aria-label={label} />
  }
  return (
    <span class={`little-pages ${sizeOf(pages.length)}`} role="img" aria-label={label}>
      {pages.map((isFilled, place) => (
        <i key={place} class={isFilled ? 'on' : undefined} />
      ))}
    </span>
  )
}

function sizeOf(count: number): string {
  if (count <= 36) return 'few'
  return count <= 144 ? 'many' : 'very-many'
}
