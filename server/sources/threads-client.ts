import { z } from 'zod'
import { DAY } from '../contest/instant.ts'
import { type Allowance, createAllowance } from './allowance.ts'
import { type Answer, type ApiClient, createApiClient, type Refusal } from './api-client.ts'
import { readWait } from './limits.ts'
import type { SourceError, SourceIo } from './source.ts'
import type { ThreadsSettings } from './threads-settings.ts'

export interface ThreadsClient extends ApiClient {
  /** Asks for one object, which costs no query. */
  object(id: string, fields: string): Promise<Answer>
  /** Searches, which costs a query unless nothing is found. `forPerson` may use the last of the day's. */
  search(query: Record<string, string>, forPerson?: boolean): Promise<Answer>
  queries: Allowance
}

/** A client for the requests of one poll, check or test. The token goes in a header, never in an address. */
export function createThreadsClient(settings: ThreadsSettings, io: SourceIo): ThreadsClient {
  const { url, version, token, dailyQueries } = settings
  const queries = createAllowance([{ of: dailyQueries, per: DAY }], io)
  const client = createApiClient(
    {
      base: `${url}/${version}`,
      headers: { authorization: `Bearer ${token}` },
      secrets: [token],
      unauthorised: TOKEN_DEAD,
      refused: (refusal, fail) => meaningOf(refusal, fail, io.clock.now()),
    },
    io,
  )
  return {
    ...client,
    queries,
    object: (id, fields) =>
      client.ask({ path: `/${encodeURIComponent(id)}?${new URLSearchParams({ fields })}` }),
    async search(query, forPerson) {
      io.signal.throwIfAborted()
      const waitUntil = await queries.spend(forPerson)
      if (waitUntil !== null) throw client.fail('throttled', usedUp(dailyQueries), { waitUntil })
      const answer = await client.ask({ path: `/keyword_search?${new URLSearchParams(query)}` })
      if (itemsOf(answer.json)?.length === 0) await queries.refund()
      return answer
    },
  }
}

/** The list of an answer; null where it has none. */
export function itemsOf(json: unknown): unknown[] | null {
  const found = z.object({ data: z.array(z.unknown()) }).safeParse(json)
  return found.success ? found.data.data : null
}

function usedUp(queries: number): string {
  return `has had the ${queries} queries of 24 hours; the reading goes on later`
}

const TOKEN_DEAD =
  "does not accept the access token. Make a new one with threads_basic and threads_keyword_search, and change the source's settings."

const envelope = z.object({
  error: z.object({
    code: z.int(),
    error_subcode: z.int().optional().catch(undefined),
    is_transient: z.boolean().optional().catch(undefined),
  }),
})

/** Codes of the Graph API that stop the token, ask for a permission, ask to wait, or pass by themselves. */
const DEAD = new Set([102, 190])
const WAIT = new Set([4, 17, 32, 341, 613])
const PASSING = new Set([-1, 1, 2])
/** "Object with this id does not exist, or cannot be loaded due to missing permissions": which of the two it does not say. */
const MISSING = { code: 100, subcode: 33 }

/** Meta tells errors in the body; the status in front of them is now one and now another. */
function meaningOf(
  { json, headers, body }: Refusal,
  fail: ApiClient['fail'],
  now: number,
): SourceError | 'not_found' | undefined {
  const read = envelope.safeParse(json)
  if (!read.success) return undefined
  const { code, error_subcode: subcode, is_transient: isTransient } = read.data.error
  if (DEAD.has(code))
    return fail('needs_attention', `${TOKEN_DEAD} (code ${[code, subcode ?? []].flat().join(', ')})`, {
      body,
    })
  if (WAIT.has(code))
    return fail('throttled', `asks us to wait (code ${code})`, { waitUntil: readWait(headers, now), body })
  if (code === 10 || (code >= 200 && code < 300))
    return fail(
      'needs_attention',
      `does not let this app search (code ${code}). Ask Meta for threads_keyword_search in the app's review.`,
      { body },
    )
  if (PASSING.has(code) || isTransient === true)
    return fail('unreachable', `is in trouble (code ${code})`, { body })
  if (code === MISSING.code && subcode === MISSING.subcode) return 'not_found'
  return undefined
}
