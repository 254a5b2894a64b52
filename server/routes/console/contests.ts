import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ConsoleContestsProps } from '../../../web/console/contests.tsx'
import type { OutboxProps } from '../../../web/console/outbox.tsx'
import type { OverviewProps } from '../../../web/console/overview.tsx'
import type { Instant } from '../../contest/instant.ts'
import type { Context } from '../../context.ts'
import { type Contest, listContestsOf } from '../../db/contests.ts'
import { listDraws } from '../../db/draws.ts'
import { type ConsoleGlance, readConsoleGlances } from '../../db/glances.ts'
import { listItems } from '../../db/items.ts'
import { listMail, type Mail } from '../../db/mail.ts'
import { readOverview, readSourceCounts } from '../../db/overview.ts'
import { listSourcesOfContest, type SourceRow } from '../../db/sources.ts'
import { openMail } from '../../steps/send-mail.ts'
import { LangQuery } from '../public/language.ts'
import { sendPage, stateAt } from '../public/page.ts'
import { digits, Slug } from '../schemas.ts'
import { contestFor, may, whoAsks } from '../who.ts'

const OUTBOX = 50
const OutboxQuery = LangQuery.extend({ after: digits(1, Number.MAX_SAFE_INTEGER).optional() })

/** What a manager sees first: contests with their health, one contest in numbers, and the mail. */
export const consoleRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get('/console', { schema: { hide: true, querystring: LangQuery } }, async (request, reply) => {
    const who = await whoAsks(ctx, request)
    const contests = await listContestsOf(
      ctx.db,
      who.memberships.map((m) => m.brandId),
    )
    const glances = await readConsoleGlances(
      ctx.db,
      contests.map(({ id }) => id),
    )
    const props = {
      contests: contests.flatMap((contest) => lineOf(contest, glances.get(contest.id), ctx.clock.now())),
    }
    return sendPage(ctx, request, reply, 'consoleContests', props, { contest: null, who })
  })

  app.get(
    '/console/c/:contest',
    { schema: { hide: true, params: z.object({ contest: Slug }), querystring: LangQuery } },
    async (request, reply) => {
      const { contest, who } = await contestFor(ctx, request, request.params.contest, 'look')
      const [items, counts, sources, draws] = await Promise.all([
        listItems(ctx.db, contest.id),
        readOverview(ctx.db, contest.id),
        listSourcesOfContest(ctx.db, contest.id),
        listDraws(ctx.db, contest.id),
      ])
      const brought = await readSourceCounts(
        ctx.db,
        sources.map(({ id }) => id),
      )
      const props: OverviewProps = {
        pages: items.map((item) => item.photos > 0),
        counts,
        sources: sources.map((source) => sourceView(source, brought.get(source.id))),
        draws: draws.map((draw) => ({
          draw: draw.number,
          state: draw.state,
          at: draw.drawnAt ?? draw.drawAt,
        })),
      }
      return sendPage(ctx, request, reply, 'consoleOverview', props, { contest, who })
    },
  )

  app.get('/console/outbox', { schema: { hide: true, querystring: OutboxQuery } }, async (request, reply) => {
    const who = await whoAsks(ctx, request)
    const managed = who.memberships.filter((m) => may(who, 'manage', m.brandId)).map((m) => m.brandId)
    const mails = await listMail(ctx.db, managed, OUTBOX + 1, request.query.after ?? null)
    const shown = mails.slice(0, OUTBOX)
    const props = {
      host: ctx.config.mail ? new URL(ctx.config.mail.url).host : null,
      mails: shown.map((mail) => mailView(ctx, mail)),
      next: mails.length > OUTBOX ? String(shown.at(-1)?.id) : null,
    }
    return sendPage(ctx, request, reply, 'consoleOutbox', props, { contest: null, who })
  })
}

function lineOf(
  contest: Contest,
  glance: ConsoleGlance | undefined,
  now: Instant,
): ConsoleContestsProps['contests'] {
  if (!glance) return []
  const { pages, waiting, reports, sourcesInTrouble } = glance
  const { slug, title, brandName, rehearsal, rules } = contest
  const state = stateAt(contest, now, glance.hasDrawn)
  const counts = { waiting, reports, sourcesInTrouble }
  return [
    {
      slug,
      title,
      brand: brandName,
      state,
      rehearsal,
      zone: rules.zone,
      closesAt: rules.closesAt,
      pages,
      ...counts,
    },
  ]
}

function sourceView(
  source: SourceRow,
  brought: { posts: number; skipped: number } | undefined,
): OverviewProps['sources'][number] {
  return {
    id: String(source.id),
    name: source.name,
    health: healthOf(source),
    message: source.lastError,
    lastReadAt: source.lastOkAt,
    nextReadAt: source.waitUntil,
    posts: brought?.posts ?? 0,
    skipped: brought?.skipped ?? 0,
  }
}

function mailView(ctx: Context, mail: Mail): OutboxProps['mails'][number] {
  const { to, subject, text } = openMail(ctx, mail.message)
  const unsent = ctx.mailer ? 'queued' : 'shown'
  const state = mail.state === 'waiting' ? unsent : mail.state
  return { id: String(mail.id), to, subject, text, at: mail.createdAt, state, why: mail.error }
}

function healthOf(source: SourceRow): OverviewProps['sources'][number]['health'] {
  if (source.state === 'paused') return 'paused'
  if (source.state === 'needs_attention') return 'attention'
  return source.failures > 0 ? 'backingOff' : 'reads'
}
