import { useContest, usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import { Moment } from '../parts/moment.tsx'
import { CaptionCheck, type CaptionForm } from './part/caption-check.tsx'
import { type ThingChoice, ThreeSteps } from './part/three-steps.tsx'
import { Upload, type UploadForm } from './part/upload.tsx'

/** `/c/:contest/take-part`: the steps, the caption check and the direct upload. */
export interface TakePartProps extends ThingChoice {
  caption: CaptionForm
  upload: UploadForm
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
