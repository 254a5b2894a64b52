import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { LogProps } from '../../../web/pages/log.tsx'
import type { LogLine } from '../../contest/collector-log.ts'
import type { Instant } from '../../contest/instant.ts'
import { networkFacts } from '../../contest/networks.ts'
import type { Context } from '../../context.ts'
import type { Contest } from '../../db/contests.ts'
import { type Cursor, writeCursor } from '../../db/cursor.ts'
import { readLog } from '../../steps/read-log.ts'
import { CursorParam, iso, isoOrNull, Slug } from '../schemas.ts'
import { contestToShow } from '../who.ts'
import { LangQuery } from './language.ts'
import { keepUnlessDraft, sendPage } from './page.ts'

const params = z.object({ contest: Slug })
const after = CursorParam.optional()

/** What everybody may know of how posts were collected: times and counts, never an item or an address. */
export const logRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/c/:contest/log',
    { schema: { hide: true, params, querystring: LangQuery.extend({ after }) }, config: { keepBytes: true } },
    async (request, reply) => {
      const contest = await contestToShow(ctx, request, request.params.contest)
      const props = await logProps(ctx, contest, request.query.after ?? null)
      return sendPage(ctx, request, reply, 'log', props, { contest })
    },
  )

  app.get(
    '/c/:contest/log.json',
    { schema: { hide: true, params, querystring: LangQuery.extend({ after }) }, config: { keepBytes: true } },
    async (request, reply) => {
      const contest = await contestToShow(ctx, request, request.params.contest)
      const log = await logProps(ctx, contest, request.query.after ?? null)
      keepUnlessDraft(request, contest)
      const body = {
        contest: contest.slug,
        completeUntil: isoOrNull(log.completeUntil),
        sources: log.sources.map((source) => ({
          ...source,
          lastReadAt: isoOrNull(source.lastReadAt),
          completeUntil: isoOrNull(source.completeUntil),
          openGaps: source.openGaps.map(({ from, until }) => ({ from: iso(from), until: iso(until) })),
        })),
        lines: log.lines.map(written),
        next: log.next,
      }
      return reply.type('application/json; charset=utf-8').serializer(String).send(JSON.stringify(body))
    },
  )
}

async function logProps(ctx: Context, contest: Contest, before: Cursor | null): Promise<LogProps> {
  const { completeUntil, sources, lines, next } = await readLog(ctx, contest, before)
  return {
    completeUntil,
    sources: sources.map((source) => ({ ...source, network: networkFacts(source.network).name })),
    lines,
    next: next && writeCursor(next),
  }
}

const TIMES: readonly string[] = ['at', 'from', 'until', 'filledAt']

/** A line with its times as text. */
function written(line: LogLine): object {
  const entries = Object.entries(line).map(([name, value]: [string, unknown]) => [
    name,
    TIMES.includes(name) && typeof value === 'number' ? iso(value satisfies Instant) : value,
  ])
  return Object.fromEntries(entries)
}
