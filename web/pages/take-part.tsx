import type { Check, Verdict } from '../../server/contest/entry.ts'
import { useContest, usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import { Moment } from '../parts/moment.tsx'
import type { Fault, ItemRef } from '../views.ts'
import { CaptionCheck } from './part/caption-check.tsx'
import { ThreeSteps } from './part/three-steps.tsx'
import { Upload } from './part/upload.tsx'

/** `/c/:contest/take-part`: the steps, the caption check and the direct upload. */
export interface TakePartProps {
  /** All things, in page order. */
  items: PartItem[]
  /** The id of the thing chosen by `?item=`; null before. */
  chosen: string | null
  caption: CaptionForm
  upload: UploadForm
}

export interface PartItem extends ItemRef {
  /** Without `#`. */
  tag: string
}

/** `?caption=…&network=…`, and what the rules make of it. */
export interface CaptionForm {
  text: string
  /** As posts name their network; null for "anywhere". */
  network: string | null
  /** The networks to choose from. */
  networks: { id: string; name: string }[]
  /** Null before a caption was given. */
  result: CaptionResult | null
  faults: Fault[]
}

export interface CaptionResult {
  verdict: Verdict
  items: Pick<ItemRef, 'id' | 'name'>[]
  /** Those a caption can pass or fail. */
  checks: Check[]
  tagCount: number
  /** How many tags the network reads; null where it has no limit. */
  tagLimit: number | null
}

export interface UploadForm {
  /** What was typed; a file can not be kept. */
  values: { item: string; name: string; email: string; words: string; consent: boolean }
  faults: Fault[]
  /** Of the photograph, in bytes. */
  maxBytes: number
}

export function TakePartPage(props: TakePartProps) {
  const { say, rich } = usePage()
  const { title, state, opensAt, closesAt } = useContest()
  const isClosed = state === 'closed' || state === 'drawn'
  const window = isClosed ? 'part.closed' : state === 'upcoming' ? 'part.upcoming' : 'part.until'
  return (
    <Document kind="take-part" title={say('part.title')} description={say('part.description', { title })}>
      <header class="title">
        <h1>{say('part.title')}</h1>
        <p>
          {!isClosed && `${say('part.intro')} `}
          {rich(window, {
            time: <Moment at={state === 'upcoming' ? opensAt : closesAt} precision="dayAndTime" local />,
          })}
        </p>
      </header>
      {isClosed ? (
        <WaysOn />
      ) : (
        <>
          <ThreeSteps items={props.items} chosen={props.chosen} />
          <div class="two">
            <CaptionCheck {...props.caption} />
            {state === 'upcoming' ? (
              <UploadLater />
            ) : (
              <Upload items={props.items} chosen={props.chosen} {...props.upload} />
            )}
          </div>
        </>
      )}
    </Document>
  )
}

/** The free way in opens with the contest. */
function UploadLater() {
  const { say, rich } = usePage()
  const { opensAt } = useContest()
  return (
    <section class="leaf upload" id="upload">
      <h2>{say('part.uploadTitle')}</h2>
      <p>{rich('part.uploadLater', { time: <Moment at={opensAt} precision="dayAndTime" local /> })}</p>
    </section>
  )
}

/** What one can still do once nothing can be sent any more. */
function WaysOn() {
  const { say, link } = usePage()
  const { base, state } = useContest()
  return (
    <p class="calls">
      {state === 'drawn' && (
        <a class="button" href={link(`${base}/winners`)}>
          {say('cover.seeWinners')}
        </a>
      )}
      <a class={state === 'drawn' ? 'way' : 'button'} href={link(`${base}/items`)}>
        {say('cover.leaf')}
      </a>
      <a class="way" href={link(`${base}/check`)}>
        {say('site.check')}
      </a>
    </p>
  )
}
