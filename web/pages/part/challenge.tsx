import type { Instant } from '../../../server/contest/instant.ts'
import { usePage } from '../../current-page.tsx'
import { Moment } from '../../parts/moment.tsx'

/** Past the limit of a network: a sum to work out, or the time from which none is asked for. */
export interface Challenge {
  token: string
  /** Zero bits that each piece has to begin with. */
  bits: number
  pieces: number
  retryAt: Instant
}

/** Says when to come again; a script works the challenge out meanwhile (web/islands/challenge.ts). */
export function ChallengeBox({ token, bits, pieces, retryAt }: Challenge) {
  const { say, rich } = usePage()
  return (
    <div data-challenge={token} data-bits={bits} data-pieces={pieces}>
      <div class="faults" role="alert">
        <h2>{say('part.challengeTitle')}</h2>
        <p>{rich('part.challengeText', { time: <Moment at={retryAt} precision="dayAndTime" local /> })}</p>
      </div>
      <p
        class="going"
        hidden
        data-going={say('part.challengeGoing', { percent: '%p' })}
        data-done={say('part.challengeDone')}
      >
        <span />
        <progress aria-label={say('part.challengeTitle')} />
      </p>
      <p role="status" />
      <input type="hidden" name="challenge" value={token} />
      <input type="hidden" name="proof" value="" />
    </div>
  )
}
