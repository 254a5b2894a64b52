import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { type Draw, listDraws } from '../../db/draws.ts'
import { freezeDraw } from '../../steps/freeze-draw.ts'
import { problems } from '../problem.ts'
import { Instant, iso, isoOrNull, Slug } from '../schemas.ts'
import { contestFor, openContestBySlug } from '../who.ts'

const DrawView = z
  .object({
    number: z.int(),
    kind: z.enum(['local', 'drand']),
    level: z.enum(['A', 'C']).describe('A: public beacon; C: a secret of the organiser'),
    state: z.enum(['committed', 'drawn']),
    commitHash: z.string(),
    frozenAt: Instant,
    drawAt: Instant,
    drawnAt: Instant.nullable(),
    error: z.string().nullable().describe('Why the last try did not draw'),
    url: z.string(),
    files: z.object({ commit: z.string(), entrants: z.string(), record: z.string() }),
  })
  .meta({ id: 'Draw' })

const Freeze = z.object({
  leaveWaiting: z.boolean().default(false).describe('Entries without a decision carry no ticket'),
  postpone: z
    .boolean()
    .default(false)
    .describe('Where the time of the draw is too near or past: a later one, told on the page of the draw'),
})

/** Draws: the list is frozen here; the draw itself happens at its time, without anybody. */
export const drawRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/api/v1/contests/:slug/draws',
    {
      schema: {
        summary: 'Every draw of a contest',
        tags: ['draws'],
        params: z.object({ slug: Slug }),
        response: { 200: z.object({ draws: z.array(DrawView) }), ...problems(404) },
      },
    },
    async (request) => {
      const contest = await openContestBySlug(ctx, request.params.slug)
      return { draws: (await listDraws(ctx.db, contest.id)).map((draw) => view(ctx, contest.slug, draw)) }
    },
  )

  app.post(
    '/api/v1/contests/:slug/draws',
    {
      schema: {
        summary: 'Freeze the list and publish the commitment',
        tags: ['draws'],
        params: z.object({ slug: Slug }),
        body: Freeze.default({ leaveWaiting: false, postpone: false }),
        response: { 201: DrawView, ...problems(401, 403, 404, 409, 413, 415) },
      },
    },
    async (request, reply) => {
      const { contest, who } = await contestFor(ctx, request, request.params.slug, 'manage')
      const draw = await freezeDraw(ctx, contest.id, { ...request.body, by: who.person.id })
      return reply.code(201).send(view(ctx, contest.slug, draw))
    },
  )
}

function view(ctx: Context, contest: string, draw: Draw): z.infer<typeof DrawView> {
  const url = `${ctx.config.publicUrl}/c/${contest}/draws/${draw.number}`
  return {
    number: draw.number,
    kind: draw.kind,
    level: draw.kind === 'drand' ? 'A' : 'C',
    state: draw.state,
    commitHash: draw.commitHash,
    frozenAt: iso(draw.frozenAt),
    drawAt: iso(draw.drawAt),
    drawnAt: isoOrNull(draw.drawnAt),
    error: draw.error,
    url,
    files: { commit: `${url}/commit.json`, entrants: `${url}/entrants.txt`, record: `${url}/record.json` },
  }
}
