import { useContest, usePage } from '../current-page.tsx'
import { captionTags } from '../parts/caption-tags.ts'
import { Document } from '../parts/document.tsx'
import { Field } from '../parts/field.tsx'
import type { Fault } from '../views.ts'
import { EntryStatus } from './check/entry-status.tsx'
import type { EntryStatusView } from './check/entry-status-view.ts'

/**
 * `/c/:contest/check`: where a post or an upload stands. Posts `q`, the link to a post or a receipt: a receipt is a secret
 * and does not belong into addresses, though `?q=` is answered too.
 */
export interface CheckProps {
  /** What was asked for; empty before. */
  query: string
  faults: Fault[]
  /** One for each thing the post counts for, in page order; null before anything was asked. */
  entries: EntryStatusView[] | null
}

/** The longest link or receipt that is looked up. */
export const QUERY_LENGTH = 500

export function CheckPage({ query, faults, entries }: CheckProps) {
  const { say, link } = usePage()
  const { title, base } = useContest()
  return (
    <Document kind="check" title={say('check.title')} description={say('check.description', { title })}>
      <header class="title">
        <h1>{say('check.title')}</h1>
      </header>
      <form class="leaf lookup" method="post" action={link(`${base}/check`)}>
        <Field name="q" label={say('check.field')} hint={say('check.intro')} faults={faults} required>
          {(attributes) => (
            <input
              {...attributes}
              value={query}
              maxLength={QUERY_LENGTH}
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
            />
          )}
        </Field>
        <button type="submit">{say('check.go')}</button>
      </form>
      {entries?.length === 0 && <Nothing />}
      {entries !== null && entries.length > 0 && (
        <section>
          <h2 class="found">{say('check.found', { n: entries.length })}</h2>
          <div class="statuses">
            {entries.map((entry) => (
              <EntryStatus key={entry.entry} {...entry} />
            ))}
          </div>
        </section>
      )}
    </Document>
  )
}

function Nothing() {
  const { say, link } = usePage()
  const contest = useContest()
  const { base } = contest
  const tags = captionTags(contest, null).join(' ')
  return (
    <div class="nothing" role="status">
      <p>{say('check.none')}</p>
      <p>{say('check.noneWhy')}</p>
      <ul>
        <li>{say('check.noneFresh')}</li>
        <li>{say('check.noneTag', { tags })}</li>
        <li>{say('check.nonePrivate')}</li>
        <li>{say('check.noneCut')}</li>
      </ul>
      <p>
        <a href={link(`${base}/log`)}>{say('check.log')}</a>
      </p>
    </div>
  )
}
