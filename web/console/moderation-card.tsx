import type { Check, EntryState } from '../../server/contest/entry.ts'
import type { Instant } from '../../server/contest/instant.ts'
import type { ReasonCode } from '../../server/contest/reason.ts'
import type { ReportReason } from '../../server/contest/report.ts'
import { useContest, usePage } from '../current-page.tsx'
import type { ImageSet } from '../image-set.ts'
import { webAddress } from '../parts/address.ts'
import { Arrow } from '../parts/arrow.tsx'
import { CheckList } from '../parts/check-list.tsx'
import { altOf } from '../parts/credit.ts'
import { FullCredit } from '../parts/full-credit.tsx'
import { Picture } from '../parts/picture.tsx'
import { refusalWords } from '../strings/reason-words.ts'
import type { Credit, ItemRef } from '../views.ts'
import { Decision } from './decision.tsx'
import type { ModerateProps } from './moderate.tsx'

/** An entry as a moderator sees it. */
export interface CardView {
  entry: string
  state: EntryState
  item: ItemRef | null
  /** Ids of the things it may show, best first. */
  suggested: string[]
  image: ImageSet | null
  credit: Credit
  caption: string
  postedAt: Instant
  original: string | null
  checks: Check[]
  /** The entry whose picture looks like this one's; null where none does. Its `entry` is null where it is not public. */
  lookAlike: { entry: string | null; image: ImageSet | null } | null
  /** Why it was rejected; null where it was not. */
  refusal: { code: ReasonCode; text: string | null } | null
  reports: { reason: ReportReason; text: string | null; at: Instant }[]
}

export interface ModerationCardProps {
  card: CardView
  queue: ModerateProps['queue']
  items: ItemRef[]
  refused: ModerateProps['refused']
}

/** One entry with everything a decision needs, and the decision itself. */
export function ModerationCard({ card, queue, items, refused }: ModerationCardProps) {
  const { say } = usePage()
  const { entry, image, caption, checks } = card
  const passed = checks.filter(({ outcome }) => outcome === 'pass')
  const others = checks.filter(({ outcome }) => outcome !== 'pass')
  return (
    <li class="leaf card" id={`entry-${entry}`}>
      <div class="pic">
        {image ? (
          <Picture image={image} alt={altOf(say, card)} sizes="(min-width: 60rem) 22rem, 90vw" />
        ) : (
          <span class="elsewhere">{say('moderate.noPicture')}</span>
        )}
      </div>
      <div class="about">
        <By {...card} />
        <blockquote class="caption">{caption}</blockquote>
        <Refused {...card} />
        <Reports {...card} />
        <LookAlike {...card} />
        {others.length > 0 && <CheckList checks={others} />}
        {passed.length > 0 && (
          <details>
            <summary>{say('moderate.checksPassed', { n: passed.length })}</summary>
            <CheckList checks={passed} />
          </details>
        )}
      </div>
      <Decision card={card} queue={queue} items={items} refused={refused} />
    </li>
  )
}

function By({ item, credit, postedAt, original }: CardView) {
  const { say, when } = usePage()
  const post = webAddress(original)
  return (
    <header>
      <h2>{item?.name ?? say('check.unknownItem')}</h2>
      <p class="hint">
        <FullCredit credit={credit} />. {say('moderate.posted', { time: when(postedAt, 'dayAndTime') })}.{' '}
        {post && (
          <a href={post} rel="noopener nofollow ugc">
            {say('moderate.original')} <Arrow to="out" />
          </a>
        )}
      </p>
    </header>
  )
}

function Refused({ refusal, item }: CardView) {
  const { context, say } = usePage()
  if (refusal === null) return null
  const why = refusal.text ?? refusalWords(context.lang, refusal.code, item ? { item: item.name } : {})
  return <p class="notice">{say('check.state.rejected', { why })}</p>
}

function Reports({ reports, item }: CardView) {
  const { say, when } = usePage()
  if (reports.length === 0) return null
  return (
    <div class="reports">
      <h3>{say('moderate.reported')}</h3>
      <ul>
        {reports.map(({ reason, text, at }) => (
          <li key={`${at} ${text}`}>
            {say('moderate.reportedAt', {
              reason:
                reason === 'not_the_item'
                  ? say('report.not_the_item', { name: item?.name ?? '…' })
                  : say(`report.${reason}`),
              time: when(at, 'dayAndTime'),
            })}
            {text && <blockquote>{text}</blockquote>}
          </li>
        ))}
      </ul>
    </div>
  )
}

function LookAlike({ lookAlike }: CardView) {
  const { say, link } = usePage()
  const { base } = useContest()
  if (lookAlike === null) return null
  const { entry, image } = lookAlike
  return (
    <p class="look-alike">
      {image && (
        <span class="pic">
          <Picture image={image} alt="" sizes="6rem" />
        </span>
      )}
      {entry === null ? (
        say('moderate.lookAlike')
      ) : (
        <a href={link(`${base}/entries/${entry}`)}>{say('moderate.lookAlike')}</a>
      )}
    </p>
  )
}
