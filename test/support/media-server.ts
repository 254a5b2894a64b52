import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What of a tap test is needed to clean up after it. */
interface Test {
  teardown(clean: () => unknown): void
}

export interface MediaServer {
  origin: string
  port: number
  /** `METHOD path` of every request, in order. */
  requests: string[]
  /** The headers of every request, in order. */
  headers: IncomingMessage['headers'][]
  /** How many connections were opened, whether or not anything came over them. */
  connections(): number
  /** Ends idle and busy connections; new ones are served. */
  dropConnections(): void
}

/** A real HTTP server on loopback that answers as the test says, until the test ends. */
export async function startMediaServer(
  t: Test,
  answer: RequestListener,
  host = '127.0.0.1',
  port = 0,
): Promise<MediaServer> {
  const requests: string[] = []
  const headers: IncomingMessage['headers'][] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    requests.push(`${request.method} ${request.url}`)
    headers.push(request.headers)
    answer(request, response)
  })
  server.on('connection', (socket) => {
    connections++
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const dropConnections = () => {
    for (const socket of sockets) socket.destroy()
  }
  t.teardown(() => {
    dropConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const bound = (server.address() as AddressInfo).port
  const name = host.includes(':') ? `[${host}]` : host
  return {
    origin: `http://${name}:${bound}`,
    port: bound,
    requests,
    headers,
    connections: () => connections,
    dropConnections,
  }
}

/** One byte every `pause` milliseconds, for ever. */
export async function drip(response: ServerResponse, pause: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'image/jpeg' })
  while (!response.destroyed) {
    response.write('x')
    await sleep(pause)
  }
}

/** `bytes` bytes in pieces of 64 KiB, as fast as they are taken; returns early when the reader leaves. */
export async function pour(response: ServerResponse, bytes: number): Promise<void> {
  const piece = Buffer.alloc(64 * 1024)
  const closed = once(response, 'close')
  for (let sent = 0; sent < bytes && !response.destroyed; sent += piece.length) {
    if (!response.write(piece.subarray(0, bytes - sent))) {
      await Promise.race([once(response, 'drain'), closed])
    }
  }
  response.end()
}
