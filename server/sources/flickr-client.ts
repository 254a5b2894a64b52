import { z } from 'zod'
import { HOUR } from '../contest/instant.ts'
import { type Allowance, createAllowance } from './allowance.ts'
import { type ApiClient, createApiClient } from './api-client.ts'
import type { FlickrSettings } from './flickr-settings.ts'
import type { SourceError, SourceIo } from './source.ts'

/** What a method answered: its JSON, or the number of its error. What stops the reading is thrown. */
export type Called = { json: unknown; code: null } | { json: unknown; code: number }

export interface FlickrClient extends ApiClient {
  /** `method`: without `flickr.` in front. `forPerson` may use the last calls of the hour. */
  call(method: string, params: Record<string, string>, forPerson?: boolean): Promise<Called>
  calls: Allowance
}

const envelope = z.discriminatedUnion('stat', [
  z.object({ stat: z.literal('ok') }),
  z.object({
    stat: z.literal('fail'),
    code: z.union([z.int(), z.string().regex(/^\d{1,6}$/)]).transform(Number),
    message: z.string().max(1_000).catch(''),
  }),
])

const WRONG_KEY = "does not accept the API key (100). Make a new one, and change the source's settings."
/** Unavailable for now: the whole service, or the search alone. */
const PASSING = new Set([10, 105, 106])

/**
 * A client for the requests of one poll, check or test. The key has to stand in the address; it is kept out of every
 * message. Errors come as 200 with `stat: fail` (www.flickr.com/services/api).
 */
export function createFlickrClient(settings: FlickrSettings, io: SourceIo): FlickrClient {
  const { url, key, hourlyCalls } = settings
  const calls = createAllowance([{ of: hourlyCalls, per: HOUR }], io)
  const client = createApiClient(
    { base: `${url}/services`, secrets: [key, encodeURIComponent(key)], unauthorised: WRONG_KEY },
    io,
  )
  return {
    ...client,
    calls,
    async call(method, params, forPerson) {
      io.signal.throwIfAborted()
      const waitUntil = await calls.spend(forPerson)
      if (waitUntil !== null)
        throw client.fail(
          'throttled',
          `has had the ${hourlyCalls} calls of an hour; the reading goes on later`,
          {
            waitUntil,
          },
        )
      const query = {
        method: `flickr.${method}`,
        ...params,
        format: 'json',
        nojsoncallback: '1',
        api_key: key,
      }
      const { json, found } = await client.ask({ path: `/rest/?${new URLSearchParams(query)}` })
      const read = envelope.safeParse(json)
      if (!found || !read.success)
        throw client.unreadable(
          'answered with something else than its API; expected "stat": "ok" or "fail"',
          json,
        )
      if (read.data.stat === 'ok') return { json, code: null }
      const stops = stopping(read.data.code, read.data.message, client)
      if (stops !== null) throw stops
      return { json, code: read.data.code }
    },
  }
}

function stopping(code: number, message: string, client: ApiClient): SourceError | null {
  if (code === 100) return client.fail('needs_attention', WRONG_KEY, { body: message })
  if (PASSING.has(code)) return client.fail('unreachable', `is in trouble (${code})`, { body: message })
  return null
}
