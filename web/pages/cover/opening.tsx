import { useContest, usePage } from '../../current-page.tsx'
import { Arrow } from '../../parts/arrow.tsx'
import type { Coverage } from '../../views.ts'
import type { PrizesProps } from './prizes.tsx'

export interface OpeningProps extends Pick<PrizesProps, 'winnersPerItem'> {
  /** The contest's own headline and introduction; null for the usual words. */
  headline: string | null
  intro: string | null
  coverage: Coverage
}

/** Headlines longer than this are set a size smaller. */
const LONG_HEADLINE = 48

/** The headline, what it is about, and the two ways on. */
export function Opening({ headline, intro, coverage, winnersPerItem }: OpeningProps) {
  const { say, link } = usePage()
  const { base, brand, state } = useContest()
  const words = headline ?? say('cover.headline')
  const takesPart = state === 'open' || state === 'upcoming'
  return (
    <div class="opening">
      <p class="kicker">{brand}</p>
      <h1 class={words.length > LONG_HEADLINE ? 'long' : undefined}>{words}</h1>
      <p class="lede">
        {intro ?? say(takesPart ? 'cover.intro' : 'cover.introAfter', { n: coverage.pages.length })}{' '}
        {intro === null && takesPart && winnersPerItem === 1 && say('cover.introPrize')}
      </p>
      <p class="calls" data-live-part="calls">
        {state === 'drawn' && (
          <a class="button" href={link(`${base}/winners`)}>
            {say('cover.seeWinners')}
          </a>
        )}
        {takesPart && (
          <a class="button" href={link(`${base}/take-part`)}>
            {say('site.takePart')}
          </a>
        )}
        <a class={state === 'closed' ? 'button' : 'way'} href={link(`${base}/items`)}>
          {say('cover.leaf')} <Arrow to="right" />
        </a>
      </p>
    </div>
  )
}
