import { usePage } from '../../current-page.tsx'
import { Moment } from '../../parts/moment.tsx'
import type { DrawProps, VoidView } from '../draw.tsx'
import { shortPid } from './draw-winners.tsx'

/** Every revision of the record, with what fell away and why. */
export function Revisions({ revisions }: DrawProps) {
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
