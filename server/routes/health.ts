import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { pingDatabase } from '../db/ping.ts'
import { problems } from './problem.ts'

const Health = z.object({ status: z.enum(['ok', 'failing']), checks: z.record(z.string(), z.string()) })

/** For those who run the server: is the process alive, and can it do its work? */
export const healthRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/health/live',
    {
      config: { rateLimit: false },
      schema: { summary: 'The process answers', tags: ['health'], response: { 200: Health, ...problems() } },
    },
    async () => ({
      status: 'ok' as const,
      checks: {},
    }),
  )

  app.get(
    '/health/ready',
    {
      config: { rateLimit: false },
      schema: {
        summary: 'Database and picture store can be worked with',
        tags: ['health'],
        response: { ...problems(), 200: Health, 503: Health },
      },
    },
    async (_request, reply) => {
      const space = await ctx.store.space()
      const checks = {
        database: (await pingDatabase(ctx.db)) ? 'ok' : 'does not answer',
        pictures:
          space === null || space.state === 'ok'
            ? 'ok'
            : `disk ${space.state}: ${Math.round(space.free * 100)} % free`,
      }
      const ready = checks.database === 'ok' && space?.state !== 'full'
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'failing', checks })
    },
  )
}
