import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { receiveDelivery } from '../steps/receive-delivery.ts'
import { problems } from './problem.ts'
import { digits } from './schemas.ts'

/** Bytes of one delivery: a thousand mentions are about a tenth of it. */
export const HOOK_LIMIT = 1_000_000

const params = z.object({ source: digits(1, Number.MAX_SAFE_INTEGER, 'expected the number of a source') })
const answers = { 200: z.string(), 400: z.string(), 401: z.string(), 403: z.string() }
const response = { ...problems(404, 413, 415, 429), ...answers }

/** Where networks send what happened. Bodies stay the bytes they came as: signatures are over these. */
export const hookRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )

  app.get(
    '/hooks/:source',
    {
      schema: {
        summary: 'The handshake by which a network makes sure that a webhook is ours',
        tags: ['hooks'],
        params,
        response,
      },
    },
    async (request, reply) => {
      const { status, body } = await receive(ctx, request, request.params.source, 'GET', new Uint8Array())
      return reply.code(status).type('text/plain; charset=utf-8').send(body)
    },
  )

  app.post(
    '/hooks/:source',
    {
      bodyLimit: HOOK_LIMIT,
      schema: {
        summary: 'What a network sends by itself, signed',
        tags: ['hooks'],
        consumes: ['application/json'],
        params,
        response,
      },
    },
    async (request, reply) => {
      const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array()
      const { status, body } = await receive(ctx, request, request.params.source, 'POST', bytes)
      return reply.code(status).type('text/plain; charset=utf-8').send(body)
    },
  )
}

function receive(
  ctx: Context,
  { query, headers }: FastifyRequest,
  source: number,
  method: 'GET' | 'POST',
  body: Uint8Array,
) {
  return receiveDelivery(ctx, source, { method, query: texts(query), headers: texts(headers), body })
}

/** What is said once; what is said twice says nothing. */
function texts(from: unknown): Record<string, string> {
  const pairs = typeof from === 'object' && from !== null ? Object.entries(from) : []
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
