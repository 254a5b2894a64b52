import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { WebSocket } from 'ws'
import { addressRefusal } from './address.ts'
import { CONNECT_TIMEOUT, guardedLookup } from './connector.ts'
import { FetchError, place } from './fetch-error.ts'
import { createLine } from './line.ts'
import { createResolver, type Resolver } from './resolve.ts'
import { checkTarget, type Reach, WEB_PORTS } from './target.ts'

/** What one connection may cost. */
export interface SocketLimits {
  /** Bytes of one message; a larger one ends the connection. */
  maxMessage: number
  /** Milliseconds without any sign of life, pings included, after which the other side counts as gone. */
  idle: number
}

/** A post of the largest kind takes about 100 kB. */
export const SOCKET_LIMITS: Readonly<SocketLimits> = { maxMessage: 1_000_000, idle: 60_000 }

/** So many messages wait to be read before the other side is made to wait. */
export const MOST_WAITING = 2_000
/** And so many characters: sixteen messages of the largest kind. */
export const MOST_CHARACTERS = 16_000_000

/** The bytes of a refusal that are read. */
const REFUSAL_BYTES = 4_096

/**
 * Listens to a WebSocket (RFC 6455) under the same guard as `GuardedFetch`, without ever following a redirect or sending a
 * message. Yields text messages in the order they came, all that are there at once. Ends when the other side closes in
 * order (1000, 1001) or the signal ends; throws `FetchError` otherwise, with the answer where the handshake was refused.
 */
export type GuardedSocket = (
  url: string,
  options?: {
    headers?: Record<string, string>
    protocols?: string[]
    limits?: Partial<SocketLimits>
    signal?: AbortSignal
  },
) => AsyncIterable<string[]>

export interface GuardedSocketOptions {
  /** Opens this machine's own addresses, on every port: demo and tests only. */
  allowLoopback: boolean
  userAgent: string
  resolver?: Resolver
}

export function createGuardedSocket(options: GuardedSocketOptions): GuardedSocket {
  const reach: Reach = { allowLoopback: options.allowLoopback, ports: WEB_PORTS }
  const lookup = guardedLookup(options.allowLoopback, options.resolver ?? createResolver())

  return async function* listen(text, { headers, protocols = [], limits, signal } = {}) {
    const { maxMessage, idle } = { ...SOCKET_LIMITS, ...limits }
    const url = checkTarget(text.replace(/^ws(s?):/i, 'http$1:'), reach)
    if (signal?.aborted) return
    const line = createLine()
    const socket = new WebSocket(url.href.replace(/^http/, 'ws'), protocols, {
      maxPayload: maxMessage,
      handshakeTimeout: CONNECT_TIMEOUT,
      perMessageDeflate: true,
      followRedirects: false,
      headers: { ...headers, 'user-agent': options.userAgent },
      createConnection: () => guard(dial(url, lookup), url, options.allowLoopback),
    })
    const fail = (kind: FetchError['kind'], what: string, cause?: unknown) =>
      line.end(new FetchError(kind, `${place(url)}: ${what}`, cause))
    let timer: NodeJS.Timeout | undefined
    let isLeft = false
    const alive = () => {
      clearTimeout(timer)
      // What was on its way when the reader left still comes by.
      if (isLeft) return
      timer = setTimeout(() => fail('timeout', `silent for ${idle} ms`), idle)
    }
    const stop = () => line.end(null)
    signal?.addEventListener('abort', stop)
    socket.on('open', alive)
    socket.on('ping', alive)
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      alive()
      if (isBinary) return
      const { messages, characters } = line.add(data.toString('utf8'))
      if (messages >= MOST_WAITING || characters >= MOST_CHARACTERS) socket.pause()
    })
    socket.on('unexpected-response', (_request, response) => {
      const parts: Buffer[] = []
      let size = 0
      const done = () => {
        const body = Buffer.concat(parts).subarray(0, REFUSAL_BYTES).toString('utf8')
        const answer = { status: response.statusCode ?? 0, headers: response.headers, body }
        line.end(new FetchError('no_upgrade', `${place(url)}: answered ${answer.status}`, undefined, answer))
      }
      response.on('data', (part: Buffer) => {
        parts.push(part)
        size += part.length
        if (size >= REFUSAL_BYTES) done()
      })
      response.on('end', done)
      response.on('error', done)
    })
    socket.on('error', (error) => {
      if (error instanceof FetchError) line.end(error)
      else if ('code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
        fail('too_large', `a message of more than ${maxMessage} bytes`)
      else fail('unreachable', error.message, error)
    })
    socket.on('close', (code) => {
      if (code === 1000 || code === 1001) line.end(null)
      else fail('unreachable', `the connection ended (${code})`)
    })
    try {
      while (true) {
        const messages = await line.take()
        if (messages === null) return
        socket.resume()
        yield messages
      }
    } finally {
      isLeft = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      socket.terminate()
    }
  }
}

function dial(url: URL, lookup: ReturnType<typeof guardedLookup>): Socket {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  return url.protocol === 'https:'
    ? connectTls({ host, port, servername: host, lookup, ALPNProtocols: ['http/1.1'] })
    : connectTcp({ host, port, lookup })
}

/** At last the address the socket says it reached, before a byte is sent. */
function guard(socket: Socket, url: URL, allowLoopback: boolean): Socket {
  socket.prependOnceListener('connect', () => {
    const refusal = addressRefusal(socket.remoteAddress ?? 'nowhere', allowLoopback)
    if (refusal === null) return
    socket.destroy(new FetchError('refused_address', `${place(url)}: ${socket.remoteAddress} is ${refusal}`))
  })
  return socket
}
