import type { Instant } from '../../server/contest/instant.ts'
import { usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import { NextLink } from '../parts/next-link.tsx'

/** `/console/outbox`: mail that was sent, or would have been. */
export interface OutboxProps {
  /** The mail server; null where none is set and mail is only shown. */
  host: string | null
  mails: MailView[]
  /** Cursor of older mails; null at the end. */
  next: string | null
}

export interface MailView {
  id: string
  to: string
  subject: string
  /** Plain text. */
  text: string
  at: Instant
  state: 'shown' | 'queued' | 'sent' | 'failed'
  /** What the mail server said, for `failed`. */
  why: string | null
}

export function OutboxPage({ host, mails, next }: OutboxProps) {
  const { say } = usePage()
  return (
    <Document kind="console" title={say('outbox.title')} description={null} console>
      <h1>{say('outbox.title')}</h1>
      <p class="hint">{host === null ? say('outbox.intro') : say('outbox.introSent', { host })}</p>
      {mails.length === 0 ? (
        <div class="nothing">
          <p>{say('outbox.none')}</p>
        </div>
      ) : (
        <ol class="mails" data-list>
          {mails.map((mail) => (
            <Mail key={mail.id} {...mail} />
          ))}
        </ol>
      )}
      <NextLink cursor={next} words={say('list.more')} />
    </Document>
  )
}

function Mail({ to, subject, text, at, state, why }: MailView) {
  const { say, when } = usePage()
  return (
    <li class="leaf mail">
      <h2>{subject}</h2>
      <p class="hint">
        {say('outbox.to', { email: to })}. {when(at, 'exact')}.{' '}
        <span class={state === 'failed' ? 'chip bad' : 'chip'}>
          {state === 'failed' ? say('outbox.state.failed', { why: why ?? '' }) : say(`outbox.state.${state}`)}
        </span>
      </p>
      <div class="letter">
        {text.split('\n').map((line, place) => (
          <p key={place}>
            <Linked text={line} />
          </p>
        ))}
      </div>
    </li>
  )
}

/** A line whose web addresses can be followed. */
function Linked({ text }: { text: string }) {
  return (
    <>
      {text.split(/(https?:\/\/\S+)/).map((part, place) =>
        place % 2 === 1 ? (
          <a key={place} href={part} rel="noopener">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </>
  )
}
