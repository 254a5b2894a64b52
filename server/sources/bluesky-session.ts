import { z } from 'zod'
import { DAY, type Instant, MINUTE, SECOND } from '../contest/instant.ts'
import { createAllowance, type Limit } from './allowance.ts'
import { createApiClient } from './api-client.ts'
import { accountOf, type BlueskySettings } from './bluesky-settings.ts'
import type { SourceError, SourceIo } from './source.ts'

/** Sessions that one account may begin (docs.bsky.app/docs/advanced-guides/rate-limits). */
export const SESSION_LIMITS: readonly [Limit, ...Limit[]] = [
  { of: 30, per: 5 * MINUTE },
  { of: 300, per: DAY },
]
/** A token that ends so soon is renewed before it is used. */
const SOON = 30 * SECOND

const session = z.object({
  did: z.string().max(2_000),
  handle: z.string().max(300),
  accessJwt: z.string().min(1).max(10_000),
  refreshJwt: z.string().min(1).max(10_000),
  /** Whom the account's requests are sent to. */
  pds: z.string().max(300),
})
export type Session = z.infer<typeof session>

const answer = session.omit({ pds: true }).extend({ didDoc: z.unknown().optional() })
const services = z.object({
  service: z.array(
    z.object({ id: z.string(), serviceEndpoint: z.string().max(300) }).catch({ id: '', serviceEndpoint: '' }),
  ),
})
const claims = z.object({ exp: z.number() })

/** By what it is kept in the source's memory, sealed. */
const KEY = 'session'

export interface Sessions {
  /** The one at hand, renewed if it is about to end. */
  current(): Promise<Session>
  /** For when `old` was not accepted: another reading may have renewed it meanwhile. */
  renew(old: Session): Promise<Session>
}

/**
 * Keeps one session for all readings of a source. It is renewed by its refresh token; the password is sent only where that
 * is not accepted any more, and never more often than the network allows. `secrets` hears of every token.
 */
export function openSessions(settings: BlueskySettings, io: SourceIo, secrets: string[]): Sessions {
  const account = accountOf(settings)
  if (account === null) throw new Error('Found no app password; expected one')
  const { identifier, password } = account
  const key = `${settings.service} ${identifier}`

  async function kept(): Promise<Session | null> {
    const read = session.safeParse(await io.memory.read(KEY))
    if (!read.success) return null
    secrets.push(read.data.accessJwt, read.data.refreshJwt)
    return read.data
  }

  async function keep(found: unknown, client: ReturnType<typeof createApiClient>): Promise<Session> {
    const read = answer.safeParse(found)
    if (!read.success) throw client.unreadable('answered with something else than a session')
    const { didDoc, ...rest } = read.data
    const made = { ...rest, pds: pdsOf(didDoc, settings.service) }
    secrets.push(made.accessJwt, made.refreshJwt)
    await io.memory.write(KEY, made)
    return made
  }

  async function create(): Promise<Session> {
    const client = createApiClient(
      { base: settings.service, secrets, unauthorised: WRONG_PASSWORD, refused },
      io,
    )
    const waitUntil = await createAllowance(SESSION_LIMITS, io).spend()
    if (waitUntil !== null)
      throw client.fail('throttled', 'was signed in to as often as it allows; the reading goes on later', {
        waitUntil,
      })
    const path = '/xrpc/com.atproto.server.createSession'
    const { json } = await client.ask({ method: 'POST', path, json: { identifier, password } })
    return keep(json, client)
  }

  /** Null where the refresh token is not accepted any more. */
  async function refresh(old: Session): Promise<Session | null> {
    let isOver = false
    const client = createApiClient(
      {
        base: old.pds,
        headers: { authorization: `Bearer ${old.refreshJwt}` },
        secrets,
        unauthorised: WRONG_PASSWORD,
        refused({ status }, fail) {
          isOver = status === 400 || status === 401
          return isOver ? fail('refused', 'does not renew the session') : undefined
        },
      },
      io,
    )
    try {
      const path = '/xrpc/com.atproto.server.refreshSession'
      const { json } = await client.ask({ method: 'POST', path })
      return await keep(json, client)
    } catch (error) {
      if (isOver) return null
      throw error
    }
  }

  async function renew(old: Session | null): Promise<Session> {
    return inTurn(key, async () => {
      const known = await kept()
      if (known !== null && known.accessJwt !== old?.accessJwt) return known
      const renewed = known === null ? null : await refresh(known)
      if (renewed !== null) return renewed
      // Another server may have been quicker: its session is as good.
      const theirs = await kept()
      return theirs !== null && theirs.accessJwt !== known?.accessJwt ? theirs : create()
    })
  }

  return {
    async current() {
      const known = await kept()
      if (known !== null && endOf(known.accessJwt) > io.clock.now() + SOON) return known
      return renew(known)
    },
    renew,
  }
}

const WRONG_PASSWORD =
  'does not accept the handle and the app password (401). Make a new app password (Settings, Privacy and security) and connect it anew.'

function refused(
  { json }: { json: unknown },
  fail: ReturnType<typeof createApiClient>['fail'],
): SourceError | undefined {
  const name = errorName(json)
  if (name === 'AuthFactorTokenRequired')
    return fail(
      'needs_attention',
      'asks for a code from an e-mail: this is the main password. Use an app password.',
    )
  if (name === 'AccountTakedown' || name === 'AccountDeactivated')
    return fail('needs_attention', `says that this account is no longer in use (${name}).`)
  return undefined
}

/** The name of an XRPC error, such as `ExpiredToken`; null where there is none. */
export function errorName(json: unknown): string | null {
  if (typeof json !== 'object' || json === null || !('error' in json)) return null
  return typeof json.error === 'string' ? json.error.slice(0, 100) : null
}

/** The server that keeps the account, as its own document tells it; else the one that was signed in to. */
function pdsOf(didDoc: unknown, service: string): string {
  const read = services.safeParse(didDoc)
  const found = read.success ? read.data.service.find(({ id }) => id.endsWith('#atproto_pds')) : undefined
  const url = URL.parse(found?.serviceEndpoint ?? '')
  return url !== null && url.protocol === new URL(service).protocol ? url.origin : service
}

/** When a token ends by its own words (RFC 7519, 4.1.4); one that says nothing is tried. */
function endOf(token: string): Instant {
  try {
    const read = claims.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()))
    return read.exp * SECOND
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

const turns = new Map<string, Promise<unknown>>()

/** One after the other in this process, so that two readings at once sign in once. */
async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = turns.get(key)
  const mine = (before ?? Promise.resolve()).then(work, work)
  turns.set(key, mine)
  try {
    return await mine
  } finally {
    if (turns.get(key) === mine) turns.delete(key)
  }
}
