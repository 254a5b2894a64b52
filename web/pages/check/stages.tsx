import { useContest, usePage } from '../../current-page.tsx'
import { CheckList } from '../../parts/check-list.tsx'
import { refusalWords } from '../../strings/reason-words.ts'
import type { EntryResult, EntryStatusView } from './entry-status-view.ts'

/** Every rule held against the entry: what is wrong first, what is right folded away. */
export function ChecksStage({ checks, fixableUntil }: EntryStatusView) {
  const { say, when } = usePage()
  const passed = checks.filter(({ outcome }) => outcome === 'pass')
  const failed = checks.filter(({ outcome }) => outcome === 'fail')
  const open = checks.filter(({ outcome }) => outcome === 'review' || outcome === 'wait')
  const allPassed = passed.length === checks.length
  return (
    <li class={failed.length > 0 ? 'stopped' : open.length > 0 ? 'here' : 'done'}>
      <h4>{say('check.checks')}</h4>
      <p>
        {failed.length > 0 && `${say('check.checksFailed', { n: failed.length })} `}
        {open.length > 0 && `${say('check.checksOpen', { n: open.length })} `}
        {failed.length > 0 &&
          (fixableUntil === null
            ? say('check.final')
            : say('check.fixable', { time: when(fixableUntil, 'dayAndTime') }))}
      </p>
      <CheckList checks={[...failed, ...open]} />
      {passed.length > 0 && (
        <details>
          <summary>
            {allPassed
              ? say('check.checksPassed', { n: passed.length })
              : say('moderate.checksPassed', { n: passed.length })}
          </summary>
          <CheckList checks={passed} />
        </details>
      )}
    </li>
  )
}

const STAGE_OF = {
  waiting: 'here',
  approved: 'done',
  rejected: 'stopped',
  withdrawn: 'stopped',
  erased: 'stopped',
} as const

/** What people decided. */
export function ModerationStage({ state, refusal, item }: EntryStatusView) {
  const { context, say } = usePage()
  const details: Record<string, string> = { ...(item && { item: item.name }) }
  const why = refusal ? (refusal.text ?? refusalWords(context.lang, refusal.code, details)) : ''
  return (
    <li class={STAGE_OF[state]}>
      <h4>{say('check.moderation')}</h4>
      <p>{state === 'rejected' ? say('check.state.rejected', { why }) : say(`check.state.${state}`)}</p>
    </li>
  )
}

/** Whether it carries a ticket. */
export function DrawStage({ ticket }: EntryStatusView) {
  const { say, link } = usePage()
  const { base } = useContest()
  if (typeof ticket === 'object') {
    return (
      <li class="done">
        <h4>{say('check.draw')}</h4>
        <p>
          <a href={link(`${base}/draws/${ticket.draw}`)}>{say('check.draw.in', { draw: ticket.draw })}</a>
        </p>
      </li>
    )
  }
  return (
    <li class={{ none: 'stopped', later: 'ahead', carries: 'done' }[ticket]}>
      <h4>{say('check.draw')}</h4>
      <p>{say(`check.draw.${ticket}`)}</p>
    </li>
  )
}

/** What became of its ticket. */
export function ResultStage({ result }: EntryStatusView) {
  const { say } = usePage()
  return (
    <li class={STAGE_OF_RESULT[result.kind]}>
      <h4>{say('check.result')}</h4>
      <p>
        <ResultWords {...result} />
      </p>
    </li>
  )
}

const STAGE_OF_RESULT = {
  pending: 'ahead',
  won: 'done won',
  alternate: 'done',
  notDrawn: 'done',
  none: 'stopped',
} as const

function ResultWords(result: EntryResult) {
  const { say, when } = usePage()
  switch (result.kind) {
    case 'pending':
      return result.drawAt === null
        ? say('check.result.pending')
        : say('check.result.pendingAt', { time: when(result.drawAt, 'dayAndTime') })
    case 'won':
      return say('check.result.won', { prize: result.prize })
    case 'alternate':
      return say('check.result.alternate', { n: result.place })
    case 'notDrawn':
      return say('check.result.notDrawn')
    case 'none':
      return say('check.result.none')
  }
}
