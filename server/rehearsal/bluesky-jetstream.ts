import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Clock } from '../clock.ts'
import type { BlueskyHabits } from './bluesky-habits.ts'
import { type EventLog, firstFrame, type Logged, secondFrame } from './bluesky-log.ts'
import type { Faults } from './faults.ts'

/** Bytes that may wait for a listener before it counts as too slow. */
const SLOW = 4_000_000

/** The parts of a stream that a test takes in hand. */
export interface JetstreamControl {
  /** Addresses that were listened to, each with its query, in order; refused ones too. */
  listened(): readonly string[]
  listening(): number
  /** Connections that were ever made. */
  connected(): number
  /** Ends every connection: in order (1001), or without a word. */
  end(how: 'in_order' | 'cut'): void
  /** Sends a frame as it is to everybody who listens. */
  send(frame: string): void
  /** Says `ConsumerTooSlow` and closes, as version 2 does. */
  tooSlow(): void
}

/** Serves the stream, in both versions, on the server of the other calls. */
export function serveJetstream(
  server: Server,
  log: EventLog,
  faults: Faults,
  habits: BlueskyHabits,
  clock: Clock,
): JetstreamControl & { close(): void } {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  const listened: string[] = []
  let connected = 0
  const tooSlow = JSON.stringify({ $type: 'error', error: 'ConsumerTooSlow' })

  server.on('upgrade', (request, socket, head) => {
    const path = request.url ?? '/'
    listened.push(path)
    const fault = faults.meet(path)
    if (fault?.kind === 'silence') return
    if (fault?.kind === 'reset') return void socket.destroy()
    if (fault?.kind === 'status')
      return refuse(socket, fault.status, fault.body ?? '{"error":"InternalServerError"}')
    if (fault?.kind === 'html') return refuse(socket, 200, '<!DOCTYPE html><title>Soon back</title>')
    const asked = readAsked(request, log.upTo(clock.now()), habits, clock.now())
    if (typeof asked === 'string')
      return refuse(socket, 400, JSON.stringify({ error: asked, message: asked }))
    sockets.handleUpgrade(request, socket, head, (listener) => serve(listener, asked))
  })

  function serve(listener: WebSocket, { version, next, wants }: Asked): void {
    let at = next
    connected++
    listener.on('error', () => {})
    // Nothing is to be said to a stream.
    listener.on('message', () => listener.close(1008))
    const tell = (one: Logged) => {
      const frame = version === 1 ? firstFrame(one) : secondFrame(one)
      listener.send(frame)
      if (habits.repeats > 0 && one.seq % habits.repeats === 0) listener.send(frame)
    }
    const turn = () => {
      const events = log.upTo(clock.now())
      while (at < events.length && listener.readyState === listener.OPEN && listener.bufferedAmount < SLOW) {
        const one = events[at++]
        if (one !== undefined && wants(one)) tell(one)
      }
    }
    const timer = setInterval(turn, habits.tick)
    listener.on('close', () => clearInterval(timer))
    turn()
  }

  return {
    listened: () => listened,
    listening: () => sockets.clients.size,
    connected: () => connected,
    end(how) {
      for (const one of sockets.clients) {
        if (how === 'cut') one.terminate()
        else one.close(1001)
      }
    },
    send(frame) {
      for (const one of sockets.clients) one.send(frame)
    },
    tooSlow() {
      for (const one of sockets.clients) {
        one.send(tooSlow)
        one.close(1008)
      }
    },
    close() {
      for (const one of sockets.clients) one.terminate()
      sockets.close()
    },
  }
}

interface Asked {
  version: 1 | 2
  /** Place in the log. */
  next: number
  wants(logged: Logged): boolean
}

/** What is asked for; the name of an error where it cannot be had. */
function readAsked(
  request: IncomingMessage,
  events: readonly Logged[],
  { lookBack }: BlueskyHabits,
  now: number,
): Asked | string {
  const url = new URL(request.url ?? '/', 'ws://127.0.0.1')
  const query = url.searchParams
  const horizon = events.findIndex(({ at }) => at >= now - lookBack)
  const first = horizon < 0 ? events.length : horizon
  const cursor = query.has('cursor') ? Number(query.get('cursor')) : null
  if (url.pathname === '/subscribe') {
    const wanted = query.getAll('wantedCollections')
    const found =
      cursor === null || cursor > now * 1000
        ? events.length
        : events.findIndex(({ micros }) => micros >= cursor)
    // An older cursor is moved to the end of what is kept, without a word.
    const next = found < 0 ? events.length : Math.max(found, first)
    return { version: 1, next, wants: ({ event }) => isWanted(event, wanted) }
  }
  if (url.pathname !== '/xrpc/network.bsky.jetstream.subscribeEvents') return 'MethodNotImplemented'
  if (query.has('wantedCollections') || query.has('wantedDids')) return 'InvalidRequest'
  if (cursor !== null && cursor < first) return 'CursorTooOld'
  const [kinds, wanted] = [query.getAll('kinds'), query.getAll('collections')]
  return {
    version: 2,
    next: cursor ?? events.length,
    wants: ({ event }) => (kinds.length === 0 || kinds.includes(event.kind)) && isWanted(event, wanted),
  }
}

/** News of accounts come whatever is asked for. */
function isWanted(event: Logged['event'], collections: readonly string[]): boolean {
  return event.kind !== 'commit' || collections.length === 0 || collections.includes(event.collection)
}

function refuse(socket: Duplex, status: number, body: string): void {
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
