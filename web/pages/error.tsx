import { usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import { faultWords } from '../parts/fault-words.ts'
import type { Fault } from '../views.ts'

/** The statuses that have words of their own. */
export const ERROR_STATUSES = [400, 401, 403, 404, 410, 413, 429, 500, 503] as const

export type ErrorStatus = (typeof ERROR_STATUSES)[number]

/** Shown instead of a page, with the status of the answer. */
export interface ErrorProps {
  status: ErrorStatus
  /** What was wrong with which field, for 400; empty otherwise. */
  faults: Fault[]
  /** Seconds until another try makes sense; null where nobody knows. */
  retryAfter: number | null
  /** What finds this answer in the log; null where nothing was logged. */
  requestId: string | null
}

export function ErrorPage({ status, faults, retryAfter, requestId }: ErrorProps) {
  const { context, say, link } = usePage()
  const base = context.contest && `/c/${context.contest.slug}`
  const title = say(`error.${status}.title`)
  return (
    <Document kind="error" title={title} description={null}>
      <article class="missing-page">
        <div class="page gap" aria-hidden="true">
          <span class="folio">{status}</span>
        </div>
        <div class="text">
          <h1>{title}</h1>
          <p class="lede">
            {say(`error.${status}.text`)}{' '}
            {status === 429 && retryAfter !== null && say('error.429.wait', { n: retryAfter })}
          </p>
          {faults.length > 0 && (
            <ul class="faults">
              {faults.map((fault, place) => (
                <li key={place}>
                  {fault.field !== null && <b>{fault.field} </b>}
                  {faultWords(say, fault)}
                </li>
              ))}
            </ul>
          )}
          <p class="calls">
            <a class="button" href={link(base ?? '/')}>
              {say(base ? 'error.back' : 'error.backSite')}
            </a>
            {base && (
              <a class="way" href={link(`${base}/items`)}>
                {say('error.items')}
              </a>
            )}
          </p>
          {requestId !== null && <p class="hint">{say('error.request', { id: requestId })}</p>}
        </div>
      </article>
    </Document>
  )
}
