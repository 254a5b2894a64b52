import { usePage } from '../../current-page.tsx'
import type { DrawLevel } from '../../views.ts'

export type RandomnessView =
  | { type: 'drand'; chain: string; round: number }
  | { type: 'manual'; source: string }
  | { type: 'local'; commit: string }

export interface TrustProps {
  level: DrawLevel
  randomness: RandomnessView
}

/** The level of a draw in plain words: what it proves and what it does not. */
export function Trust({ level, randomness }: TrustProps) {
  const { say, number } = usePage()
  const proof =
    randomness.type === 'drand'
      ? say('draw.proves.A', { round: number(randomness.round) })
      : randomness.type === 'manual'
        ? say('draw.proves.B', { source: randomness.source })
        : say('draw.proves.C')
  return (
    <section>
      <h2>{say('draw.trust')}</h2>
      <div class="leaf trust">
        <p class="level">
          <b aria-hidden="true">{level}</b>
          <span>
            <small>{say('draw.level', { level })}</small> {say(`draw.level.${level}`)}
          </span>
        </p>
        <p>{proof}</p>
        <p>{say('draw.provesAll')}</p>
        <h3>{say('draw.provesNot')}</h3>
        <p>{say('draw.provesNotText')}</p>
      </div>
    </section>
  )
}
