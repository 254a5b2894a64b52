import { usePage } from '../current-page.tsx'
import { writeMoment } from '../format.ts'
import type { ContestState } from '../page-context.ts'
import { Document } from '../parts/document.tsx'
import { LittlePages } from '../parts/little-pages.tsx'

/** `/console`: the contests a manager looks after. */
export interface ConsoleContestsProps {
  contests: ConsoleContest[]
}

export interface ConsoleContest {
  slug: string
  title: string
  brand: string
  state: ContestState
  rehearsal: boolean
  zone: string
  closesAt: number
  pages: boolean[]
  waiting: number
  reports: number
  sourcesInTrouble: number
}

export function ConsoleContestsPage({ contests }: ConsoleContestsProps) {
  const { say } = usePage()
  return (
    <Document kind="console" title={say('console.contests')} description={null} console>
      <h1>{say('console.contests')}</h1>
      {contests.length === 0 ? (
        <div class="nothing">
          <p>{say('contests.none')}</p>
          <p>{say('contests.noneDo')}</p>
        </div>
      ) : (
        <ul class="contest-list">
          {contests.map((contest) => (
            <Line key={contest.slug} {...contest} />
          ))}
        </ul>
      )}
    </Document>
  )
}

function Line(contest: ConsoleContest) {
  const { context, say, link } = usePage()
  const { slug, title, brand, state, closesAt, zone, pages, waiting, reports, sourcesInTrouble } = contest
  const base = `/console/c/${slug}`
  return (
    <li class="leaf">
      <h2>
        <a href={link(base)}>{title}</a>
      </h2>
      <p class="hint">
        {brand}. {say(`home.state.${state}`)}. {writeMoment(context.lang, zone, closesAt, 'dayAndTime')}.
        {contest.rehearsal && ` ${say('site.rehearsal')}.`}
      </p>
      <LittlePages pages={pages} />
      <p class="chips">
        <a href={link(`${base}/moderate`)} class={waiting > 0 ? 'chip due' : 'chip'}>
          {say('contests.waiting', { n: waiting })}
        </a>
        {reports > 0 && (
          <a href={link(`${base}/moderate`, { show: 'reported' })} class="chip due">
            {say('contests.reports', { n: reports })}
          </a>
        )}
        <span class={sourcesInTrouble > 0 ? 'chip bad' : 'chip'}>
          {sourcesInTrouble > 0
            ? say('contests.sourcesTrouble', { n: sourcesInTrouble })
            : say('contests.sourcesOk')}
        </span>
      </p>
    </li>
  )
}
