import { useContest, usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import type { DrawState } from '../views.ts'
import { DrawTimes, type DrawTimesProps } from './draw/draw-times.tsx'
import { type DrawItem, DrawWinners } from './draw/draw-winners.tsx'
import { Facts, type FactsProps } from './draw/facts.tsx'
import { Revisions, type RevisionView } from './draw/revisions.tsx'
import { Trust, type TrustProps } from './draw/trust.tsx'
import { Verify } from './draw/verify.tsx'

/** `/c/:contest/draws/:n`: one draw, what it proves, and all that is needed to check it. */
export interface DrawProps extends TrustProps, DrawTimesProps, FactsProps {
  draw: number
  state: DrawState
  /** In commitment order. */
  items: DrawItem[]
  /** Oldest first; the first is the draw itself. Empty before the draw. */
  revisions: RevisionView[]
}

export function DrawPage(props: DrawProps) {
  const { say, link } = usePage()
  const { title, base } = useContest()
  const { draw, state } = props
  return (
    <Document
      kind="draw"
      title={say('draw.title', { n: draw })}
      description={say('draw.description', { n: draw, title })}
    >
      <header class="title">
        <h1>{say('draw.title', { n: draw })}</h1>
        <p>
          {state === 'drawn' && say('draw.how')}
          {state === 'committed' && say('draw.howCommitted')}
          {state === 'withdrawn' && (
            <>
              {say('draw.withdrawnText')} <a href={link(`${base}/draws/${draw + 1}`)}>{say('draw.next')}</a>
            </>
          )}
        </p>
      </header>
      <div class="protocol">
        {state === 'drawn' && <DrawWinners items={props.items} />}
        <aside>
          <Trust {...props} />
          <DrawTimes {...props} />
        </aside>
        <div class="rest">
          <Verify {...props} />
          <Facts {...props} />
          <Revisions {...props} />
        </div>
      </div>
    </Document>
  )
}
