import { FetchError, type FetchErrorKind } from '../net/fetch-error.ts'
import { type Budget, clampWait, isUsedUp, readBudget, readWait } from './mastodon-limits.ts'
import type { MastodonSettings } from './mastodon-settings.ts'
import { sampleOf } from './sample.ts'
import { SourceError, type SourceIo } from './source.ts'

/** The most one answer may hold, decompressed. A page of 40 posts with long captions takes about 400 kB. */
export const LARGEST_ANSWER = 4 * 1024 * 1024

/** The longest one request may take, body included, in milliseconds. */
export const API_DEADLINE = 15_000

const NO_TOKEN = 'shows this only to its members (401). Add an access token of an account there.'
const WRONG_TOKEN = 'does not accept the access token (401). Make a new one with the scope read:statuses.'

/** A 200, or a 404 or 410. */
export interface Answer {
  found: boolean
  /** Undefined where what was not found was said in something else than JSON. */
  json: unknown
  headers: Headers
}

/** Asks one server. Everything that is not an answer becomes a `SourceError` without the token in it. */
export interface MastodonClient {
  /** `path` begins with `/`. */
  get(path: string): Promise<Answer>
  /** As the newest answer told it. */
  budget(): Budget | null
  /** For an answer that is JSON but not what was asked for: `what` goes on after the server's name. */
  unreadable(what: string, found?: unknown): SourceError
  /** What must not stand in any message or sample. */
  secrets: readonly string[]
}

/** A client for the requests of one poll, check or test. It stops before the server's budget is used up. */
export function createMastodonClient(settings: MastodonSettings, io: SourceIo): MastodonClient {
  const server = new URL(settings.url).host
  const secrets = settings.token === undefined ? [] : [settings.token]
  let budget: Budget | null = null

  const fail = (kind: SourceError['kind'], what: string, more: { waitUntil?: number; body?: string } = {}) =>
    new SourceError(kind, `${server} ${what}`, {
      ...(more.waitUntil === undefined ? {} : { waitUntil: more.waitUntil }),
      ...(more.body === undefined ? {} : { sample: sampleOf(more.body, secrets) }),
    })

  async function get(path: string): Promise<Answer> {
    io.signal.throwIfAborted()
    if (budget !== null && isUsedUp(budget)) {
      const waitUntil = clampWait(budget.resetsAt, io.clock.now())
      throw fail('throttled', `has ${budget.left} of ${budget.of} requests left; the reading goes on later`, {
        waitUntil,
      })
    }
    const response = await io
      .fetch(settings.url + path, {
        headers: {
          accept: 'application/json',
          ...(settings.token === undefined ? {} : { authorization: `Bearer ${settings.token}` }),
        },
        limits: { maxBytes: LARGEST_ANSWER, deadline: API_DEADLINE },
        signal: io.signal,
      })
      .catch((cause: unknown) => {
        io.signal.throwIfAborted()
        throw fetchFailure(server, cause, secrets)
      })
    io.signal.throwIfAborted()
    budget = readBudget(response.headers, io.clock.now()) ?? budget
    return read(response.status, response.headers, new TextDecoder().decode(response.body))
  }

  function read(status: number, headers: Headers, body: string): Answer {
    const found = status === 200
    if (!found && status !== 404 && status !== 410) throw refusal(status, headers, body)
    const json = parse(body)
    if (found && json === undefined)
      throw fail('unreadable', `answered with ${kindOf(headers, body)}; expected JSON`, { body })
    return { found, json, headers }
  }

  function refusal(status: number, headers: Headers, body: string): SourceError {
    const waits = status === 429 || headers.has('retry-after')
    const waitUntil = waits ? { waitUntil: readWait(headers, io.clock.now()) } : {}
    if (status === 429) return fail('throttled', 'asks us to wait (429)', { ...waitUntil, body })
    if (status >= 500)
      return fail('unreachable', `is in trouble: it answered ${status}`, { ...waitUntil, body })
    if (status !== 401) return fail('refused', `refused the request: it answered ${status}`, { body })
    return fail('needs_attention', settings.token === undefined ? NO_TOKEN : WRONG_TOKEN, { body })
  }

  return {
    get,
    budget: () => budget,
    unreadable: (what, found) =>
      new SourceError(
        'unreadable',
        `${server} ${what}`,
        found === undefined ? {} : { sample: sampleOf(found, secrets) },
      ),
    secrets,
  }
}

function parse(body: string): unknown {
  try {
    return storable(body, JSON.parse(body))
  } catch {
    return undefined
  }
}

/** Postgres keeps neither U+0000 nor halves of surrogate pairs; where the text holds escapes of them they are taken out. */
function storable(body: string, json: unknown): unknown {
  if (!/\\u(?:0000|d[89a-f])/i.test(body)) return json
  return JSON.parse(body, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
  )
}

function kindOf(headers: Headers, body: string): string {
  if (body.trim() === '') return 'nothing'
  const type = headers.get('content-type')?.split(';')[0]?.trim()
  return type === undefined || type === '' || /json/.test(type) ? 'something else' : type
}

/** What a request that brought nothing means for a source. A wrong address has to be changed by a person. */
const MEANS: Partial<Record<FetchErrorKind, SourceError['kind']>> = {
  bad_url: 'needs_attention',
  refused_address: 'needs_attention',
  too_large: 'unreadable',
  undecodable: 'unreadable',
}

function fetchFailure(server: string, cause: unknown, secrets: readonly string[]): SourceError {
  const kind = (cause instanceof FetchError && MEANS[cause.kind]) || 'unreachable'
  const said = cause instanceof Error ? sampleOf(cause.message, secrets) : 'no answer'
  return new SourceError(
    kind,
    `${server} could not be ${kind === 'unreachable' ? 'reached' : 'read'}: ${said}`,
    { cause },
  )
}
