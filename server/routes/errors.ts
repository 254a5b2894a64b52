import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { Refusal } from '../refusal.ts'
import { type Answer, PROBLEM_TYPE, problemOf, toProblem } from './problem.ts'
import { errorPage } from './public/error-page.ts'
import { SEE_OTHER } from './see-other.ts'

/**
 * Answers every error: people get a page, programs a problem document. Only what is our fault is logged as an error.
 * Addresses that lead nowhere count against the rate limit too, so the plugin for it comes first.
 */
export function answerErrors(app: FastifyInstance, ctx: Context): void {
  app.setErrorHandler((error, request, reply) => answerError(ctx, error, request, reply))
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    const words = `There is nothing at ${request.url.split('?')[0]}.`
    return send(ctx, request, reply, { problem: problemOf(404, 'not_found', words), retryAfter: null })
  })
}

/** As the error handler does it, also for requests that never reach a route. */
export async function answerError(
  ctx: Context,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (error instanceof Refusal && error.kind === 'signed_out' && wantsPage(request))
    return reply.redirect(signInPath(request), SEE_OTHER)
  const answer = toProblem(error, request)
  if (answer.problem.status === 500)
    ctx.log.error({ err: error, reqId: request.id, route: request.routeOptions.url }, 'request failed')
  return send(ctx, request, reply, answer)
}

async function send(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { problem, retryAfter }: Answer,
): Promise<FastifyReply> {
  if (retryAfter !== null) reply.header('retry-after', retryAfter)
  reply.code(problem.status).header('cache-control', 'no-store').header('vary', 'accept, accept-language')
  if (wantsPage(request)) {
    const page = await errorPage(ctx, request, problem, retryAfter)
    return reply.type('text/html; charset=utf-8').serializer(String).send(page)
  }
  return reply.type(PROBLEM_TYPE).serializer(JSON.stringify).send(problem)
}

/** After a form that was sent too late, the way goes on at the console's front page: a form cannot be sent again by a link. */
function signInPath({ method, url }: FastifyRequest): string {
  return method === 'GET' ? `/console/sign-in?next=${encodeURIComponent(url)}` : '/console/sign-in'
}

function wantsPage(request: FastifyRequest): boolean {
  return !request.url.startsWith('/api/') && String(request.headers.accept ?? '').includes('text/html')
}
