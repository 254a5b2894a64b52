import type { Instant } from '../../server/contest/instant.ts'
import { useContest, usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import type { DrawLevel, DrawState } from '../views.ts'

/** `/c/:contest/draws`: every draw, newest first. */
export interface DrawsProps {
  draws: DrawLine[]
}

export interface DrawLine {
  draw: number
  state: DrawState
  level: DrawLevel
  committedAt: Instant
  drawnAt: Instant | null
  people: number
  tickets: number
  winners: number
}

export function DrawsPage({ draws }: DrawsProps) {
  const { say, link } = usePage()
  const { title, base } = useContest()
  return (
    <Document kind="draws" title={say('draws.title')} description={say('draws.description', { title })}>
      <header class="title">
        <h1>{say('draws.title')}</h1>
        <p>{say('draw.provesAll')}</p>
        <p>
          <a href={link(`${base}/log`)}>{say('site.log')}</a>
        </p>
      </header>
      {draws.length === 0 ? (
        <div class="nothing">
          <p>{say('draws.none')}</p>
        </div>
      ) : (
        <ul class="leaf draw-list">
          {draws.map((draw) => (
            <Line key={draw.draw} {...draw} />
          ))}
        </ul>
      )}
    </Document>
  )
}

function Line({ draw, state, level, committedAt, drawnAt, people, tickets, winners }: DrawLine) {
  const { say, link, when } = usePage()
  const { base } = useContest()
  return (
    <li>
      <h2>
        <a href={link(`${base}/draws/${draw}`)}>{say('draws.one', { n: draw })}</a>
      </h2>
      <p>
        {say(`draws.state.${state}`)}, {when(drawnAt ?? committedAt, 'dayAndTime')}
      </p>
      <p class="hint">
        {[
          say('draw.level', { level }),
          say('draws.people', { n: people }),
          say('draws.tickets', { n: tickets }),
          say('draws.winners', { n: winners }),
        ].join(' · ')}
      </p>
    </li>
  )
}
