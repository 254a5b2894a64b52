import type { Instant } from '../../server/contest/instant.ts'
import { useContest, usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import { LittlePages } from '../parts/little-pages.tsx'
import type { DrawState } from '../views.ts'
import { SourceTable, type SourceView } from './source-table.tsx'

/** `/console/c/:contest`: how a contest stands. */
export interface OverviewProps {
  pages: boolean[]
  counts: {
    posts: number
    entries: number
    waiting: number
    approved: number
    rejected: number
    withdrawn: number
    people: number
    pictures: number
    picturesPending: number
    reports: number
  }
  sources: SourceView[]
  draws: { draw: number; state: DrawState; at: Instant }[]
}

export function OverviewPage({ pages, counts, sources, draws }: OverviewProps) {
  const { say, when } = usePage()
  const { title, opensAt, closesAt } = useContest()
  return (
    <Document kind="console" title={say('console.overview')} description={null} console>
      <h1>{title}</h1>
      <p class="hint">
        {say('overview.window', { opens: when(opensAt, 'exact'), closes: when(closesAt, 'exact') })}
      </p>
      <Counts counts={counts} />
      <section>
        <h2>{say('overview.coverage')}</h2>
        <LittlePages pages={pages} />
      </section>
      <section>
        <h2>{say('overview.sources')}</h2>
        <SourceTable sources={sources} />
      </section>
      <section>
        <h2>{say('overview.draws')}</h2>
        <DrawLinks draws={draws} />
      </section>
    </Document>
  )
}

function Counts({ counts }: Pick<OverviewProps, 'counts'>) {
  const { say, number, link } = usePage()
  const { slug } = useContest()
  const queue = `/console/c/${slug}/moderate`
  const shown = [
    { words: say('overview.waiting'), n: counts.waiting, href: queue, isDue: counts.waiting > 0 },
    {
      words: say('overview.reports'),
      n: counts.reports,
      href: link(queue, { show: 'reported' }),
      isDue: counts.reports > 0,
    },
    { words: say('overview.approved'), n: counts.approved, href: link(queue, { show: 'approved' }) },
    { words: say('overview.rejected'), n: counts.rejected, href: link(queue, { show: 'rejected' }) },
    { words: say('overview.withdrawn'), n: counts.withdrawn },
    { words: say('overview.posts'), n: counts.posts },
    { words: say('overview.entries'), n: counts.entries },
    { words: say('overview.people'), n: counts.people },
    { words: say('overview.pictures'), n: counts.pictures },
    { words: say('overview.picturesPending'), n: counts.picturesPending },
  ]
  return (
    <dl class="counts">
      {shown.map(({ words, n, href, isDue }) => (
        <div key={words} class={isDue ? 'due' : undefined}>
          <dt>{words}</dt>
          <dd>{href ? <a href={href}>{number(n)}</a> : number(n)}</dd>
        </div>
      ))}
    </dl>
  )
}

function DrawLinks({ draws }: Pick<OverviewProps, 'draws'>) {
  const { say, link, when } = usePage()
  const { base } = useContest()
  if (draws.length === 0) return <p class="hint">{say('overview.noDraws')}</p>
  return (
    <ul class="plain-list">
      {draws.map(({ draw, state, at }) => (
        <li key={draw}>
          <a href={link(`${base}/draws/${draw}`)}>{say('draws.one', { n: draw })}</a>{' '}
          {say(`draws.state.${state}`)}, {when(at, 'dayAndTime')}
        </li>
      ))}
    </ul>
  )
}
