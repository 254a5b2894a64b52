import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { listPeople, type Person } from '../../db/people.ts'
import { mergeParticipants, unmergeParticipant } from '../../steps/merge-participants.ts'
import { problems } from '../problem.ts'
import { digits, Instant, iso, Limit, page, Slug } from '../schemas.ts'
import { contestFor } from '../who.ts'

const Account = {
  participant: z.int(),
  network: z.string(),
  account: z.string().describe('The network’s own id of the account'),
  handle: z.string(),
  name: z.string(),
  url: z.string().nullable(),
}

const PersonView = z
  .object({
    ...Account,
    accounts: z.array(
      z.object({
        ...Account,
        entries: z.int(),
        counting: z.int().describe('Approved ones that count; limits may still take a ticket away'),
        merged: z
          .object({ reason: z.string(), by: z.string(), at: Instant })
          .nullable()
          .describe('Where it counts as another account’s person'),
      }),
    ),
  })
  .meta({ id: 'Person' })

const ParticipantId = digits(1, Number.MAX_SAFE_INTEGER, 'expected the number of a participant')
const params = z.object({ slug: Slug, participant: ParticipantId })
const Reason = z.string().trim().min(3).max(500).describe('Kept on record, with who and when')
const responses = { 204: z.null(), ...problems(401, 403, 404, 409, 413, 415) }

/** The people of a contest, and what staff know of those with several accounts. */
export const participantRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/api/v1/contests/:slug/participants',
    {
      schema: {
        summary: 'Everybody with an entry, each once, with their accounts',
        tags: ['participants'],
        params: z.object({ slug: Slug }),
        querystring: z.object({
          limit: Limit(50),
          after: ParticipantId.optional().describe('The `next` of the page before'),
        }),
        response: { 200: page('participants', PersonView), ...problems(401, 403, 404) },
      },
    },
    async (request) => {
      const { contest } = await contestFor(ctx, request, request.params.slug, 'moderate')
      const { limit, after } = request.query
      const people = await listPeople(ctx.db, contest, limit + 1, after ?? 0)
      const shown = people.slice(0, limit)
      const last = people.length > limit ? shown.at(-1) : undefined
      return { participants: shown.map(view), next: last ? String(last.id) : null }
    },
  )

  app.post(
    '/api/v1/contests/:slug/participants/:participant/merge',
    {
      schema: {
        summary: 'Let an account count as another participant, in all contests of the brand',
        tags: ['participants'],
        params,
        body: z.object({ into: z.int().positive(), reason: Reason }),
        response: responses,
      },
    },
    async (request, reply) => {
      const { contest, who } = await contestFor(ctx, request, request.params.slug, 'moderate')
      const { into, reason } = request.body
      await mergeParticipants(ctx, contest, request.params.participant, into, { reason, by: who.person.id })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/v1/contests/:slug/participants/:participant/unmerge',
    {
      schema: {
        summary: 'Take a merge back',
        tags: ['participants'],
        params,
        body: z.object({ reason: Reason }),
        response: responses,
      },
    },
    async (request, reply) => {
      const { contest, who } = await contestFor(ctx, request, request.params.slug, 'moderate')
      const words = { reason: request.body.reason, by: who.person.id }
      await unmergeParticipant(ctx, contest, request.params.participant, words)
      return reply.code(204).send(null)
    },
  )
}

function view({ id, accountId, accounts, ...person }: Person): z.infer<typeof PersonView> {
  return {
    ...person,
    participant: id,
    account: accountId,
    accounts: accounts.map(({ participantId, accountId: account, merged, ...rest }) => ({
      ...rest,
      participant: participantId,
      account,
      merged: merged && { ...merged, at: iso(merged.at) },
    })),
  }
}
