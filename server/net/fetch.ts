import { Agent, type Dispatcher, errors } from 'undici'
import { ACCEPT_ENCODING, readBody } from './body.ts'
import { CONNECT_TIMEOUT, guardedConnector } from './connector.ts'
import { Ended, startDeadline } from './deadline.ts'
import { FetchError, place } from './fetch-error.ts'
import { brokeWhileIdle } from './idle.ts'
import { type Hop, nextHop } from './redirect.ts'
import { createResolver, type Resolver } from './resolve.ts'
import { checkTarget, type Reach, WEB_PORTS } from './target.ts'

/** What a guarded request may cost. */
export interface FetchLimits {
  /** Bytes after decompression. */
  maxBytes: number
  /** Milliseconds for the whole request, redirects and body included. */
  deadline: number
  maxRedirects: number
}

/** For answers of interfaces, feeds and pages: 10 MB, 15 s, 3 redirects. The default. */
export const API_LIMITS: Readonly<FetchLimits> = { maxBytes: 10_000_000, deadline: 15_000, maxRedirects: 3 }

export interface GuardedResponse {
  status: number
  /** As received: `content-encoding` and `content-length` speak of the body before it was decoded. */
  headers: Headers
  /** After redirects. */
  url: string
  /** There was a redirect and each was for good (301, 308): whoever asks again asks `url`. */
  movedForGood: boolean
  body: Uint8Array
}

/**
 * The only way out of this process to an address that anybody else chose. Refuses other schemes, ports and
 * addresses than the public web's, before connecting; counts decoded bytes; ends at the deadline.
 * Throws `FetchError`.
 */
export type GuardedFetch = (
  url: string,
  options?: {
    method?: 'GET' | 'POST'
    headers?: Record<string, string>
    body?: string
    limits?: Partial<FetchLimits>
    signal?: AbortSignal
  },
) => Promise<GuardedResponse>

export interface GuardedFetchOptions {
  /** Opens this machine's own addresses, on every port: demo and tests only. Nothing else private. */
  allowLoopback: boolean
  /** Says who asks and where to complain: `Folkalog/0.1 (+https://folkalog.example)`. */
  userAgent: string
  /** In place of the system's name servers. */
  resolver?: Resolver
  /** In place of `WEB_PORTS`. */
  ports?: readonly number[]
}

/** So many connections to one origin; further requests to it wait, and only they. */
export const MAX_CONNECTIONS = 8

/** A guarded fetch with its own kept-alive connections, until `close`. */
export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch & { close(): Promise<void> } {
  const reach: Reach = { allowLoopback: options.allowLoopback, ports: options.ports ?? WEB_PORTS }
  const agent = new Agent({
    connect: guardedConnector(reach.allowLoopback, options.resolver ?? createResolver()),
    connections: MAX_CONNECTIONS,
    // The deadline alone decides: undici's own time-outs restart with every chunk.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  const ours = { 'user-agent': options.userAgent, 'accept-encoding': ACCEPT_ENCODING }

  const guardedFetch: GuardedFetch = async (text, { limits, signal, ...request } = {}) => {
    const { maxBytes, deadline, maxRedirects } = { ...API_LIMITS, ...limits }
    const url = checkTarget(text, reach)
    let hop: Hop = {
      url,
      method: request.method ?? 'GET',
      headers: request.headers ?? {},
      body: request.body,
    }
    const ends = startDeadline(deadline, signal)
    let forGood = true
    try {
      for (let redirects = 0; ; redirects++) {
        const answer = await ends.orEarlier(exchange(agent, hop, ours, maxBytes, ends.signal))
        if ('body' in answer) return { ...answer, movedForGood: redirects > 0 && forGood }
        forGood &&= answer.forGood
        if (redirects === maxRedirects) {
          throw new FetchError('redirects', `${place(hop.url)}: one redirect more than ${maxRedirects}`)
        }
        hop = { ...answer.next, url: checkTarget(answer.next.url.href, reach) }
      }
    } catch (error) {
      throw error instanceof FetchError ? error : translate(error, hop.url)
    } finally {
      ends.clear()
    }
  }
  return Object.assign(guardedFetch, { close: () => agent.destroy() })
}

/** Sends one request and reads its answer, unless that is a redirect: then nothing of its body is read. */
async function exchange(
  agent: Agent,
  hop: Hop,
  ours: Record<string, string>,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Omit<GuardedResponse, 'movedForGood'> | { next: Hop; forGood: boolean }> {
  const { statusCode, headers: received, body } = await send(agent, hop, ours, signal)
  // An unread body that is destroyed has nobody else to hear its error.
  body.on('error', () => {})
  try {
    const headers = toHeaders(received)
    const next = nextHop(hop, statusCode, headers.get('location'))
    if (next) return { next, forGood: statusCode === 301 || statusCode === 308 }
    const bytes = await readBody(body, headers, maxBytes, place(hop.url))
    return { status: statusCode, headers, url: hop.url.href, body: bytes }
  } finally {
    body.destroy()
  }
}

/**
 * A server may close a kept-alive connection at the very moment a request goes out on it. A GET that got no
 * answer for that reason is sent once more; a connection that breaks on its first request is the server's fault.
 */
async function send(agent: Agent, hop: Hop, ours: Record<string, string>, signal: AbortSignal) {
  const request: Dispatcher.RequestOptions = {
    origin: hop.url.origin,
    path: hop.url.pathname + hop.url.search,
    method: hop.method,
    headers: { ...lowerCase(hop.headers), ...ours },
    body: hop.body ?? null,
    signal,
  }
  try {
    return await agent.request(request)
  } catch (error) {
    if (hop.method !== 'GET' || !brokeWhileIdle(error)) throw error
    return await agent.request(request)
  }
}

/** Header names are compared in lower case, so that ours replace the caller's and never stand beside them. */
function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function toHeaders(received: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(received)) {
    for (const one of [value ?? []].flat()) headers.append(name, one)
  }
  return headers
}

/** Every failure as a `FetchError`; what the deadline or the caller ended comes as the reason of its signal. */
function translate(error: unknown, url: URL): FetchError {
  if (error instanceof Ended) return new FetchError(error.kind, `${place(url)}: ${error.message}`)
  if (error instanceof errors.InvalidArgumentError) {
    return new FetchError(
      'bad_request',
      `${place(url)}: the request cannot be sent (${error.message})`,
      error,
    )
  }
  if (error instanceof errors.ConnectTimeoutError) {
    return new FetchError('timeout', `${place(url)}: no connection within ${CONNECT_TIMEOUT} ms`, error)
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return new FetchError('unreachable', `${place(url)}: ${code}`, error)
}
