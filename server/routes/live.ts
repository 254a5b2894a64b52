import type { ServerResponse } from 'node:http'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { networkOf } from '../net/client-network.ts'
import { Refusal } from '../refusal.ts'
import { type LiveChannel, openChannel, type Send } from './live-channel.ts'
import { problems } from './problem.ts'
import { Slug } from './schemas.ts'
import { openContestBySlug } from './who.ts'

/** Proxies close connections that say nothing for a minute. */
export const HEARTBEAT_MS = 25_000
/** Open streams of one process; more are told to come back. */
export const MOST_STREAMS = 10_000
/** Open streams of one network: a school or an office, and no single client takes them all. */
export const MOST_STREAMS_PER_NETWORK = 200
/** A reader that lets so much pile up is cut off; it reconnects and starts from the whole. */
const MOST_UNREAD = 64 * 1024

/** Live coverage by server-sent events: one reading of the database for all readers of a contest. */
export const liveRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  const channels = new Map<number, LiveChannel>()
  const streams = new Map<ServerResponse, string>()
  const stop = ctx.events.listen(({ contest }) => {
    if (contest !== 0) channels.get(contest)?.changed()
    else for (const channel of channels.values()) channel.changed()
  })
  const heartbeat = setInterval(() => {
    for (const channel of channels.values()) channel.sendAll(': \n\n')
  }, HEARTBEAT_MS)
  app.addHook('preClose', async () => {
    stop()
    clearInterval(heartbeat)
    for (const channel of channels.values()) channel.close()
    for (const stream of streams.keys()) stream.end()
  })

  /** The reader is known from here on, and forgotten when its connection closes, however far it came. */
  const enter = (stream: ServerResponse, contestId: number, network: string, send: Send): LiveChannel => {
    const channel = channels.getOrInsertComputed(contestId, () => openChannel(ctx, contestId))
    streams.set(stream, network)
    channel.join(send)
    stream.once('close', () => {
      streams.delete(stream)
      if (channel.leave(send) && channels.get(contestId) === channel) channels.delete(contestId)
    })
    return channel
  }

  app.get(
    '/c/:contest/live',
    {
      schema: {
        summary: 'Coverage as it changes, by server-sent events',
        tags: ['catalogue'],
        params: z.object({ contest: Slug }),
        response: {
          200: {
            description: 'Events without a name, whose data is JSON: filled, total, people, photos',
            content: { 'text/event-stream': { schema: z.string() } },
          },
          ...problems(404),
        },
      },
    },
    async (request, reply) => {
      const contest = await openContestBySlug(ctx, request.params.contest)
      const network = networkOf(request.ip)
      refuseTooMany(streams, network)
      const { raw } = reply
      const waiting: string[] = []
      const send: Send = (text) => {
        if (!raw.headersSent) waiting.push(text)
        else if (raw.writableLength > MOST_UNREAD) raw.destroy()
        else raw.write(text)
      }
      const first = await enter(raw, contest.id, network, send).first()
      reply.hijack()
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'x-content-type-options': 'nosniff',
      })
      raw.write(`retry: 3000\n\n${first}${waiting.join('')}`)
    },
  )
}

function refuseTooMany(streams: ReadonlyMap<unknown, string>, network: string): void {
  if (streams.size >= MOST_STREAMS)
    throw new Refusal('busy', 'Too many readers are listening. Reload the page in a while.', {
      retryAfter: 30,
    })
  const own = [...streams.values()].filter((one) => one === network).length
  if (own >= MOST_STREAMS_PER_NETWORK)
    throw new Refusal('throttled', `${own} pages are open from this network already; close some.`, {
      retryAfter: 30,
    })
}
