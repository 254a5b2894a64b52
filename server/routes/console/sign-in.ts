import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Fault } from '../../../web/views.ts'
import type { Context } from '../../context.ts'
import { Refusal } from '../../refusal.ts'
import { signIn } from '../../steps/sign-in.ts'
import { LangQuery } from '../public/language.ts'
import { sendPage } from '../public/page.ts'
import { SEE_OTHER } from '../see-other.ts'

const Next = z.string().max(2_000).optional().catch(undefined)
const Credentials = z.object({
  email: z.string().max(254).default(''),
  password: z.string().max(1_000).default(''),
  next: Next,
})

/** The way in by password, and out again. */
export const signInRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/console/sign-in',
    { schema: { hide: true, querystring: LangQuery.extend({ next: Next }) } },
    async (request, reply) => sendForm(ctx, request, reply, '', request.query.next, []),
  )

  app.post(
    '/console/sign-in',
    { schema: { hide: true, querystring: LangQuery, body: Credentials } },
    async (request, reply) => {
      const { email, password, next } = request.body
      try {
        const { cookies } = await signIn(ctx, email, password, request.ip)
        return reply.header('set-cookie', cookies).redirect(insideOnly(next) ?? '/console', SEE_OTHER)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const isThrottled = error.kind === 'throttled'
        if (error.retryAfter !== null) reply.header('retry-after', error.retryAfter)
        const faults: Fault[] = [{ field: null, code: isThrottled ? 'tooMany' : 'notMatching' }]
        return sendForm(ctx, request, reply.code(isThrottled ? 429 : 400), email, next, faults)
      }
    },
  )

  app.post('/console/sign-out', { schema: { hide: true } }, async (request, reply) => {
    const cookies = await ctx.signIn.leave(new Headers({ cookie: request.headers.cookie ?? '' }))
    return reply.header('set-cookie', cookies).redirect('/console/sign-in', SEE_OTHER)
  })
}

async function sendForm(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  email: string,
  next: string | undefined,
  faults: Fault[],
) {
  const props = { values: { email }, faults, next: insideOnly(next) }
  return sendPage(ctx, request, reply, 'consoleSignIn', props, { contest: null })
}

/** Only paths of the console: a link to the sign-in page must not lead anywhere else afterwards. */
function insideOnly(next: string | undefined): string | null {
  return next !== undefined && /^\/console(?:\/[A-Za-z0-9/_-]*)?(?:\?[A-Za-z0-9=&._-]*)?$/.test(next)
    ? next
    : null
}
