import type { Instant } from '../../../server/contest/instant.ts'
import { usePage } from '../../current-page.tsx'
import { Moment } from '../../parts/moment.tsx'
import type { ItemRef } from '../../views.ts'
import { shortPid } from './draw-winners.tsx'

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

/** Every revision of the record, with what fell away and why. */
export function Revisions({ revisions }: { revisions: RevisionView[] }) {
  const { say } = usePage()
  if (revisions.length === 0) return null
  return (
    <section>
      <h2>{say('draw.revisions')}</h2>
      <ol class="leaf revisions">
        {revisions.map(({ revision, at, hash, voids }) => (
          <li key={revision}>
            <h3>
              {say('draw.revision', { n: revision })}{' '}
              <small>
                <Moment at={at} precision="exact" />
              </small>
            </h3>
            <p>
              <code>{hash}</code>
            </p>
            {revision === 1 && voids.length === 0 && <p>{say('draw.revisionFirst')}</p>}
            {voids.length > 0 && <Voids voids={voids} />}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Voids({ voids }: { voids: VoidView[] }) {
  const { say } = usePage()
  return (
    <>
      <h4>{say('draw.voids')}</h4>
      <ul>
        {voids.map((one) => (
          <li key={`${one.pid} ${one.item?.id} ${one.ticket}`}>
            <Scope {...one} />: {say(`void.${one.reason}`)}
          </li>
        ))}
      </ul>
    </>
  )
}

function Scope({ pid, item, ticket }: VoidView) {
  const { say } = usePage()
  const whose = { pid: shortPid(pid) }
  if (item === null) return say('draw.voidAll', whose)
  if (ticket === null) return say('draw.voidItem', { ...whose, item: item.name })
  return say('draw.void', { ...whose, item: item.name, ticket })
}
