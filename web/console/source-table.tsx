import type { Instant } from '../../server/contest/instant.ts'
import { useContest, usePage } from '../current-page.tsx'

export interface SourceView {
  id: string
  /** As a manager calls it: `mastodon, social.example`. */
  name: string
  /** `reads`, or why it does not. */
  health: 'reads' | 'backingOff' | 'attention' | 'paused'
  /** What the last error said and what to do, in plain words; null while it reads. */
  message: string | null
  lastReadAt: Instant | null
  nextReadAt: Instant | null
  posts: number
  skipped: number
}

const HEALTH = {
  reads: { key: 'overview.ok', look: 'good' },
  backingOff: { key: 'overview.backingOff', look: 'due' },
  attention: { key: 'overview.attention', look: 'bad' },
  paused: { key: 'overview.paused', look: 'due' },
} as const

/** The sources of a contest: whether each is read, when, and what to do where it is not. */
export function SourceTable({ sources }: { sources: SourceView[] }) {
  const { say } = usePage()
  const { slug } = useContest()
  if (sources.length === 0) return <p class="hint">{say('overview.noSources', { slug })}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by keyboard
    <section class="wide" aria-label={say('overview.sources')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('overview.source')}</th>
            <th scope="col">{say('overview.health')}</th>
            <th scope="col">{say('overview.lastRead')}</th>
            <th scope="col">{say('overview.nextRead')}</th>
            <th scope="col" class="figure">
              {say('overview.collected')}
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <Row key={source.id} {...source} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ name, health, message, lastReadAt, nextReadAt, posts, skipped }: SourceView) {
  const { say, when, number } = usePage()
  const moment = (at: number | null) => (at === null ? say('overview.never') : when(at, 'dayAndTime'))
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <span class={`chip ${HEALTH[health].look}`}>{say(HEALTH[health].key)}</span>
        {message !== null && <p>{message}</p>}
      </td>
      <td>{moment(lastReadAt)}</td>
      <td>{moment(nextReadAt)}</td>
      <td class="figure">
        {number(posts)}
        {skipped > 0 && <p class="hint">{say('overview.skipped', { n: skipped })}</p>}
      </td>
    </tr>
  )
}
