import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Clock } from '../clock.ts'
import { act, createFaults, type Faults } from './faults.ts'

/** What is answered: JSON, or any bytes. */
export type Reply = { status: number; headers?: Record<string, string> } & (
  | { json: unknown }
  | { type: string; bytes: Uint8Array }
)

/** A request with its body read. */
export interface Asked {
  method: string
  /** With its query, as it came. */
  path: string
  /** Null where the address cannot be read. */
  url: URL | null
  /** Names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: Buffer
  /** The server's own address. */
  base: string
}

/** A network played on loopback: a real HTTP server. */
export interface Double {
  /** `http://127.0.0.1:port` */
  url: string
  faults: Faults
  /** How many requests came in, and the paths of the newest, each with its query. */
  requests(): { count: number; last: readonly string[] }
  server: Server
  close(): Promise<void>
}

/** So many requests are remembered one by one; the count goes on. */
const REMEMBERED = 1_000

/** Bodies are forms and small JSON. */
const LARGEST_BODY = 1_000_000

/**
 * Starts a server that answers as `answer` says, with the clock's time as its `Date` header, unless a planted fault is met
 * first. What `answer` throws is a 500 with the words of the error.
 */
export async function startDouble(options: {
  clock: Clock
  answer(asked: Asked): Reply | Promise<Reply>
  /** Hears of every request, those that meet a fault too. */
  arrived?(asked: Asked): void
  /** 0 or none: any free one. */
  port?: number
}): Promise<Double> {
  const { clock } = options
  const faults = createFaults()
  const last: string[] = []
  let count = 0
  let base = ''

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    count++
    last.push(path)
    if (last.length > REMEMBERED) last.shift()
    response.sendDate = false
    response.setHeader('date', new Date(clock.now()).toUTCString())
    const body = await readBody(request)
    const { method = 'GET', headers } = request
    const asked: Asked = { method, path, url: URL.parse(path, base), headers, body, base }
    options.arrived?.(asked)
    const fault = faults.meet(path)
    if (fault !== null && fault.kind !== 'rewrite') return act(fault, request, response, clock.now())
    const reply = await options.answer(asked)
    const json = fault?.kind === 'rewrite' && 'json' in reply ? fault.rewrite(reply.json) : undefined
    send(response, json === undefined ? reply : { ...reply, json })
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy()
      send(response, { status: 500, json: { error: String(error) } })
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string')
    throw new Error('Found no port; expected one on 127.0.0.1')
  base = `http://127.0.0.1:${address.port}`
  return {
    url: base,
    faults,
    requests: () => ({ count, last }),
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    size += part.length
    if (size > LARGEST_BODY) throw new Error(`Found a body of more than ${LARGEST_BODY} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function send(response: ServerResponse, reply: Reply): void {
  const body =
    'json' in reply
      ? { type: 'application/json; charset=utf-8', bytes: Buffer.from(JSON.stringify(reply.json)) }
      : { type: reply.type, bytes: reply.bytes }
  response.writeHead(reply.status, {
    'content-type': body.type,
    'content-length': body.bytes.length,
    'x-content-type-options': 'nosniff',
    ...reply.headers,
  })
  response.end(body.bytes)
}
