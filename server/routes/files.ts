import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { RENDITIONS, renditionPath } from '../media/names.ts'
import { Refusal } from '../refusal.ts'

const FOREVER = 'public, max-age=31536000, immutable'

/** Masters stay inside: they are what print is made from. */
const SERVED = RENDITIONS.map(({ name }) => name).filter((name) => name !== 'master.jpg')

/** Built files of the pages, and renditions of pictures; both named by content, so kept for ever. */
export const fileRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  await app.register(fastifyStatic, {
    root: fileURLToPath(new URL('assets/', ctx.view.clientDir)),
    prefix: '/assets/',
    index: false,
    cacheControl: false,
    setHeaders: (reply) => void reply.header('cache-control', FOREVER),
  })

  app.get(
    '/media/:folder/:media/:name',
    {
      config: { rateLimit: false },
      schema: {
        hide: true,
        params: z.object({
          folder: z.string().length(2),
          media: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits'),
          name: z.string().max(20),
        }),
      },
    },
    async (request, reply) => {
      const { media, folder } = request.params
      const name = SERVED.find((known) => known === request.params.name)
      const rendition = RENDITIONS.find((known) => known.name === name)
      const bytes = name && media.startsWith(folder) ? await ctx.store.get(renditionPath(media, name)) : null
      if (!bytes || !rendition) throw new Refusal('not_found', 'There is no such picture.')
      return (
        reply
          .type(rendition.type)
          .header('cache-control', FOREVER)
          // Whatever a picture may hold, it never runs (ASVS 3.2.1).
          .header('content-security-policy', "sandbox; default-src 'none'")
          .header('cross-origin-resource-policy', 'cross-origin')
          .send(bytes)
      )
    },
  )
}
