import { usePage } from '../../current-page.tsx'

export interface OddsView {
  people: number
  tickets: number
  /** Of one more person with one ticket, 0 to 1; null once entries are closed. */
  chance: number | null
}

/** Chances nearer to one than this are said as a certainty that is none. */
const NEARLY_CERTAIN = 0.95

/** How things stand in the draw for one thing, in one honest sentence. */
export function Odds({ people, tickets, chance }: OddsView) {
  const { say } = usePage()
  const held = say('spread.tickets', { n: tickets })
  if (chance === null) return people > 0 ? say('spread.oddsClosed', { n: people, tickets: held }) : null
  if (people === 0) return say('spread.oddsNobody')
  const words =
    chance > NEARLY_CERTAIN ? say('spread.certain') : say('spread.oneIn', { n: Math.round(1 / chance) })
  return say('spread.odds', { n: people, tickets: held, chance: words })
}
