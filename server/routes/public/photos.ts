import { Server } from '@tus/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { MAX_BYTES } from '../../media/limits.ts'
import { Refusal } from '../../refusal.ts'
import { newToken } from '../../secrets.ts'
import { PHOTOS_PER_UPLOAD, takesUploads } from '../../steps/take-upload.ts'
import { Slug } from '../schemas.ts'
import { openContestBySlug } from '../who.ts'
import { UPLOADS_PER_NETWORK } from './upload.ts'
import { fileName } from './upload-photos.ts'

/** Photographs that one network may begin in half an hour: for as many forms as need no proof of work. */
export const PHOTOS_PER_NETWORK = UPLOADS_PER_NETWORK * PHOTOS_PER_UPLOAD

/** tus 1.0, PATCH. */
const OFFSET_TYPE = 'application/offset+octet-stream'
const NO_ROOM = 600

const params = z.object({ contest: Slug })
const schema = { hide: true, consumes: [OFFSET_TYPE], params: params.extend({ photo: z.string() }) }

/**
 * Hands photographs over piece by piece, by tus 1.0 (creation, termination, expiration): a connection that breaks off, or a
 * server that is killed, costs no byte that has arrived. Nothing is ever read back: the form names what was handed over.
 */
export const photoRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  const tus = createTus(ctx)
  // The bytes are not read here: the protocol takes the request itself.
  app.addContentTypeParser(OFFSET_TYPE, (_request, _payload, done) => done(null, undefined))

  app.post(
    '/c/:contest/take-part/photos',
    {
      config: { rateLimit: { max: PHOTOS_PER_NETWORK, timeWindow: 1_800_000 } },
      schema: { hide: true, consumes: [OFFSET_TYPE], params },
    },
    async (request, reply) => {
      const contest = await openContestBySlug(ctx, request.params.contest)
      if (!takesUploads(contest, ctx.clock.now()))
        throw new Refusal('conflict', `${contest.slug} takes no uploads at this time.`)
      if ((await ctx.store.space())?.state === 'full')
        throw new Refusal('storage_full', 'No more pictures can be taken right now: the disk is full.')
      if (await ctx.held.isFull())
        throw new Refusal('busy', 'Too many photographs wait for their forms. Send yours with the form.', {
          retryAfter: NO_ROOM,
        })
      return pass(tus, request, reply)
    },
  )

  for (const method of ['HEAD', 'PATCH', 'DELETE'] as const) {
    app.route({
      method,
      url: '/c/:contest/take-part/photos/:photo',
      schema,
      handler: async (request, reply) => {
        const { contest, photo } = request.params
        if (await ctx.held.belongs(photo, contest)) return pass(tus, request, reply)
        throw new Refusal(
          'not_found',
          'There is no photograph of this id, or its time is over. Begin it anew.',
        )
      },
    })
  }
}

function createTus(ctx: Context): Server {
  return new Server({
    path: '/photos',
    datastore: ctx.held.files,
    maxSize: MAX_BYTES,
    namingFunction: () => newToken(),
    generateUrl: ({ url }, { id }) => `${new URL(url).pathname.replace(/\/$/, '')}/${id}`,
    getFileIdFromRequest: (_request, last) => last,
    async onUploadCreate({ url }, { size, metadata }) {
      if (!size)
        throw {
          status_code: 400,
          body: 'Found no Upload-Length above 0; expected the size of the photograph\n',
        }
      const [, contest = ''] = /^\/c\/([^/]+)\//.exec(new URL(url).pathname) ?? []
      return { metadata: { filename: fileName(metadata?.filename ?? ''), contest } }
    },
  })
}

/** Lets the protocol answer, within what every answer of ours carries. */
async function pass(tus: Server, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { method, raw, url } = request
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ])
  const chunks = raw[Symbol.asyncIterator]()
  const hasBody = method === 'PATCH' || method === 'POST'
  const body = hasBody ? { body: streamOf(chunks), duplex: 'half' as const } : {}
  // Without the query: the protocol takes what stands behind the last slash for the id, wherever that slash is.
  const [path = ''] = url.split('?')
  const answer = await tus.handleWeb(new Request(`http://localhost${path}`, { method, headers, ...body }))
  if (hasBody) void readAway(chunks)
  for (const [name, value] of answer.headers)
    if (!/^(access-control-|content-length$|connection$)/.test(name)) reply.header(name, value)
  return reply.code(answer.status).send(await answer.text())
}

type Chunks = AsyncIterator<Uint8Array<ArrayBuffer>>

function streamOf(chunks: Chunks): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
}

/** What was refused unread is read all the same: the next request of the connection comes behind it. */
async function readAway(chunks: Chunks): Promise<void> {
  try {
    while (!(await chunks.next()).done);
  } catch {
    // The connection is gone, and with it whoever would ask again.
  }
}
