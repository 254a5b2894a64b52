import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import type { Post } from '../../server/contest/post.ts'
import { fetchFailure } from '../../server/sources/api-client.ts'
import { type Batch, type Gap, type Source, SourceError, type Upsert } from '../../server/sources/source.ts'
import { targetKey } from '../../server/sources/target.ts'
import type { Cleaner } from './scratch.ts'

/** One thing that a tiny network tells: a post, or what it has forgotten. */
type Event = { post: Post } | { gap: Gap }

/** The smallest network that streams and fills: a list of events over a WebSocket, and posts of a target by GET. */
export interface TinyNetwork {
  url: string
  tell(event: Event): void
  /** Events told so far: the position of whoever has heard them all. */
  told(): number
  /** What a gap is filled with, by target; `null` is refused with 500. */
  missed: Map<string, Post[] | null>
  /** Answers handshakes with this status while it is set. */
  refuse: number | null
  /** The place from which each listener wanted to go on, in their order. */
  asked: string[]
  /** Fill requests, in their order. */
  filled: string[]
  /** Listeners now, and the most there ever were at once. */
  listening(): { now: number; most: number }
  /** Ends every connection with this code. */
  hangUp(code: number): void
}

export async function startTinyNetwork(t: Cleaner): Promise<TinyNetwork> {
  const events: string[] = []
  const sockets = new Set<WebSocket>()
  let most = 0
  const server = createServer((request, response) => {
    const target = new URL(request.url ?? '', 'http://tiny').searchParams.get('target') ?? ''
    network.filled.push(target)
    const posts = network.missed.get(target) ?? (network.missed.has(target) ? null : [])
    response.writeHead(posts === null ? 500 : 200).end(JSON.stringify(posts))
  })
  const wss = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    if (network.refuse !== null) {
      socket.end(`HTTP/1.1 ${network.refuse} No\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    wss.handleUpgrade(request, socket, head, (listener) => {
      const since = new URL(request.url ?? '', 'http://tiny').searchParams.get('since') ?? ''
      network.asked.push(since)
      sockets.add(listener)
      most = Math.max(most, sockets.size)
      listener.on('close', () => sockets.delete(listener))
      for (const event of events.slice(Number(since))) listener.send(event)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.teardown(() => {
    for (const socket of sockets) socket.terminate()
    server.close()
  })
  const network: TinyNetwork = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    missed: new Map(),
    refuse: null,
    asked: [],
    filled: [],
    tell(event) {
      const text = JSON.stringify({ place: events.length + 1, ...event })
      events.push(text)
      for (const socket of sockets) socket.send(text)
    },
    told: () => events.length,
    listening: () => ({ now: sockets.size, most }),
    hangUp(code) {
      for (const socket of sockets) socket.close(code)
    },
  }
  return network
}

const Told = z.object({ place: z.int(), post: z.custom<Post>().optional(), gap: z.custom<Gap>().optional() })

/** The source of a tiny network: what it listens to, how it fills, and nothing to poll. */
export const tiny: Source<{ url: string }> = {
  kind: 'tiny',
  settings: z.object({ url: z.string() }),
  async *poll() {},
  async *stream({ url }, _targets, since, _from, io) {
    const place = since ?? '0'
    try {
      const socket = io.open(`${url.replace('http', 'ws')}/stream?since=${place}`, { signal: io.signal })
      for await (const texts of socket) yield told(texts, place, io.clock.now())
    } catch (cause) {
      throw fetchFailure('tiny', cause, [])
    }
  },
  async *fill({ url }, target, _gap, io) {
    const { status, body } = await io.fetch(`${url}/fill?target=${targetKey(target)}`)
    if (status !== 200) throw new SourceError('unreachable', `tiny answered ${status}`)
    const posts: Post[] = JSON.parse(new TextDecoder().decode(body))
    yield { changes: posts.map(upsert), skipped: [], cursor: '', completeUntil: null }
  },
  check: async () => new Map(),
  test: async () => ({ ok: true, message: 'Fine.', budget: null }),
}

function told(texts: string[], place: string, now: number): Batch {
  const events = texts.map((text) => Told.parse(JSON.parse(text)))
  const gap = events.find((event) => event.gap)?.gap
  return {
    changes: events.flatMap(({ post }) => (post ? [upsert(post)] : [])),
    skipped: [],
    cursor: String(events.at(-1)?.place ?? place),
    completeUntil: now,
    ...(gap ? { gap } : {}),
  }
}

function upsert(post: Post): Upsert {
  return { kind: 'upsert', post, ref: post.id, raw: {} }
}
