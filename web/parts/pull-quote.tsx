import { useContest, usePage } from '../current-page.tsx'
import type { Words } from '../views.ts'
import { shortCredit } from './credit.ts'

/** One sentence by an ordinary person, set large. */
export function PullQuote({ words }: { words: Words }) {
  const { say, link } = usePage()
  const { base } = useContest()
  return (
    <figure class="words">
      <blockquote>
        <p lang={words.language ?? undefined}>{words.text}</p>
      </blockquote>
      <figcaption>
        <a href={link(`${base}/entries/${words.entry}`)}>{shortCredit(say, words.credit)}</a>
      </figcaption>
    </figure>
  )
}
