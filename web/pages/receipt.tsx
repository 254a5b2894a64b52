import type { Instant } from '../../server/contest/instant.ts'
import { useContest, usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import { FollowButton } from '../parts/follow-button.tsx'
import { Moment } from '../parts/moment.tsx'
import { CopyButton } from '../parts/tag.tsx'
import type { ItemRef } from '../views.ts'

/** `/c/:contest/receipts/:code`: what somebody sees after sending a photograph. */
export interface ReceiptProps {
  code: string
  item: Pick<ItemRef, 'id' | 'name'> | null
  /** Where the mail went, as the person typed it or shortened. */
  email: string
  /** Until when the mailed link works; null once the address is confirmed. */
  confirmBy: Instant | null
}

export function ReceiptPage({ code, item, email, confirmBy }: ReceiptProps) {
  const { say, rich, link } = usePage()
  const { base } = useContest()
  return (
    <Document kind="receipt" title={say('receipt.title')} description={null}>
      <article class="leaf slip">
        <h1>{say('receipt.title')}</h1>
        <p>{say('receipt.intro')}</p>
        <p class="code">
          <small>{say('receipt.code')}</small> <code>{code}</code> <CopyButton text={code} />
        </p>
        <h2>{say('receipt.next')}</h2>
        <ol class="next-steps">
          <li class={confirmBy === null ? 'done' : undefined}>
            {confirmBy === null ? (
              say('receipt.mailDone')
            ) : (
              <>
                {say('receipt.mail', { email })}{' '}
                {rich('receipt.mailBy', { time: <Moment at={confirmBy} precision="dayAndTime" local /> })}
              </>
            )}
          </li>
          <li>{say('receipt.look')}</li>
          <li>{item ? say('receipt.page', { name: item.name }) : say('receipt.pageNoItem')}</li>
        </ol>
        <div class="calls">
          <FollowButton receipt={code} />
          <a class="way" href={link(`${base}/take-part#upload`)}>
            {say('receipt.another')}
          </a>
        </div>
      </article>
    </Document>
  )
}
