import { type Answer, type ApiClient, createApiClient } from './api-client.ts'
import type { MastodonSettings } from './mastodon-settings.ts'
import type { SourceIo } from './source.ts'

const NO_TOKEN = 'shows this only to its members (401). Add an access token of an account there.'
const WRONG_TOKEN = 'does not accept the access token (401). Make a new one with the scope read:statuses.'

export interface MastodonClient extends ApiClient {
  /** `path` begins with `/`. */
  get(path: string): Promise<Answer>
}

/** A client for the requests of one poll, check or test. It stops before the server's budget is used up. */
export function createMastodonClient(settings: MastodonSettings, io: SourceIo): MastodonClient {
  const { url, token } = settings
  const client = createApiClient(
    {
      base: url,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      secrets: token === undefined ? [] : [token],
      unauthorised: token === undefined ? NO_TOKEN : WRONG_TOKEN,
    },
    io,
  )
  return { ...client, get: (path) => client.ask({ path }) }
}
