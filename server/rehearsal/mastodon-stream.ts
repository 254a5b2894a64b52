import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Clock } from '../clock.ts'
import type { Instant } from '../contest/instant.ts'
import { statusEntity, type Teller } from './mastodon-entity.ts'
import type { MastodonHabits } from './mastodon-habits.ts'
import { type RehearsalPost, type RehearsalTimeline, wordingAt } from './post.ts'
import { tagName, tagNames } from './tagging.ts'

/** How often it is looked whether something happened, in milliseconds of real time. */
const LOOK = 10

/** An event of a hashtag stream, as the API tells it (docs.joinmastodon.org/methods/streaming). */
interface Event {
  event: 'update' | 'status.update' | 'delete'
  payload: string
}

export interface MastodonStreams {
  /** How many listen. */
  listeners(): number
  /** Ends every connection as a server does that restarts. */
  cut(): void
  close(): void
}

/**
 * The WebSocket beside the API: `?stream=hashtag&tag=`. It takes the token of a user, as Mastodon does since 4.2, and tells
 * only what happens while somebody listens.
 */
export function openStreams(
  server: Server,
  {
    timeline,
    clock,
    habits,
    base,
  }: {
    timeline: RehearsalTimeline
    clock: Clock
    habits: MastodonHabits
    base(): string
  },
): MastodonStreams {
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = URL.parse(request.url ?? '', base())
    const tag = url?.searchParams.get('tag')
    if (url?.pathname !== '/api/v1/streaming' || url.searchParams.get('stream') !== 'hashtag' || !tag)
      return refuse(socket, '404 Not Found')
    if (habits.token === null || request.headers.authorization !== `Bearer ${habits.token}`)
      return refuse(socket, '401 Unauthorized')
    sockets.handleUpgrade(request, socket, head, (listener) => tell(listener, tagName(tag)))
  })

  function tell(listener: WebSocket, tag: string): void {
    let told = clock.now()
    const timer = setInterval(() => {
      const now = clock.now()
      const teller: Teller = {
        base: base(),
        host: habits.host,
        now,
        idOf: ({ id }) => id,
        find: () => undefined,
      }
      for (const event of eventsOf(timeline.posts(), tag, told, teller))
        listener.send(JSON.stringify({ stream: ['hashtag', tag], ...event }))
      told = now
    }, LOOK)
    listener.on('close', () => clearInterval(timer))
  }

  return {
    listeners: () => sockets.clients.size,
    cut: () => {
      for (const listener of sockets.clients) listener.terminate()
    },
    close: () => {
      for (const listener of sockets.clients) listener.terminate()
      sockets.close()
    },
  }
}

/** What happened after `told` and by now, in order. */
function eventsOf(posts: readonly RehearsalPost[], tag: string, told: Instant, teller: Teller): Event[] {
  const { now } = teller
  const isNew = (at: Instant | null) => at !== null && at > told && at <= now
  const happened = posts.flatMap((post): { at: Instant; event: Event }[] => {
    if (post.visibility !== 'public' || post.boostOf !== null || post.arrivesAt > now) return []
    const edits = post.wordings.slice(1).filter(({ at }) => isNew(at))
    const carries = () => tagNames(wordingAt(post, now).text).includes(tag)
    const status = () => JSON.stringify(statusEntity(post, teller))
    if (isNew(post.deletedAt))
      return [{ at: post.deletedAt ?? now, event: { event: 'delete', payload: post.id } }]
    if (post.deletedAt !== null && post.deletedAt <= now) return []
    if (isNew(post.arrivesAt) && carries())
      return [{ at: post.arrivesAt, event: { event: 'update', payload: status() } }]
    const [edit] = edits
    return edit && carries() ? [{ at: edit.at, event: { event: 'status.update', payload: status() } }] : []
  })
  return happened.toSorted((a, b) => a.at - b.at).map(({ event }) => event)
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
