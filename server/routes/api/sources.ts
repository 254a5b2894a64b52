import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { listRuns, type Run } from '../../db/runs.ts'
import { followSource, listSourcesOf } from '../../db/sources.ts'
import { Refusal } from '../../refusal.ts'
import { addSource, readSource } from '../../steps/connect-source.ts'
import { pauseOrResume } from '../../steps/set-source-state.ts'
import { problems } from '../problem.ts'
import { Instant, iso, isoOrNull, Limit, Slug } from '../schemas.ts'
import { contestFor, ownBrand, whoAsks } from '../who.ts'
import {
  ConnectedView,
  HealthView,
  SourceParams,
  SourceView,
  sourceFor,
  viewConnected,
  viewHealth,
  viewSource,
  viewSources,
} from './source-view.ts'

const RunView = z
  .object({
    id: z.int(),
    target: z.string(),
    way: z.enum(['poll', 'stream', 'fill', 'delivery']),
    startedAt: Instant,
    endedAt: Instant.nullable(),
    outcome: z.enum(['running', 'ok', 'failed']),
    pages: z.int(),
    seen: z.int(),
    stored: z.int(),
    changed: z.int(),
    withdrawn: z.int(),
    skipped: z.int(),
    samples: z.array(z.object({ why: z.string(), sample: z.string() })),
    error: z.string().nullable(),
    reads: z.int().describe('How many reads in a row, which brought nothing new, this stands for'),
  })
  .meta({ id: 'Run' })

const params = SourceParams
const refusals = problems(401, 403, 404, 409, 413, 415)

/** Where posts are read from. */
export const sourceRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/api/v1/sources',
    {
      schema: {
        summary: 'The sources of your brands, with their health',
        tags: ['sources'],
        response: {
          200: z.object({ sources: z.array(SourceView), kinds: z.array(z.string()) }),
          ...problems(401),
        },
      },
    },
    async (request) => {
      const who = await whoAsks(ctx, request)
      const rows = await listSourcesOf(
        ctx.db,
        who.memberships.map((m) => m.brandId),
      )
      return { sources: await viewSources(ctx, rows), kinds: ctx.sources.map((source) => source.kind) }
    },
  )

  app.post(
    '/api/v1/sources',
    {
      schema: {
        summary: 'Connect a source; its settings are stored sealed, and it is asked how it is',
        tags: ['sources'],
        body: z.object({
          brand: Slug,
          kind: z.string().max(32),
          name: z.string().trim().min(1).max(120),
          settings: z.record(z.string(), z.unknown()),
        }),
        response: { 201: ConnectedView, ...refusals },
      },
    },
    async (request, reply) => {
      const { brandId } = await ownBrand(ctx, request, request.body.brand)
      const id = await addSource(ctx, brandId, request.body)
      return reply.code(201).send(await viewConnected(ctx, id))
    },
  )

  app.put(
    '/api/v1/contests/:slug/sources/:source',
    {
      schema: {
        summary: 'Let a contest follow a source of its brand',
        tags: ['sources'],
        params: params.extend({ slug: Slug }),
        response: { 204: z.null(), ...refusals },
      },
    },
    async (request, reply) => {
      const { contest } = await contestFor(ctx, request, request.params.slug, 'manage')
      const source = await readSource(ctx, request.params.source)
      if (source.brandId !== contest.brandId)
        throw new Refusal('not_found', `There is no source ${source.id}.`)
      await followSource(ctx.db, contest.id, source.id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/v1/sources/:source/test',
    {
      schema: {
        summary: 'Ask a source how it is, now',
        tags: ['sources'],
        params,
        response: { 200: HealthView, ...refusals },
      },
    },
    async (request) => {
      return viewHealth(ctx, await sourceFor(ctx, request, request.params.source, 'manage'))
    },
  )

  app.post(
    '/api/v1/sources/:source/state',
    {
      schema: {
        summary: 'Pause a source, or let it go on at once',
        tags: ['sources'],
        params,
        body: z.object({ state: z.enum(['active', 'paused']) }),
        response: { 200: SourceView, ...refusals },
      },
    },
    async (request) => {
      const source = await sourceFor(ctx, request, request.params.source, 'manage')
      await pauseOrResume(ctx, source.id, request.body.state)
      return viewSource(ctx, source.id)
    },
  )

  app.get(
    '/api/v1/sources/:source/runs',
    {
      schema: {
        summary: 'What the newest reads of a source brought',
        tags: ['sources'],
        params,
        querystring: z.object({ limit: Limit(20) }),
        response: { 200: z.object({ runs: z.array(RunView) }), ...refusals },
      },
    },
    async (request) => {
      const source = await sourceFor(ctx, request, request.params.source, 'look')
      return { runs: (await listRuns(ctx.db, source.id, request.query.limit)).map(runView) }
    },
  )
}

function runView({ sourceId: _source, fault: _fault, ...run }: Run): z.infer<typeof RunView> {
  return { ...run, startedAt: iso(run.startedAt), endedAt: isoOrNull(run.endedAt) }
}
