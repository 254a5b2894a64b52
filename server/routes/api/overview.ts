import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { readOverview } from '../../db/overview.ts'
import { readCompleteness } from '../../steps/read-log.ts'
import { problems } from '../problem.ts'
import { Instant, isoOrNull, Slug } from '../schemas.ts'
import { contestFor } from '../who.ts'

const Overview = z
  .object({
    posts: z.int().describe('Posts that make entries'),
    entries: z.int(),
    waiting: z.int(),
    approved: z.int(),
    rejected: z.int(),
    withdrawn: z.int(),
    people: z.int(),
    pictures: z.int().describe('Different pictures, by their bytes'),
    picturesPending: z.int(),
    unsure: z.int().describe('Posts that seemed gone once and are asked about again'),
    reports: z.int(),
    completeUntil: Instant.nullable().describe(
      'Everything posted before was read, as far as the networks tell',
    ),
  })
  .meta({ id: 'Overview' })

/** A contest in numbers. */
export const overviewRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/api/v1/contests/:slug/overview',
    {
      schema: {
        summary: 'A contest in numbers, for those who run it',
        tags: ['contests'],
        params: z.object({ slug: Slug }),
        response: { 200: Overview, ...problems(401, 403, 404) },
      },
    },
    async (request) => {
      const { contest } = await contestFor(ctx, request, request.params.slug, 'look')
      const [overview, { completeUntil }] = await Promise.all([
        readOverview(ctx.db, contest.id),
        readCompleteness(ctx, contest),
      ])
      return { ...overview, completeUntil: isoOrNull(completeUntil) }
    },
  )
}
