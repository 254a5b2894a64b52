import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { confirmUploadAddress, readConfirmation } from '../../steps/take-upload.ts'
import { Slug } from '../schemas.ts'
import { openContestBySlug } from '../who.ts'
import { LangQuery } from './language.ts'
import { sendPage } from './page.ts'

const params = z.object({ contest: Slug, token: z.string().max(100) })
const schema = { hide: true, params, querystring: LangQuery }

/** Where the mailed link leads. Mail programs open links by themselves, so only the button on the page confirms. */
export const confirmRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get('/c/:contest/confirm/:token', { schema }, async (request, reply) =>
    confirmPage(ctx, request, reply, request.params, false),
  )

  app.post('/c/:contest/confirm/:token', { schema }, async (request, reply) =>
    confirmPage(ctx, request, reply, request.params, true),
  )
}

const STATUS = { ask: 200, done: 200, unknown: 404, expired: 410 }

async function confirmPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { contest: slug, token }: z.infer<typeof params>,
  confirms: boolean,
) {
  const contest = await openContestBySlug(ctx, slug)
  const found = await readConfirmation(ctx, contest, token)
  const until = contest.rules.closesAt + contest.rules.grace
  const expired = found !== null && !found.confirmed && ctx.clock.now() >= until
  if (found && confirms && !expired) await confirmUploadAddress(ctx, contest, token)
  const state: keyof typeof STATUS = !found
    ? 'unknown'
    : expired
      ? 'expired'
      : confirms || found.confirmed
        ? 'done'
        : 'ask'
  // The address of this page is a secret of its reader.
  reply.code(STATUS[state]).header('referrer-policy', 'no-referrer')
  const item = found && { id: found.item.slug, name: found.item.name }
  const props = { state, token, item, receipt: null, expiredAt: expired ? until : null }
  return sendPage(ctx, request, reply, 'confirm', props, { contest })
}
