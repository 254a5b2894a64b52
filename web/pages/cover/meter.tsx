import { useContest, usePage } from '../../current-page.tsx'
import { writeTimeLeft } from '../../format.ts'
import { LittlePages } from '../../parts/little-pages.tsx'
import type { Coverage, ItemRef } from '../../views.ts'

export interface MeterProps {
  coverage: Coverage
  /** When the last page is rebuilt at the present pace; null where nobody can know. */
  forecast: number | null
  /** The first of the pages still missing, in page order. */
  gaps: ItemRef[]
}

/** How far the catalogue has come: a number one reads across a room, and a little page for each page. */
export function Meter({ coverage, forecast, gaps }: MeterProps) {
  const { say, rich, number, when } = usePage()
  const { state, closesAt } = useContest()
  const filled = coverage.pages.filter(Boolean).length
  const total = coverage.pages.length
  const missing = total - filled
  return (
    <div class="meter">
      <p class="count">
        <b data-live-number="filled">{number(filled)}</b> <span>{say('cover.of', { n: total })}</span>
      </p>
      <LittlePages pages={coverage.pages} />
      <div class="facts" data-live-part="facts">
        <p class="remains">
          <strong>
            <TimeLeft />
          </strong>{' '}
          {coverage.photos > 0 && (
            <>
              <span>
                {rich(
                  'cover.people',
                  { n: <span data-live-number="people">{number(coverage.people)}</span> },
                  coverage.people,
                )}
              </span>{' '}
              <span>
                {rich(
                  'cover.photos',
                  { n: <span data-live-number="photos">{number(coverage.photos)}</span> },
                  coverage.photos,
                )}
              </span>
            </>
          )}
        </p>
        <p>
          {missing === 0 && say(state === 'open' ? 'cover.complete' : 'cover.completeClosed')}
          {filled === 0 && state === 'open' && say('cover.untouched')}
          {missing > 0 && filled > 0 && <Gaps gaps={gaps} missing={missing} />}
        </p>
        {forecast !== null && missing > 0 && state === 'open' && (
          <p>
            {forecast < closesAt
              ? say('cover.forecast', { time: when(forecast) })
              : say('cover.forecastLate')}
          </p>
        )}
      </div>
    </div>
  )
}

function Gaps({ gaps, missing }: Pick<MeterProps, 'gaps'> & { missing: number }) {
  const { say, link } = usePage()
  const { base } = useContest()
  return (
    <>
      {say('cover.stillEmpty')}{' '}
      {gaps.map(({ id, name }, place) => (
        <span key={id}>
          {place > 0 && ', '}
          <a href={link(`${base}/items/${id}`)}>{name}</a>
        </span>
      ))}
      {missing > gaps.length && (
        <>
          {' '}
          <a href={link(`${base}/items`, { gaps: '1' })}>
            {say('cover.andMore', { n: missing - gaps.length })}
          </a>
        </>
      )}
    </>
  )
}

function TimeLeft() {
  const { context, say, when } = usePage()
  const { state, opensAt, closesAt } = useContest()
  if (state === 'upcoming') return say('time.opens', { time: when(opensAt, 'dayAndTime') })
  if (state === 'open') return writeTimeLeft(say, context.now, closesAt)
  return say('time.closed', { time: when(closesAt) })
}
