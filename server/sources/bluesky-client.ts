import { type Answer, type ApiClient, createApiClient, type Refusal } from './api-client.ts'
import { errorName, openSessions, type Session, type Sessions } from './bluesky-session.ts'
import { accountOf, type BlueskySettings } from './bluesky-settings.ts'
import { type SourceBudget, SourceError, type SourceIo } from './source.ts'

const NOT_FOR_STRANGERS = 'shows this only to those who sign in (401). Add a handle and an app password.'
const NOT_ACCEPTED = 'does not accept the session (401). Make a new app password and connect it anew.'

export interface BlueskyClient {
  /** `name`: of the method, such as `app.bsky.feed.getPosts`. */
  query(name: string, params: URLSearchParams): Promise<Answer>
  unreadable: ApiClient['unreadable']
  fail: ApiClient['fail']
  budget(): SourceBudget | null
  secrets: readonly string[]
  /** Who is signed in; null where nobody is. */
  who(): Promise<Session | null>
}

/** Asks in the name of the account where there is one, else as a stranger, of those who answer strangers. */
export function createBlueskyClient(settings: BlueskySettings, io: SourceIo): BlueskyClient {
  const account = accountOf(settings)
  const secrets = account === null ? [] : [account.password]
  return account === null
    ? strangersClient(settings, io)
    : membersClient(settings, openSessions(settings, io, secrets), secrets, io)
}

function strangersClient(settings: BlueskySettings, io: SourceIo): BlueskyClient {
  const client = createApiClient({ base: settings.appview, unauthorised: NOT_FOR_STRANGERS }, io)
  return {
    ...client,
    query: (name, params) => client.ask({ path: `/xrpc/${name}?${params}` }),
    who: async () => null,
  }
}

function membersClient(
  settings: BlueskySettings,
  sessions: Sessions,
  secrets: string[],
  io: SourceIo,
): BlueskyClient {
  const expired = new WeakSet<SourceError>()
  const clients = new Map<string, ApiClient>()

  /** A token that ended is told as a 400 (packages/pds/src/auth-verifier.ts). */
  function refused({ status, json }: Refusal, fail: ApiClient['fail']): SourceError | undefined {
    const name = errorName(json)
    if ((status !== 400 && status !== 401) || (name !== 'ExpiredToken' && name !== 'InvalidToken'))
      return undefined
    const error = fail('refused', `did not accept the session (${name})`)
    expired.add(error)
    return error
  }

  function clientAt(pds: string): ApiClient {
    const make = () => createApiClient({ base: pds, secrets, unauthorised: NOT_ACCEPTED, refused }, io)
    return clients.getOrInsertComputed(pds, make)
  }

  function ask(session: Session, path: string): Promise<Answer> {
    return clientAt(session.pds).ask({ path, headers: { authorization: `Bearer ${session.accessJwt}` } })
  }

  async function query(name: string, params: URLSearchParams): Promise<Answer> {
    const path = `/xrpc/${name}?${params}`
    const session = await sessions.current()
    try {
      return await ask(session, path)
    } catch (error) {
      if (!(error instanceof SourceError && expired.has(error))) throw error
      return ask(await sessions.renew(session), path)
    }
  }

  const home = clientAt(settings.service)
  return {
    query,
    unreadable: home.unreadable,
    fail: home.fail,
    budget: () => [...clients.values()].map((client) => client.budget()).find((one) => one !== null) ?? null,
    secrets,
    who: () => sessions.current(),
  }
}
