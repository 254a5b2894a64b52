import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { listGaps, type SourceGap } from '../../db/gaps.ts'
import { changeSettings } from '../../steps/set-source-state.ts'
import { problems } from '../problem.ts'
import { Instant, iso, isoOrNull, Limit } from '../schemas.ts'
import {
  ConnectedView,
  SourceParams,
  SourceView,
  sourceFor,
  viewConnected,
  viewSource,
} from './source-view.ts'

const GapView = z
  .object({
    from: Instant,
    until: Instant,
    why: z.string(),
    noticedAt: Instant,
    filledAt: Instant.nullable(),
    filledHow: z.string().nullable(),
    found: z.int().nullable().describe('Posts that were missed and are here by now'),
  })
  .meta({ id: 'Gap' })

const refusals = problems(401, 403, 404)

/** One source: how it is, what it missed, and other settings for it. */
export const oneSourceRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/api/v1/sources/:source',
    {
      schema: {
        summary: 'One source, with its health',
        tags: ['sources'],
        params: SourceParams,
        response: { 200: SourceView, ...refusals },
      },
    },
    async (request) => {
      const source = await sourceFor(ctx, request, request.params.source, 'look')
      return viewSource(ctx, source.id)
    },
  )

  app.put(
    '/api/v1/sources/:source/settings',
    {
      schema: {
        summary: 'Other settings for a source, sealed, and what it says to them; what it has read stays',
        tags: ['sources'],
        params: SourceParams,
        body: z.object({
          settings: z.record(z.string(), z.unknown()).describe('All of them, not only the new'),
        }),
        response: { 200: ConnectedView, ...refusals, ...problems(413, 415) },
      },
    },
    async (request) => {
      const source = await sourceFor(ctx, request, request.params.source, 'manage')
      await changeSettings(ctx, source, request.body.settings)
      return viewConnected(ctx, source.id)
    },
  )

  app.get(
    '/api/v1/sources/:source/gaps',
    {
      schema: {
        summary: 'Stretches of time that a source has missed, the newest first',
        tags: ['sources'],
        params: SourceParams,
        querystring: z.object({ limit: Limit(20) }),
        response: { 200: z.object({ gaps: z.array(GapView) }), ...refusals },
      },
    },
    async (request) => {
      const source = await sourceFor(ctx, request, request.params.source, 'look')
      return { gaps: (await listGaps(ctx.db, source.id, request.query.limit)).map(view) }
    },
  )
}

function view(gap: SourceGap): z.infer<typeof GapView> {
  const { why, filledHow, found } = gap
  return {
    from: iso(gap.from),
    until: iso(gap.until),
    why,
    noticedAt: iso(gap.noticedAt),
    filledAt: isoOrNull(gap.filledAt),
    filledHow,
    found,
  }
}
