import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { ImprintProps } from '../../../web/pages/imprint.tsx'
import type { Context } from '../../context.ts'
import { listOpenContests } from '../../db/contests.ts'
import { LangQuery } from './language.ts'
import { sendPage } from './page.ts'

/** Days that data is kept where no contest says otherwise. */
const KEPT_DAYS = 180

/** The privacy notice and who runs this installation. */
export const legalRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get('/privacy', { schema: { hide: true, querystring: LangQuery } }, async (request, reply) => {
    const { operator, keptDays } = await operatorOf(ctx)
    return sendPage(ctx, request, reply, 'privacy', { operator, keptDays }, { contest: null })
  })

  app.get('/imprint', { schema: { hide: true, querystring: LangQuery } }, async (request, reply) => {
    const { operator } = await operatorOf(ctx)
    return sendPage(ctx, request, reply, 'imprint', { operator }, { contest: null })
  })
}

/** Whoever the settings name; else the sponsor of the newest contest, who answers for it by its rules. */
async function operatorOf(ctx: Context): Promise<{ operator: ImprintProps['operator']; keptDays: number }> {
  const contests = await listOpenContests(ctx.db)
  const keptDays =
    contests.length === 0 ? KEPT_DAYS : Math.max(...contests.map((contest) => contest.retentionDays))
  if (ctx.config.operator) return { operator: { ...ctx.config.operator }, keptDays }
  const [newest] = contests
  const operator = newest
    ? {
        name: newest.sponsor,
        email: newest.privacyContact,
        address: newest.sponsorAddress.split('\n').flatMap((line) => line.trim() || []),
      }
    : { name: 'Folkalog', email: `postmaster@${new URL(ctx.config.publicUrl).hostname}`, address: [] }
  return { operator, keptDays }
}
