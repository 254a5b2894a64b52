import type { Clock } from '../clock.ts'
import { DAY, type Instant, MINUTE } from '../contest/instant.ts'
import type { BlueskyHabits } from './bluesky-habits.ts'
import type { Asked, Reply } from './double.ts'

/** Sessions that one account may begin (docs.bsky.app/docs/advanced-guides/rate-limits). */
const LIMITS = [
  { of: 30, per: 5 * MINUTE },
  { of: 300, per: DAY },
]
const REFRESH_LIFE = 90 * DAY
/** The account's identity. */
export const COLLECTOR = 'did:plc:collectorofthecatalogue1'

export interface SessionDesk {
  create(asked: Asked): Reply
  refresh(asked: Asked): Reply
  get(asked: Asked): Reply
  /** Null where a request may go on in the name of the account. */
  refusal(asked: Asked): Reply | null
  /** Takes every token out of use, as a changed password does. */
  revoke(): void
  /** Sessions begun, and renewed. */
  counts(): { created: number; refreshed: number }
  tokens(): readonly string[]
}

/** Signs one account in, with tokens that end by the clock. */
export function createDesk(habits: BlueskyHabits, clock: Clock): SessionDesk {
  const created: Instant[] = []
  const access = new Map<string, Instant>()
  const refresh = new Map<string, Instant>()
  let refreshed = 0
  let made = 0

  function hand(base: string): Reply {
    const now = clock.now()
    made++
    const [accessJwt, refreshJwt] = [
      token('access', made, now + habits.accessLife),
      token('refresh', made, now + REFRESH_LIFE),
    ]
    access.set(accessJwt, now + habits.accessLife)
    refresh.set(refreshJwt, now + REFRESH_LIFE)
    const service = [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: base }]
    const didDoc = { id: COLLECTOR, service }
    return {
      status: 200,
      json: { did: COLLECTOR, handle: habits.identifier, accessJwt, refreshJwt, didDoc, active: true },
    }
  }

  return {
    create({ body, base }) {
      const now = clock.now()
      const full = LIMITS.find(({ of, per }) => created.filter((at) => at > now - per).length >= of)
      if (full !== undefined) return limited(full, now)
      created.push(now)
      const { identifier, password } = JSON.parse(body.toString())
      const isRight = identifier === habits.identifier && password === habits.password
      return isRight ? hand(base) : xrpcError(401, 'AuthenticationRequired', 'Invalid identifier or password')
    },
    refresh(asked) {
      const now = clock.now()
      const given = bearer(asked)
      if (given === null) return xrpcError(401, 'AuthMissing', 'Authentication Required')
      const until = refresh.get(given)
      if (until === undefined || until <= now) return xrpcError(400, 'ExpiredToken', 'Token has been revoked')
      refreshed++
      refresh.set(given, Math.min(until, now + habits.refreshGrace))
      return hand(asked.base)
    },
    get(asked) {
      const refusal = this.refusal(asked)
      return refusal ?? { status: 200, json: { did: COLLECTOR, handle: habits.identifier, active: true } }
    },
    refusal(asked) {
      const given = bearer(asked)
      if (given === null) return xrpcError(401, 'AuthMissing', 'Authentication Required')
      const until = access.get(given)
      if (until === undefined) return xrpcError(400, 'InvalidToken', 'Token could not be verified')
      return until <= clock.now() ? xrpcError(400, 'ExpiredToken', 'Token has expired') : null
    },
    revoke() {
      for (const one of access.keys()) access.set(one, 0)
      refresh.clear()
    },
    counts: () => ({ created: created.length, refreshed }),
    tokens: () => [...access.keys(), ...refresh.keys()],
  }
}

export function xrpcError(status: number, error: string, message: string): Reply {
  return { status, json: { error, message } }
}

export function bearer({ headers }: Asked): string | null {
  return /^Bearer (.+)$/.exec(String(headers.authorization ?? ''))?.[1] ?? null
}

function limited({ of, per }: { of: number; per: number }, now: Instant): Reply {
  const headers = {
    'ratelimit-limit': String(of),
    'ratelimit-remaining': '0',
    'ratelimit-reset': String(Math.ceil((now + per) / 1000)),
    'ratelimit-policy': `${of};w=${per / 1000}`,
  }
  return { ...xrpcError(429, 'RateLimitExceeded', 'Rate Limit Exceeded'), headers }
}

/** Of the form of a JSON web token: its own words say when it ends. */
function token(scope: string, n: number, until: Instant): string {
  const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url')
  const claims = { scope, sub: COLLECTOR, exp: Math.floor(until / 1000), jti: n }
  return `${part({ typ: 'at+jwt', alg: 'none' })}.${part(claims)}.rehearsal${scope}${n}`
}
