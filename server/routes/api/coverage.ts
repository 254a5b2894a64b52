import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { readCoverage } from '../../steps/read-coverage.ts'
import { problems } from '../problem.ts'
import { Instant, isoOrNull, Slug } from '../schemas.ts'
import { openContestBySlug } from '../who.ts'

/** How much of the catalogue the crowd has rebuilt. */
export const coverageRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/api/v1/contests/:slug/coverage',
    {
      schema: {
        summary: 'Filled pages, gaps, and when the last gap may be filled',
        tags: ['catalogue'],
        params: z.object({ slug: Slug }),
        response: {
          200: z.object({
            items: z.int(),
            filled: z.int(),
            gaps: z.array(z.string()),
            sections: z.array(z.object({ section: z.string(), items: z.int(), filled: z.int() })),
            people: z.int(),
            entries: z.int(),
            forecast: Instant.nullable().describe('Null where nothing can be said'),
          }),
          ...problems(404),
        },
      },
      config: { keepBytes: true },
    },
    async (request) => {
      const contest = await openContestBySlug(ctx, request.params.slug)
      request.contestId = contest.id
      const { coverage, people, entries, forecast } = await readCoverage(ctx, contest)
      return { ...coverage, people, entries, forecast: isoOrNull(forecast) }
    },
  )
}
