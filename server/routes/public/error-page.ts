import type { FastifyRequest } from 'fastify'
import type { PageContext } from '../../../web/page-context.ts'
import type { ErrorProps, ErrorStatus } from '../../../web/pages/error.tsx'
import type { Context } from '../../context.ts'
import type { Problem } from '../problem.ts'
import { openContestBySlug } from '../who.ts'
import { contextOf, frameOf } from './page.ts'

const WITH_WORDS: readonly ErrorStatus[] = [400, 401, 403, 404, 410, 413, 429, 500, 503]
/** Pages whose own words say all there is to say. */
const SAY_ALL: readonly ErrorStatus[] = [401, 404, 410, 429, 500, 503]

/** The page people see instead of a problem document. Where an open contest stands around it, its ways lead on. */
export async function errorPage(
  ctx: Context,
  request: FastifyRequest,
  problem: Problem,
  retryAfter: number | null,
): Promise<string> {
  const status = wordedAs(problem.status)
  const faults: ErrorProps['faults'] = SAY_ALL.includes(status)
    ? []
    : [{ field: null, code: 'other', detail: { text: problem.detail } }]
  return ctx.view.render(
    'error',
    { status, faults, retryAfter, requestId: problem.status === 500 ? request.id : null },
    await contextAround(ctx, request, status),
  )
}

/** Whatever is wrong with the server or its database must not be asked for more. */
const TROUBLE: readonly ErrorStatus[] = [429, 500, 503]

async function contextAround(
  ctx: Context,
  request: FastifyRequest,
  status: ErrorStatus,
): Promise<PageContext> {
  const [, slug] = /^\/c\/([^/?]+)/.exec(request.url) ?? []
  const contest =
    slug === undefined || TROUBLE.includes(status)
      ? null
      : await openContestBySlug(ctx, slug).catch(() => null)
  return contextOf(ctx, request, contest && (await frameOf(ctx, contest)), { contest })
}

/** The nearest status that there is a page for. */
function wordedAs(status: number): ErrorStatus {
  return WITH_WORDS.find((known) => known === status) ?? (status < 500 ? 400 : status === 500 ? 500 : 503)
}
