import type { LogLine } from '../../../server/contest/collector-log.ts'
import { usePage } from '../../current-page.tsx'
import { Moment } from '../../parts/moment.tsx'

type Read = Extract<LogLine, { kind: 'read' }>
type Gap = Extract<LogLine, { kind: 'gap' }>

/** One line of the log: when, of which source, and what. */
export function LogEntry({ line }: { line: LogLine }) {
  const { rich, when } = usePage()
  const from = <Moment at={line.at} precision="dayAndTime" />
  const until = line.kind === 'gap' ? null : line.until
  const isLong = until !== null && when(until, 'dayAndTime') !== when(line.at, 'dayAndTime')
  return (
    <li class={isTrouble(line) ? 'trouble' : undefined}>
      <p class="when">
        {isLong ? rich('log.fromTo', { from, until: <Moment at={until} precision="dayAndTime" /> }) : from}
      </p>
      <p class="what">
        <b>{line.source}</b> <What line={line} />
      </p>
    </li>
  )
}

function isTrouble(line: LogLine): boolean {
  if (line.kind === 'read') return line.fault !== null
  return line.kind === 'gap' ? line.filledAt === null : line.until === null
}

function What({ line }: { line: LogLine }) {
  const { say } = usePage()
  if (line.kind === 'read') return <ReadWords {...line} />
  if (line.kind === 'gap') return <GapWords {...line} />
  return line.kind === 'pause' ? say('log.pause') : say(`log.alert.${line.code}`)
}

function ReadWords(read: Read) {
  const { say } = usePage()
  const { way, reads, pages, brought, changed, withdrawn, skipped, fault, until } = read
  const counts = [
    ...(brought > 0 ? [say('log.brought', { n: brought })] : []),
    ...(changed > 0 ? [say('log.changed', { n: changed })] : []),
    ...(withdrawn > 0 ? [say('log.withdrawn', { n: withdrawn })] : []),
    ...(skipped > 0 ? [say('log.skipped', { n: skipped })] : []),
  ]
  const outcome =
    fault !== null
      ? [say(`log.fault.${fault}`)]
      : counts.length === 0 && until !== null
        ? [say('log.nothingNew')]
        : []
  const words = [
    say(`log.way.${way}`, { n: reads }),
    ...(until === null ? [say('log.going')] : []),
    ...(pages > 0 ? [say('log.pages', { n: pages })] : []),
    ...counts,
    ...outcome,
  ]
  return words.join(' · ')
}

function GapWords({ from, until, why, filledAt, found, partial }: Gap) {
  const { say, when } = usePage()
  const filled =
    filledAt === null
      ? say('log.gapOpen')
      : say('log.gapFilled', { time: when(filledAt, 'dayAndTime'), n: found ?? 0 })
  return (
    <>
      {say('log.gap', { from: when(from, 'dayAndTime'), until: when(until, 'dayAndTime') })} · {filled} ·{' '}
      <span lang="en">{[why, partial].filter((words) => words !== null).join(' ')}</span>
    </>
  )
}
