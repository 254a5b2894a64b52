import { useContest, usePage } from '../current-page.tsx'
import { webAddress } from '../parts/address.ts'
import { Arrow } from '../parts/arrow.tsx'
import { CheckList } from '../parts/check-list.tsx'
import { altOf } from '../parts/credit.ts'
import { FullCredit } from '../parts/full-credit.tsx'
import { Picture } from '../parts/picture.tsx'
import { refusalWords } from '../strings/reason-words.ts'
import type { CardProps, CardView } from './card-view.ts'
import { Decision } from './decision.tsx'

/** One entry with everything a decision needs, and the decision itself. */
export function ModerationCard({ card, queue, items, refused }: CardProps) {
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
