import type { Check, EntryState } from '../../../server/contest/entry.ts'
import type { Instant } from '../../../server/contest/instant.ts'
import type { ReasonCode } from '../../../server/contest/reason.ts'
import { useContest, usePage } from '../../current-page.tsx'
import type { ImageSet } from '../../image-set.ts'
import { Picture } from '../../parts/picture.tsx'
import type { ItemRef } from '../../views.ts'
import { ChecksStage, DrawStage, ModerationStage, ResultStage } from './stages.tsx'

/** One entry, from the moment it was received to the result of the draw. */
export interface EntryStatusView {
  entry: string
  item: ItemRef | null
  image: ImageSet | null
  receivedAt: Instant
  postedAt: Instant
  state: EntryState
  /** Everybody can see it in the catalogue. */
  isPublic: boolean
  checks: Check[]
  /** Why a moderator did not approve it; `text` is what the moderator wrote. */
  refusal: { code: ReasonCode; text: string | null } | null
  /** Until when something that is wrong can be put right; null where nothing can. */
  fixableUntil: Instant | null
  /** `later`: as soon as all is in order; `carries`: in the next draw; a number: in that draw. */
  ticket: 'none' | 'later' | 'carries' | { draw: number }
  result: EntryResult
}

export type EntryResult =
  | { kind: 'pending'; drawAt: Instant | null }
  | { kind: 'won'; prize: string; draw: number }
  | { kind: 'alternate'; place: number; draw: number }
  | { kind: 'notDrawn'; draw: number }
  | { kind: 'none' }

/** Stages of an entry in their order. */
export function EntryStatus(props: EntryStatusView) {
  const { say, link, when } = usePage()
  const { base } = useContest()
  const { entry, item, image, receivedAt, postedAt, isPublic } = props
  return (
    <article class="leaf status">
      <header>
        {image && (
          <span class="pic">
            <Picture image={image} alt="" sizes="8rem" />
          </span>
        )}
        <h3>{item?.name ?? say('check.unknownItem')}</h3>
        {isPublic && (
          <p>
            <a href={link(`${base}/entries/${entry}`)}>{say('check.seeEntry')}</a>
          </p>
        )}
      </header>
      <ol class="stages">
        <li class="done">
          <h4>{say('check.received')}</h4>
          <p>
            {say('check.receivedAt', {
              time: when(receivedAt, 'dayAndTime'),
              posted: when(postedAt, 'dayAndTime'),
            })}
          </p>
        </li>
        <li class={item ? 'done' : 'stopped'}>
          <h4>{say('check.item')}</h4>
          <p>{item ? say('check.itemIs', { item: item.name, page: item.page }) : say('check.itemNone')}</p>
        </li>
        <ChecksStage {...props} />
        <ModerationStage {...props} />
        <DrawStage {...props} />
        <ResultStage {...props} />
      </ol>
    </article>
  )
}
