import { useContest, usePage } from '../../current-page.tsx'
import { Arrow } from '../../parts/arrow.tsx'
import { Picture } from '../../parts/picture.tsx'
import { PullQuote } from '../../parts/pull-quote.tsx'
import type { Words } from '../../views.ts'

export interface PrizeView {
  title: string
  text: string | null
  winners: number
}

export interface PrizesProps {
  /** How many photographers of each page win the thing on it; null where prizes are others. */
  winnersPerItem: number | null
  prizes: PrizeView[]
  words: Words | null
}

/** What can be won, how it is drawn, and one sentence by somebody who took part. */
export function Prizes({ prizes, winnersPerItem, words }: PrizesProps) {
  const { say, link } = usePage()
  const { base } = useContest()
  return (
    <div class="leaf prizes">
      {words && <Spoken {...words} />}
      <h2>{say('cover.prizes')}</h2>
      <ul>
        {winnersPerItem !== null && (
          <li>
            <h3>{say('cover.prizeThing')}</h3>
            <p>{say('cover.prizeThingText', { n: winnersPerItem })}</p>
          </li>
        )}
        {prizes.map(({ title, text, winners }) => (
          <li key={title}>
            <h3>{title}</h3>
            <p>
              {text} {say('cover.prizeCount', { n: winners })}
            </p>
          </li>
        ))}
      </ul>
      <p>
        <a class="way" href={link(`${base}/draws`)}>
          {say('cover.howDrawn')} <Arrow to="right" />
        </a>
      </p>
    </div>
  )
}

/** A photograph, and what its photographer says of it. */
function Spoken(words: Words) {
  return (
    <div class="spoken">
      {words.image && (
        <span class="pic">
          <Picture image={words.image} alt="" sizes="(min-width: 54rem) 36vw, 88vw" />
        </span>
      )}
      <PullQuote words={words} />
    </div>
  )
}
