import { FetchError, type FetchErrorKind } from '../net/fetch-error.ts'
import { clampWait, isUsedUp, readBudget, readWait } from './limits.ts'
import { sampleOf } from './sample.ts'
import { type SourceBudget, SourceError, type SourceIo } from './source.ts'

/** The most one answer may hold, decompressed. A page of 40 posts with long captions takes about 400 kB. */
export const LARGEST_ANSWER = 4 * 1024 * 1024

/** The longest one request may take, body included, in milliseconds. */
export const API_DEADLINE = 15_000

/** A 200, or a 404 or 410. */
export interface Answer {
  found: boolean
  /** Undefined where what was not found was said in something else than JSON. */
  json: unknown
  headers: Headers
}

export interface ApiRequest {
  method?: 'GET' | 'POST'
  /** Begins with `/`; its query holds no secret, or none that `secrets` does not name. */
  path: string
  headers?: Record<string, string>
  /** Sent as JSON. */
  json?: unknown
  /** Sent as a form. */
  form?: Record<string, string>
}

/** What a refusal says, whatever its status. */
export interface Refusal {
  status: number
  headers: Headers
  /** Undefined where it is no JSON. */
  json: unknown
  body: string
}

export interface ApiOptions {
  /** Origin and path before every request's own, without a slash at the end. */
  base: string
  headers?: Record<string, string>
  /** What must not stand in any message or sample. */
  secrets?: readonly string[]
  /** What to do about a 401, to follow "server …". */
  unauthorised: string
  /**
   * What the network's own errors mean, where its status does not tell. An answer goes on as if it were found nowhere;
   * undefined leaves it to the status.
   */
  refused?(refusal: Refusal, fail: ApiClient['fail']): SourceError | 'not_found' | undefined
}

/** Asks one server. Everything that is not an answer becomes a `SourceError` without a secret in it. */
export interface ApiClient {
  ask(request: ApiRequest): Promise<Answer>
  /** As the newest answer told it. */
  budget(): SourceBudget | null
  /** `what` goes on after the server's name. */
  fail(kind: SourceError['kind'], what: string, more?: { waitUntil?: number; body?: string }): SourceError
  /** For an answer that is JSON but not what was asked for. */
  unreadable(what: string, found?: unknown): SourceError
  secrets: readonly string[]
}

/** A client for the requests of one read, check or test. It stops before the server's budget is used up. */
export function createApiClient(options: ApiOptions, io: SourceIo): ApiClient {
  const server = new URL(options.base).host
  const secrets = options.secrets ?? []
  let budget: SourceBudget | null = null

  const fail: ApiClient['fail'] = (kind, what, more = {}) =>
    new SourceError(kind, `${server} ${what}`, {
      ...(more.waitUntil === undefined ? {} : { waitUntil: more.waitUntil }),
      ...(more.body === undefined ? {} : { sample: sampleOf(more.body, secrets) }),
    })

  async function ask({ method = 'GET', path, headers, json, form }: ApiRequest): Promise<Answer> {
    io.signal.throwIfAborted()
    if (budget !== null && isUsedUp(budget)) {
      const waitUntil = clampWait(budget.resetsAt, io.clock.now())
      throw fail('throttled', `has ${budget.left} of ${budget.of} requests left; the reading goes on later`, {
        waitUntil,
      })
    }
    const body = bodyOf(json, form)
    const response = await io
      .fetch(options.base + path, {
        method,
        headers: { accept: 'application/json', ...options.headers, ...body.headers, ...headers },
        ...(body.text === undefined ? {} : { body: body.text }),
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
    const json = parseJson(body)
    if (status !== 200) {
      const meant = options.refused?.({ status, headers, json, body }, fail)
      if (meant instanceof SourceError) throw meant
      const found = meant !== 'not_found' && status !== 404 && status !== 410
      if (found) throw refusal(status, headers, body)
      return { found, json, headers }
    }
    if (json === undefined)
      throw fail('unreadable', `answered with ${kindOf(headers, body)}; expected JSON`, { body })
    return { found: true, json, headers }
  }

  function refusal(status: number, headers: Headers, body: string): SourceError {
    const waits = status === 429 || headers.has('retry-after')
    const waitUntil = waits ? { waitUntil: readWait(headers, io.clock.now()) } : {}
    if (status === 429) return fail('throttled', 'asks us to wait (429)', { ...waitUntil, body })
    if (status >= 500)
      return fail('unreachable', `is in trouble: it answered ${status}`, { ...waitUntil, body })
    if (status !== 401) return fail('refused', `refused the request: it answered ${status}`, { body })
    return fail('needs_attention', options.unauthorised, { body })
  }

  return {
    ask,
    budget: () => budget,
    fail,
    unreadable: (what, found) =>
      new SourceError(
        'unreadable',
        `${server} ${what}`,
        found === undefined ? {} : { sample: sampleOf(found, secrets) },
      ),
    secrets,
  }
}

function bodyOf(json: unknown, form: Record<string, string> | undefined) {
  if (json !== undefined)
    return { text: JSON.stringify(json), headers: { 'content-type': 'application/json' } }
  if (form !== undefined)
    return {
      text: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }
  return { text: undefined, headers: {} }
}

/** Undefined where it is no JSON. Postgres keeps neither U+0000 nor halves of surrogate pairs: they are taken out. */
export function parseJson(body: string): unknown {
  try {
    const json: unknown = JSON.parse(body)
    if (!/\\u(?:0000|d[89a-f])/i.test(body)) return json
    return JSON.parse(body, (_key, value: unknown) =>
      typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
    )
  } catch {
    return undefined
  }
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

/** What a failed request or connection means for a source. */
export function fetchFailure(server: string, cause: unknown, secrets: readonly string[]): SourceError {
  const kind = (cause instanceof FetchError && MEANS[cause.kind]) || 'unreachable'
  const said = cause instanceof Error ? sampleOf(cause.message, secrets) : 'no answer'
  return new SourceError(
    kind,
    `${server} could not be ${kind === 'unreachable' ? 'reached' : 'read'}: ${said}`,
    { cause },
  )
}
