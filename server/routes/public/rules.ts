import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { readRulesText } from '../../db/contests.ts'
import { Refusal } from '../../refusal.ts'
import { draftRulesText } from '../../steps/open-contest.ts'
import { Slug } from '../schemas.ts'
import { contestToShow, openContestBySlug } from '../who.ts'
import { LangQuery } from './language.ts'
import { sendPage } from './page.ts'

const params = z.object({ contest: Slug })

/** The rules, whose hash every commitment carries. */
export const rulesRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/c/:contest/rules',
    { schema: { hide: true, params, querystring: LangQuery }, config: { keepBytes: true } },
    async (request, reply) => {
      const contest = await contestToShow(ctx, request, request.params.contest)
      const props = {
        text: (await readRulesText(ctx.db, contest.id)) ?? (await draftRulesText(ctx, contest)),
        hash: contest.rulesHash,
        lockedAt: contest.openedAt,
      }
      return sendPage(ctx, request, reply, 'rules', props, { contest })
    },
  )

  app.get('/c/:contest/rules.txt', { schema: { hide: true, params } }, async (request, reply) => {
    const contest = await openContestBySlug(ctx, request.params.contest)
    const text = await readRulesText(ctx.db, contest.id)
    if (text === null) throw new Refusal('not_found', `${contest.slug} has no rules yet.`)
    return reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', 'public, max-age=60')
      .serializer(String)
      .send(text)
  })
}
