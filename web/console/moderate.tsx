import { useContest, usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import { NextLink } from '../parts/next-link.tsx'
import type { ItemRef } from '../views.ts'
import { type CardView, QUEUES, type Queue, type RefusedDecision } from './card-view.ts'
import { ModerationCard } from './moderation-card.tsx'

/** `/console/c/:contest/moderate`: the moderation queue. Each card is a form of its own. */
export interface ModerateProps {
  queue: Queue
  counts: Record<Queue, number>
  cards: CardView[]
  /** All things, in page order, to put an entry under. */
  items: ItemRef[]
  /** Cursor of the next cards; null at the end. */
  next: string | null
  refused: RefusedDecision | null
}

export function ModeratePage({ queue, counts, cards, items, next, refused }: ModerateProps) {
  const { say, link } = usePage()
  const { slug } = useContest()
  const here = `/console/c/${slug}/moderate`
  return (
    <Document kind="console moderate" title={say('moderate.title')} description={null} console>
      <h1>{say('moderate.title')}</h1>
      <div class="filters">
        <nav aria-label={say('moderate.filter')}>
          {QUEUES.map((one) => (
            <a
              key={one}
              href={link(here, { show: one === 'waiting' ? null : one })}
              {...(one === queue && { 'aria-current': 'true' })}
            >
              {say(`moderate.filter.${one}`)} <b>{counts[one]}</b>
            </a>
          ))}
        </nav>
      </div>
      {cards.length === 0 ? (
        <div class="nothing">
          <p>{say('moderate.empty')}</p>
          <p>{say('moderate.emptyDo')}</p>
        </div>
      ) : (
        <ol class="cards" data-list>
          {cards.map((card) => (
            <ModerationCard
              key={card.entry}
              card={card}
              queue={queue}
              items={items}
              refused={refused?.entry === card.entry ? refused : null}
            />
          ))}
        </ol>
      )}
      <NextLink
        cursor={next}
        words={say('moderate.next')}
        query={{ show: queue === 'waiting' ? null : queue }}
      />
    </Document>
  )
}
