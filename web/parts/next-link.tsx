import { usePage } from '../current-page.tsx'
import { Arrow } from './arrow.tsx'

export interface NextLinkProps {
  /** Null at the end of the list. */
  cursor: string | null
  words: string
  /** What narrows the list. */
  query?: Record<string, string | null>
}

/** The way on in a long list: a plain link, which the island follows by itself when it is scrolled to. */
export function NextLink({ cursor, words, query = {} }: NextLinkProps) {
  const { context, say, link } = usePage()
  if (cursor === null) return null
  const [here = ''] = context.path.split('?', 1)
  return (
    <p class="next">
      <a
        class="button secondary"
        href={link(here, { ...query, after: cursor })}
        rel="next"
        data-more
        data-failed={say('list.failed')}
      >
        {words} <Arrow to="down" />
      </a>
    </p>
  )
}
