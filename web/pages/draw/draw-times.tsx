import { useContest, usePage } from '../../current-page.tsx'
import { Moment } from '../../parts/moment.tsx'
import type { DrawProps } from '../draw.tsx'

/** What happened when, and what is still to come. */
export function DrawTimes({ committedAt, promisedAt, randomAt, drawnAt }: DrawProps) {
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
