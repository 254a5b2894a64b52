import { usePage } from '../../current-page.tsx'
import type { RandomnessView } from './trust.tsx'

/** Hashes in lower-case hex. */
export interface FactsProps {
  people: number
  tickets: number
  /** Per person; 0 for no limit. */
  maxPrizes: number
  commitHash: string
  root: string
  rulesHash: string
  /** Commit hash of the draw before; null for the first. */
  previousHash: string | null
  randomness: RandomnessView
  /** The random value and the seed made of it; null before the draw. */
  value: string | null
  seed: string | null
}

/** The figures and fingerprints of the locked list. */
export function Facts(props: FactsProps) {
  const { say, number } = usePage()
  const { people, tickets, maxPrizes, commitHash, root, rulesHash, previousHash, value, seed } = props
  return (
    <section>
      <h2>{say('draw.numbers')}</h2>
      <dl class="leaf figures">
        <dt>{say('draw.fact.people')}</dt>
        <dd>{number(people)}</dd>
        <dt>{say('draw.fact.tickets')}</dt>
        <dd>{number(tickets)}</dd>
        <dt>{say('draw.fact.maxPrizes')}</dt>
        <dd>{maxPrizes === 0 ? say('draw.noLimit') : number(maxPrizes)}</dd>
        <Fingerprint words={say('draw.fact.commit')} hex={commitHash} />
        <Fingerprint words={say('draw.fact.root')} hex={root} />
        <Fingerprint words={say('draw.fact.rules')} hex={rulesHash} />
        <Source {...props} />
        <Fingerprint words={say('draw.fact.random')} hex={value} />
        <Fingerprint words={say('draw.fact.seed')} hex={seed} />
        <Fingerprint words={say('draw.fact.previous')} hex={previousHash} />
      </dl>
    </section>
  )
}

function Source({ randomness }: Pick<FactsProps, 'randomness'>) {
  const { say } = usePage()
  if (randomness.type === 'local')
    return <Fingerprint words={say('draw.fact.secret')} hex={randomness.commit} />
  return (
    <>
      <dt>{say('draw.fact.source')}</dt>
      <dd>
        {randomness.type === 'manual' ? (
          randomness.source
        ) : (
          <code>{say('draw.fact.round', { round: String(randomness.round), chain: randomness.chain })}</code>
        )}
      </dd>
    </>
  )
}

function Fingerprint({ words, hex }: { words: string; hex: string | null }) {
  if (hex === null) return null
  return (
    <>
      <dt>{words}</dt>
      <dd>
        <code>{hex}</code>
      </dd>
    </>
  )
}
