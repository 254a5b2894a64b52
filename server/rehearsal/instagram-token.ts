import type { Reply } from './double.ts'
import type { Question } from './instagram-question.ts'
import { Refused } from './instagram-refusals.ts'
import type { Stage } from './instagram-stage.ts'

/** Exchanged tokens say when they end: nothing has to be remembered of them. */
const LONG = 'EAArehearsallong'

/** A short-lived token for one that lasts weeks. One that has ended cannot be exchanged. */
export function exchangeToken({ query }: Question, stage: Stage): Reply {
  const { habits, now } = stage
  const wrong = (message: string) => new Refused({ kind: 'parameter', message })
  if (query.get('grant_type') !== 'fb_exchange_token') throw wrong('Invalid grant_type')
  if (query.get('client_id') !== habits.appId || query.get('client_secret') !== habits.appSecret)
    throw wrong('Error validating client secret.')
  const given = query.get('fb_exchange_token')
  refuseUnknownToken(given, stage)
  const before = endOf(given ?? '')
  const isAsBefore = before !== null && !habits.renews
  if (habits.tokenLife === null)
    return { status: 200, json: { access_token: `${LONG}0`, token_type: 'bearer' } }
  const ends = isAsBefore ? before : Math.ceil((now + habits.tokenLife) / 1000)
  return {
    status: 200,
    json: {
      access_token: `${LONG}${ends}`,
      token_type: 'bearer',
      expires_in: ends - Math.floor(now / 1000),
    },
  }
}

/** Throws `Refused` for a token that was never given out, has ended, or was ended. */
export function refuseUnknownToken(token: string | null, { habits, now }: Stage): void {
  if (habits.dead !== null) throw new Refused({ kind: 'token', subcode: habits.dead })
  const isShort = token === habits.token
  const end = token === null ? null : endOf(token)
  if (!isShort && end === null) throw new Refused({ kind: 'token', subcode: 467 })
  const isOver = isShort
    ? habits.tokenUntil !== null && habits.tokenUntil <= now
    : end !== 0 && (end ?? 0) * 1000 <= now
  if (isOver) throw new Refused({ kind: 'token', subcode: 463 })
}

/** In seconds since 1970; 0: never. Null where the token is no exchanged one. */
function endOf(token: string): number | null {
  const found = token.startsWith(LONG) ? token.slice(LONG.length) : ''
  return /^\d+$/.test(found) ? Number(found) : null
}
