import type { Instant } from '../../server/contest/instant.ts'
import { useContest, usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import { FollowButton } from '../parts/follow-button.tsx'
import type { ItemRef } from '../views.ts'

/** `/c/:contest/confirm/:token`: where the mailed link leads. Asks first; POST to the same address confirms. */
export interface ConfirmProps {
  state: 'ask' | 'done' | 'expired' | 'unknown'
  token: string
  item: Pick<ItemRef, 'id' | 'name'> | null
  /** The receipt to follow the photograph with; null while unknown. */
  receipt: string | null
  /** When the link stopped working, for `expired`. */
  expiredAt: Instant | null
}

export function ConfirmPage({ state, token, item, receipt, expiredAt }: ConfirmProps) {
  const { say, link, when } = usePage()
  const { base } = useContest()
  const title = state === 'ask' ? say('confirm.title') : say(`confirm.${state}Title`)
  const text = {
    ask: item ? say('confirm.ask', { name: item.name }) : say('confirm.askNoItem'),
    done: say('confirm.done'),
    expired:
      expiredAt === null
        ? say('confirm.expiredUnknown')
        : say('confirm.expired', { time: when(expiredAt, 'dayAndTime') }),
    unknown: say('confirm.unknown'),
  }[state]
  return (
    <Document kind="receipt" title={title} description={null}>
      <article class="leaf slip">
        <h1>{title}</h1>
        <p>{text}</p>
        {state === 'ask' && (
          <form method="post" action={link(`${base}/confirm/${token}`)}>
            <button type="submit">{say('confirm.button')}</button>
            <p class="hint">{say('confirm.why')}</p>
          </form>
        )}
        {state === 'done' && receipt !== null && <FollowButton receipt={receipt} />}
        {state === 'expired' && (
          <p>
            <a class="button" href={link(`${base}/take-part#upload`)}>
              {say('confirm.again')}
            </a>
          </p>
        )}
      </article>
    </Document>
  )
}
