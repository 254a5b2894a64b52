import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { REASON_CODES } from '../../contest/reason.ts'
import type { Context } from '../../context.ts'
import { countWaiting, listQueue, type QueueCard } from '../../db/moderation-queue.ts'
import { renditionPath } from '../../media/names.ts'
import { identifyEntry } from '../../steps/identify-entry.ts'
import { type Decision, moderateEntry } from '../../steps/moderate-entry.ts'
import { problems } from '../problem.ts'
import { CursorParam, cutPage, EntryId, Instant, iso, Limit, Slug } from '../schemas.ts'
import { contestFor } from '../who.ts'

const Verdict = z.enum(['counts', 'review', 'fails'])
const State = z.enum(['waiting', 'approved', 'rejected', 'withdrawn', 'erased'])
const Check = z.object({
  code: z.enum(REASON_CODES),
  outcome: z.enum(['pass', 'review', 'wait', 'fail']),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})

const Card = z
  .object({
    entry: z.int(),
    postedAt: Instant,
    state: State,
    verdict: Verdict,
    checks: z.array(Check),
    item: z.string().nullable(),
    suggested: z.array(z.string()),
    credit: z.string().nullable(),
    network: z.string(),
    postId: z.string(),
    post: z.string().nullable(),
    caption: z.string(),
    pictures: z.array(z.string().nullable()),
    reports: z.array(z.object({ reason: z.string(), text: z.string() })),
    alike: z.array(z.object({ entry: z.int(), distance: z.int(), sameParticipant: z.boolean() })),
  })
  .meta({ id: 'QueueCard' })

const Decided = z.object({ entry: z.int(), state: State, verdict: Verdict }).meta({ id: 'Decided' })

const Handle = z
  .string()
  .trim()
  .regex(/^@?[\p{L}\p{N}._-]{1,100}$/u, 'expected a handle as the network writes it, such as kari.nordby')

const responses = { 200: Decided, ...problems(401, 403, 404, 409, 413, 415) }
const params = z.object({ slug: Slug, entry: EntryId })

/** The moderation queue and the decisions on it. */
export const moderationRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/api/v1/contests/:slug/queue',
    {
      schema: {
        summary: 'Entries that wait for a person, oldest first',
        tags: ['moderation'],
        params: z.object({ slug: Slug }),
        querystring: z.object({
          limit: Limit(24),
          show: z.enum(['waiting', 'reported', 'approved', 'rejected']).default('waiting'),
          after: CursorParam.optional(),
        }),
        response: {
          200: z.object({ cards: z.array(Card), waiting: z.int(), next: z.string().nullable() }),
          ...problems(401, 403, 404),
        },
      },
    },
    async (request) => {
      const { contest } = await contestFor(ctx, request, request.params.slug, 'moderate')
      const { limit, after } = request.query
      const cards = await listQueue(ctx.db, contest.id, request.query.show, limit + 1, after ?? null)
      const { rows, next } = cutPage(cards, limit, (card) => ({ at: card.postedAt, id: card.entryId }))
      return {
        cards: rows.map((card) => view(ctx, card)),
        waiting: await countWaiting(ctx.db, contest.id),
        next,
      }
    },
  )

  app.post(
    '/api/v1/contests/:slug/entries/:entry/approve',
    {
      schema: {
        summary: 'Approve an entry, setting its item first where one is given',
        tags: ['moderation'],
        params,
        body: z.object({ item: Slug.optional() }).default({}),
        response: responses,
      },
    },
    async (request) => decide(ctx, request, { action: 'approve', item: request.body.item }),
  )

  app.post(
    '/api/v1/contests/:slug/entries/:entry/reject',
    {
      schema: {
        summary: 'Reject an entry with a reason that its participant is shown',
        tags: ['moderation'],
        params,
        body: z.object({ code: z.enum(REASON_CODES), text: z.string().max(500).optional() }),
        response: responses,
      },
    },
    async (request) => decide(ctx, request, { action: 'reject', ...request.body }),
  )

  app.post(
    '/api/v1/contests/:slug/entries/:entry/reopen',
    {
      schema: { summary: 'Take a decision back', tags: ['moderation'], params, response: responses },
    },
    async (request) => decide(ctx, request, { action: 'reopen' }),
  )

  app.post(
    '/api/v1/contests/:slug/entries/:entry/identify',
    {
      schema: {
        summary: 'Say whose post it is, where the network does not tell',
        tags: ['moderation'],
        params,
        body: z.object({ handle: Handle, evidence: z.string().trim().min(3).max(500) }),
        response: responses,
      },
    },
    async (request) => {
      const { contest, who } = await contestFor(ctx, request, request.params.slug, 'moderate')
      const words = { ...request.body, by: who.person.id }
      const { id, state, verdict } = await identifyEntry(ctx, contest, request.params.entry, words)
      return { entry: id, state, verdict }
    },
  )
}

async function decide(
  ctx: Context,
  request: FastifyRequest & { params: z.output<typeof params> },
  decision: Decision,
): Promise<z.infer<typeof Decided>> {
  const { slug, entry } = request.params
  const { contest, who } = await contestFor(ctx, request, slug, 'moderate')
  const { id, state, verdict } = await moderateEntry(ctx, contest, entry, decision, who.person.id)
  return { entry: id, state, verdict }
}

function view(ctx: Context, card: QueueCard): z.infer<typeof Card> {
  return {
    entry: card.entryId,
    postedAt: iso(card.postedAt),
    state: card.state,
    verdict: card.verdict,
    checks: card.checks,
    item: card.item?.slug ?? null,
    suggested: card.suggested.map((item) => item.slug),
    credit: card.credit?.handle ?? null,
    network: card.network,
    postId: card.networkId,
    post: card.postUrl,
    caption: card.caption,
    pictures: card.pictures.map((picture) =>
      picture.mediaId === null
        ? null
        : `${ctx.config.publicUrl}/media/${renditionPath(picture.mediaId, '640.webp')}`,
    ),
    reports: card.reports.map(({ reason, text }) => ({ reason, text })),
    alike: card.alike.map(({ entryId, distance, sameParticipant }) => ({
      entry: entryId,
      distance,
      sameParticipant,
    })),
  }
}
