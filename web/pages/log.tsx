import type { LogAlert, LogLine } from '../../server/contest/collector-log.ts'
import type { Instant } from '../../server/contest/instant.ts'
import { useContest, usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import { Moment } from '../parts/moment.tsx'
import { NextLink } from '../parts/next-link.tsx'
import { LogEntry } from './log/log-entry.tsx'

/** `/c/:contest/log`: when each source was read, what was missed, and until when the list is complete. */
export interface LogProps {
  /** Null where that is not known. */
  completeUntil: Instant | null
  sources: LogSourceView[]
  /** Newest first. */
  lines: LogLine[]
  /** Null at the end of the list. */
  next: string | null
}

export interface LogSourceView {
  /** As its manager named it. */
  name: string
  /** As people write the network's name. */
  network: string
  state: 'active' | 'paused' | 'needs_attention'
  arrives: 'read' | 'sent'
  lastReadAt: Instant | null
  completeUntil: Instant | null
  openGaps: { from: Instant; until: Instant }[]
  alerts: LogAlert[]
}

export function LogPage({ completeUntil, sources, lines, next }: LogProps) {
  const { say, link } = usePage()
  const { title, base } = useContest()
  return (
    <Document kind="log" title={say('log.title')} description={say('log.description', { title })}>
      <header class="title">
        <h1>{say('log.title')}</h1>
        <Complete completeUntil={completeUntil} sources={sources} />
      </header>
      {sources.length > 0 && (
        <section>
          <h2>{say('log.sources')}</h2>
          <ul class="log-sources">
            {sources.map((source) => (
              <Source key={source.name} {...source} />
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{say('log.happened')}</h2>
        <p class="hint">{say('log.intro')}</p>
        {lines.length === 0 ? (
          <div class="nothing">
            <p>{say('log.none')}</p>
          </div>
        ) : (
          <ol class="leaf log-lines" data-list>
            {lines.map((line) => (
              <LogEntry key={`${line.kind} ${line.source} ${line.at}`} line={line} />
            ))}
          </ol>
        )}
        <NextLink cursor={next} words={say('log.more')} />
        <p class="hint">
          <a href={link(`${base}/log.json`)}>{say('log.json')}</a>
        </p>
      </section>
    </Document>
  )
}

function Complete({ completeUntil, sources }: Pick<LogProps, 'completeUntil' | 'sources'>) {
  const { say, rich } = usePage()
  const read = sources.filter(({ arrives }) => arrives === 'read')
  const names = read.filter(({ state }) => state !== 'active').map(({ name }) => name)
  return (
    <>
      <p class="complete">
        {completeUntil !== null
          ? rich('log.complete', { time: <Moment at={completeUntil} precision="dayAndTime" local /> })
          : say(read.length === 0 ? 'log.nothing' : 'log.unknown')}
      </p>
      {names.length > 0 && <p>{say('log.without', { names: names.join(', ') })}</p>}
    </>
  )
}

function Source(source: LogSourceView) {
  const { say, when } = usePage()
  const { name, network, state, arrives, lastReadAt, completeUntil, openGaps, alerts } = source
  const read =
    lastReadAt === null ? say('log.neverRead') : say('log.lastRead', { time: when(lastReadAt, 'dayAndTime') })
  const complete =
    completeUntil === null
      ? say('log.untilUnknown')
      : say('log.until', { time: when(completeUntil, 'dayAndTime') })
  return (
    <li class="leaf">
      <h3>{name}</h3>
      <p class="hint">
        {network} · {say(`log.state.${state}`)}
      </p>
      {arrives === 'sent' ? (
        <p>{say('log.sent')}</p>
      ) : (
        <>
          <p>{complete}</p>
          <p class="hint">{read}</p>
        </>
      )}
      {openGaps.map(({ from, until }) => (
        <p key={from} class="trouble">
          {say('log.missing', { from: when(from, 'dayAndTime'), until: when(until, 'dayAndTime') })}
        </p>
      ))}
      {alerts
        .filter((code) => code !== state)
        .map((code) => (
          <p key={code} class="trouble">
            {say(`log.alert.${code}`)}
          </p>
        ))}
    </li>
  )
}
