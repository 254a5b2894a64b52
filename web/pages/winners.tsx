import type { Instant } from '../../server/contest/instant.ts'
import { useContest, usePage } from '../current-page.tsx'
import type { ImageSet } from '../image-set.ts'
import { Arrow } from '../parts/arrow.tsx'
import { altOf } from '../parts/credit.ts'
import { Document } from '../parts/document.tsx'
import { FullCredit } from '../parts/full-credit.tsx'
import { Picture } from '../parts/picture.tsx'
import type { Credit, ItemRef } from '../views.ts'

/** `/c/:contest/winners`: the official register, newest draw first. */
export interface WinnersProps {
  draws: RegisterView[]
  /** When the next draw is; null where none is planned. */
  nextDrawAt: Instant | null
}

export interface RegisterView {
  draw: number
  drawnAt: Instant
  /** In page order. */
  winners: WinnerView[]
}

export interface WinnerView {
  item: ItemRef
  /** Null where it is the thing itself. */
  prize: string | null
  outcome: Winner | 'unphotographed' | 'unfilled'
}

export interface Winner {
  /** Null until the winner agrees to be named. */
  credit: Credit | null
  /** Null where the winning entry is not public. */
  entry: string | null
  image: ImageSet | null
  /** Tickets above this one that fell away. */
  redraws: number
}

export function WinnersPage({ draws, nextDrawAt }: WinnersProps) {
  const { say, when } = usePage()
  const { title } = useContest()
  return (
    <Document kind="winners" title={say('winners.title')} description={say('winners.description', { title })}>
      <header class="title">
        <h1>{say('winners.title')}</h1>
        {draws.length > 0 && <p>{say('winners.intro')}</p>}
      </header>
      {draws.length === 0 && (
        <div class="nothing">
          <p>{say('winners.none')}</p>
          {nextDrawAt !== null && <p>{say('winners.noneAt', { time: when(nextDrawAt, 'dayAndTime') })}</p>}
        </div>
      )}
      {draws.map((draw) => (
        <Register key={draw.draw} {...draw} />
      ))}
    </Document>
  )
}

function Register({ draw, drawnAt, winners }: RegisterView) {
  const { say, when, link } = usePage()
  const { base } = useContest()
  const unfilled = winners.filter(({ outcome }) => typeof outcome === 'string').length
  return (
    <section class="register">
      <h2>{say('winners.drawn', { n: draw, time: when(drawnAt) })}</h2>
      <p>
        {unfilled > 0 && <span>{say('winners.unfilled', { n: unfilled })} </span>}
        <a class="way" href={link(`${base}/draws/${draw}`)}>
          {say('winners.see')} <Arrow to="right" />
        </a>
      </p>
      <ul class="leaf">
        {winners.map((winner, place) => (
          <WinnerLine key={`${winner.item.id} ${place}`} {...winner} />
        ))}
      </ul>
    </section>
  )
}

function WinnerLine({ item, prize, outcome }: WinnerView) {
  const { say, link } = usePage()
  const { base } = useContest()
  const won = typeof outcome === 'string' ? null : outcome
  return (
    <li class={won ? undefined : 'nobody'}>
      <span class={won ? 'pic' : 'pic empty'}>
        {won?.image && (
          <Picture
            image={won.image}
            alt={altOf(say, { image: won.image, item, credit: won.credit ?? { handle: null, name: null } })}
            sizes="5rem"
          />
        )}
      </span>
      <h3>
        <a href={link(`${base}/items/${item.id}`)}>{item.name}</a>
      </h3>
      <span class="folio">{say('winners.page', { n: item.page })}</span>
      <p>
        {won ? <Named {...won} /> : say(outcome === 'unphotographed' ? 'winners.nobody' : 'draw.emptySlot')}
      </p>
      {prize !== null && <p class="prize">{prize}</p>}
      {won && won.redraws > 0 && <p class="hint">{say('winners.redrawn', { n: won.redraws })}</p>}
    </li>
  )
}

function Named({ credit, entry }: Winner) {
  const { say, link } = usePage()
  const { base } = useContest()
  const name = credit ? <FullCredit credit={credit} /> : say('winners.unnamed')
  return entry === null ? <span>{name}</span> : <a href={link(`${base}/entries/${entry}`)}>{name}</a>
}
