import type { Instant } from '../../server/contest/instant.ts'
import { useContest, usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import type { Credit, ItemRef } from '../views.ts'
import { DrawTimes } from './draw/draw-times.tsx'
import { DrawWinners } from './draw/draw-winners.tsx'
import { Facts } from './draw/facts.tsx'
import { Revisions } from './draw/revisions.tsx'
import { Trust } from './draw/trust.tsx'
import { Verify } from './draw/verify.tsx'
import type { DrawLevel, DrawState } from './draws.tsx'

/** `/c/:contest/draws/:n`: one draw, what it proves, and all that is needed to check it. Hashes in lower-case hex. */
export interface DrawProps {
  draw: number
  state: DrawState
  level: DrawLevel
  committedAt: Instant
  /** The time the rules name, where the list was published too late for it; else null. */
  promisedAt: Instant | null
  /** When the random value comes into being: a drand round's time, or the time named in the rules. */
  randomAt: Instant | null
  drawnAt: Instant | null
  people: number
  tickets: number
  /** Per person; 0 for no limit. */
  maxPrizes: number
  commitHash: string
  root: string
  rulesHash: string
  /** Commit hash of the draw before; null for the first. */
  previousHash: string | null
  randomness: RandomnessView
  /** The random value and the seed made of it; null before the draw. */
  value: string | null
  seed: string | null
  /** In commitment order. */
  items: DrawItem[]
  /** Oldest first; the first is the draw itself. Empty before the draw. */
  revisions: RevisionView[]
}

export type RandomnessView =
  | { type: 'drand'; chain: string; round: number }
  | { type: 'manual'; source: string }
  | { type: 'local'; commit: string }

export interface DrawItem {
  item: ItemRef
  tickets: number
  /** One for each prize; null where no ticket was left. Empty before the draw. */
  winners: (DrawWinner | null)[]
  alternates: number
}

export interface DrawWinner {
  pid: string
  /** 0-based, as in the record. */
  ticket: number
  /** Null until the winner agrees to be named. */
  credit: Credit | null
  /** Null where the winning entry is not public. */
  entry: string | null
  /** Tickets above this one that fell away. */
  redraws: number
}

export interface RevisionView {
  revision: number
  at: Instant
  hash: string
  /** What fell away since the revision before. */
  voids: VoidView[]
}

export interface VoidView {
  pid: string
  item: Pick<ItemRef, 'id' | 'name'> | null
  ticket: number | null
  /** A void reason of hcd1. */
  reason: VoidReason
  at: Instant
}

export type VoidReason =
  | 'deleted_at_source'
  | 'account_gone'
  | 'private_at_source'
  | 'hashtag_removed'
  | 'edited_ineligible'
  | 'not_eligible'
  | 'duplicate_person'
  | 'fraud'
  | 'staff_or_family'
  | 'no_response'
  | 'declined'
  | 'erasure'
  | 'data_error'

export function DrawPage(props: DrawProps) {
  const { say, link } = usePage()
  const { title, base } = useContest()
  const { draw, state } = props
  return (
    <Document
      kind="draw"
      title={say('draw.title', { n: draw })}
      description={say('draw.description', { n: draw, title })}
    >
      <header class="title">
        <h1>{say('draw.title', { n: draw })}</h1>
        <p>
          {state === 'drawn' && say('draw.how')}
          {state === 'committed' && say('draw.howCommitted')}
          {state === 'withdrawn' && (
            <>
              {say('draw.withdrawnText')} <a href={link(`${base}/draws/${draw + 1}`)}>{say('draw.next')}</a>
            </>
          )}
        </p>
      </header>
      <div class="protocol">
        {state === 'drawn' && <DrawWinners items={props.items} />}
        <aside>
          <Trust {...props} />
          <DrawTimes {...props} />
        </aside>
        <div class="rest">
          <Verify {...props} />
          <Facts {...props} />
          <Revisions {...props} />
        </div>
      </div>
    </Document>
  )
}
