import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../clock.ts'
import type { DrawPicture } from './draw-picture.ts'
import { act, createFaults, type Faults } from './mastodon-faults.ts'
import { type MastodonHabits, USUAL_HABITS } from './mastodon-habits.ts'
import type { RehearsalTimeline } from './mastodon-post.ts'
import { createMeter } from './mastodon-rate-limit.ts'
import { type Reply, type Route, route } from './mastodon-routes.ts'

/** One request that arrived. */
export interface SeenRequest {
  route: Route
  /** With its query. */
  path: string
  /** Whether it carried a token. */
  signed: boolean
}

/** So many requests are remembered one by one; the counts go on. */
const REMEMBERED = 1_000

export interface MastodonRehearsal {
  /** `http://127.0.0.1:port` */
  url: string
  faults: Faults
  /** How many requests came in, by route, and the newest of them. */
  requests(): { counts: Record<Route, number>; last: readonly SeenRequest[] }
  close(): Promise<void>
}

/**
 * Starts a server that speaks the Mastodon API on loopback, with invented people on it. Everything it tells follows
 * from the timeline and the clock, its `Date` header too; the pictures are drawn when they are asked for.
 */
export async function startMastodonRehearsal(options: {
  timeline: RehearsalTimeline
  clock: Clock
  pictures: DrawPicture
  /** 0 or none: any free one. */
  port?: number
  habits?: Partial<MastodonHabits>
}): Promise<MastodonRehearsal> {
  const { timeline, clock, pictures } = options
  const habits = { ...USUAL_HABITS, ...options.habits }
  const faults = createFaults()
  const count = createMeter(habits.limit, clock)
  const counts: Record<Route, number> = { tag: 0, post: 0, posts: 0, instance: 0, media: 0, page: 0, none: 0 }
  const last: SeenRequest[] = []
  let base = ''

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    const url = URL.parse(path, base)
    const signed = request.headers.authorization !== undefined
    const { name, reply } = route({ method: request.method ?? '', url, token: bearer(request), habits })
    counts[name]++
    last.push({ route: name, path, signed })
    if (last.length > REMEMBERED) last.shift()

    response.sendDate = false
    response.setHeader('date', new Date(clock.now()).toUTCString())
    const fault = faults.meet(path)
    if (fault !== null && fault.kind !== 'rewrite') return act(fault, request, response, clock.now())
    const meter = path.startsWith('/api/') ? count() : { allowed: true, headers: {} }
    const found: Reply = meter.allowed
      ? await reply({ posts: timeline.posts(), base, now: clock.now(), pictures })
      : { status: 429, json: { error: 'Too many requests' } }
    const json = fault?.kind === 'rewrite' && 'json' in found ? fault.rewrite(found.json) : undefined
    send(response, json === undefined ? found : { ...found, json }, meter.headers)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy()
      send(response, { status: 500, json: { error: String(error) } }, {})
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string')
    throw new Error('Found no port; expected one on 127.0.0.1')
  base = `http://127.0.0.1:${address.port}`
  return {
    url: base,
    faults,
    requests: () => ({ counts, last }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function bearer(request: IncomingMessage): string | null {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null
}

function send(response: ServerResponse, reply: Reply, headers: Record<string, string>): void {
  const body =
    'json' in reply
      ? { type: 'application/json; charset=utf-8', bytes: Buffer.from(JSON.stringify(reply.json)) }
      : { type: reply.type, bytes: reply.bytes }
  response.writeHead(reply.status, {
    'content-type': body.type,
    'content-length': body.bytes.length,
    'x-content-type-options': 'nosniff',
    ...headers,
    ...reply.headers,
  })
  response.end(body.bytes)
}
