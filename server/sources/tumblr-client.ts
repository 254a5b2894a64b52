import { DAY, HOUR, MINUTE } from '../contest/instant.ts'
import { type Allowance, createAllowance } from './allowance.ts'
import { type Answer, type ApiClient, createApiClient } from './api-client.ts'
import type { SourceIo } from './source.ts'
import { CALLS_A_MINUTE, type TumblrSettings } from './tumblr-settings.ts'

export interface TumblrClient extends ApiClient {
  /** `path`: after `/v2`. `forPerson` may use the last calls of the hour and the day. */
  get(path: string, query: Record<string, string>, forPerson?: boolean): Promise<Answer>
  calls: Allowance
}

/**
 * A client for the requests of one poll, check or test. The key has to stand in the address; it is kept out of every
 * message. Tumblr's day is the calendar's, in a zone it does not name: any 24 hours are held to it here.
 */
export function createTumblrClient(settings: TumblrSettings, io: SourceIo): TumblrClient {
  const { url, key, hourlyCalls, dailyCalls } = settings
  const calls = createAllowance(
    [
      { of: dailyCalls, per: DAY },
      { of: hourlyCalls, per: HOUR },
      { of: CALLS_A_MINUTE, per: MINUTE },
    ],
    io,
  )
  const client = createApiClient(
    { base: `${url}/v2`, secrets: [key, encodeURIComponent(key)], unauthorised: WRONG_KEY },
    io,
  )
  return {
    ...client,
    calls,
    async get(path, query, forPerson) {
      io.signal.throwIfAborted()
      const waitUntil = await calls.spend(forPerson)
      if (waitUntil !== null)
        throw client.fail(
          'throttled',
          'has had all the calls that its key has for now; the reading goes on later',
          {
            waitUntil,
          },
        )
      return client.ask({ path: `${path}?${new URLSearchParams({ ...query, api_key: key })}` })
    },
  }
}

const WRONG_KEY =
  "does not accept the API key (401). Take the OAuth consumer key of your application, and change the source's settings."
