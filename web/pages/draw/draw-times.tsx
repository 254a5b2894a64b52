import type { Instant } from '../../../server/contest/instant.ts'
import { useContest, usePage } from '../../current-page.tsx'
import { Moment } from '../../parts/moment.tsx'

export interface DrawTimesProps {
  committedAt: Instant
  /** The time the rules name, where the list was published too late for it; else null. */
  promisedAt: Instant | null
  /** When the random value comes into being: a drand round's time, or the time named in the rules. */
  randomAt: Instant | null
  drawnAt: Instant | null
}

/** What happened when, and what is still to come. */
export function DrawTimes({ committedAt, promisedAt, randomAt, drawnAt }: DrawTimesProps) {
  const { context, say } = usePage()
  const { closesAt } = useContest()
  const isComing = randomAt !== null && randomAt > context.now
  const times = [
    { at: closesAt, words: say('draw.time.closed') },
    { at: committedAt, words: say('draw.time.committed') },
    { at: promisedAt, words: say('draw.time.promised') },
    { at: randomAt, words: say(isComing ? 'draw.time.randomComing' : 'draw.time.random') },
    { at: drawnAt, words: say('draw.time.drawn') },
  ]
    .flatMap(({ at, words }) => (at === null ? [] : { at, words }))
    .sort((one, other) => one.at - other.at)
  return (
    <section class="times">
      <h2>{say('draw.times')}</h2>
      <ol>
        {times.map(({ at, words }) => (
          <li key={words} class={at > context.now ? 'ahead' : undefined}>
            {words} <Moment at={at} precision="exact" />
          </li>
        ))}
      </ol>
    </section>
  )
}
