import type { Instant } from '../../server/contest/instant.ts'
import { useContest, usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import { PlainText } from '../parts/plain-text.tsx'

/** `/c/:contest/rules`: the rules as they are hashed. */
export interface RulesProps {
  /** Plain text, as `rules.txt` serves it. */
  text: string
  /** SHA-256 in hex; null before they are locked. */
  hash: string | null
  /** When they were locked; null before. */
  lockedAt: Instant | null
}

export function RulesPage({ text, hash, lockedAt }: RulesProps) {
  const { say, when } = usePage()
  const { title, base } = useContest()
  return (
    <Document kind="rules" title={say('rules.title')} description={say('rules.description', { title })}>
      <header class="title">
        <h1>{say('rules.title')}</h1>
        <p>
          {lockedAt === null ? say('rules.draft') : say('rules.locked', { time: when(lockedAt, 'exact') })}
        </p>
      </header>
      <article class="leaf plain-text">
        <PlainText text={text} />
        {hash !== null && (
          <footer>
            <p>
              <small>{say('rules.hash')}</small> <code>{hash}</code>
            </p>
            <p>
              <a href={`${base}/rules.txt`}>{say('rules.plain')}</a>
            </p>
          </footer>
        )}
      </article>
    </Document>
  )
}
