import type { Instant } from '../../server/contest/instant.ts'
import { usePage } from '../current-page.tsx'
import type { Moment as Precision } from '../format.ts'

export interface MomentProps {
  at: Instant
  precision?: Precision
  /** Adds, by script, what a reader's own clock shows, where it differs. */
  local?: boolean
}

/** A moment in the contest's zone, readable by machines. */
export function Moment({ at, precision = 'day', local = false }: MomentProps) {
  const { context, when, say } = usePage()
  const zone = context.contest?.zone ?? 'UTC'
  return (
    <time
      dateTime={new Date(at).toISOString()}
      {...(local && { 'data-local': say('time.yours', { time: '%' }), 'data-zone': zone })}
    >
      {when(at, precision)}
    </time>
  )
}
