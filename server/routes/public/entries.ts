import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { EntryProps } from '../../../web/pages/entry.tsx'
import { deedOf } from '../../contest/licence.ts'
import { REPORT_REASONS, type ReportReason } from '../../contest/report.ts'
import type { Context } from '../../context.ts'
import type { Contest } from '../../db/contests.ts'
import { findPublicEntry } from '../../db/public-entries.ts'
import { Refusal } from '../../refusal.ts'
import { REPORT_TEXT_MAX, reportEntry } from '../../steps/report-entry.ts'
import { EntryId, Slug } from '../schemas.ts'
import { SEE_OTHER } from '../see-other.ts'
import { openContestBySlug } from '../who.ts'
import { creditOf, imageOf, languageOf } from './image.ts'
import { inLanguage, LangQuery } from './language.ts'
import { sendPage } from './page.ts'

const params = z.object({ contest: Slug, entry: EntryId })

/** Reports from one network in ten minutes. */
export const REPORTS_PER_NETWORK = 20

const Report = z.object({ reason: z.string().default(''), text: z.string().default('') })

/** One photograph of the crowd's, and the way to say that something is wrong with it. */
export const entryPageRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/c/:contest/entries/:entry',
    { schema: { hide: true, params, querystring: LangQuery }, config: { keepBytes: true } },
    async (request, reply) => {
      const contest = await openContestBySlug(ctx, request.params.contest)
      const props = await entryProps(ctx, contest, request.params.entry, {
        state: 'closed',
        values: { reason: null, text: '' },
        faults: [],
      })
      if (props.unlisted) reply.header('x-robots-tag', 'noindex')
      return sendPage(ctx, request, reply, 'entry', props, { contest })
    },
  )

  // A report that was answered leaves its address in the browser; reloading or changing the language asks for it.
  app.get(
    '/c/:contest/entries/:entry/report',
    { schema: { hide: true, params, querystring: LangQuery } },
    async ({ params, query }, reply) =>
      reply.redirect(inLanguage(`/c/${params.contest}/entries/${params.entry}`, query.lang), SEE_OTHER),
  )

  app.post(
    '/c/:contest/entries/:entry/report',
    {
      config: { rateLimit: { max: REPORTS_PER_NETWORK, timeWindow: 600_000 } },
      schema: { hide: true, params, body: Report, querystring: LangQuery },
    },
    async (request, reply) => {
      const contest = await openContestBySlug(ctx, request.params.contest)
      const form = readReport(request.body)
      if (form.state === 'sent' && form.values.reason !== null) {
        await reportEntry(ctx, contest, request.params.entry, {
          reason: form.values.reason,
          text: form.values.text,
          address: request.ip,
        })
      }
      const props = await entryProps(ctx, contest, request.params.entry, form)
      return sendPage(ctx, request, reply.code(form.state === 'sent' ? 200 : 400), 'entry', props, {
        contest,
      })
    },
  )
}

function readReport({ reason: given, text }: z.infer<typeof Report>): EntryProps['report'] {
  const reason: ReportReason | null = REPORT_REASONS.find((known) => known === given) ?? null
  const faults: EntryProps['report']['faults'] = []
  if (reason === null) faults.push({ field: 'reason', code: given === '' ? 'missing' : 'unknownChoice' })
  if (text.length > REPORT_TEXT_MAX)
    faults.push({ field: 'text', code: 'tooLong', detail: { n: REPORT_TEXT_MAX, found: text.length } })
  return { state: faults.length === 0 ? 'sent' : 'open', values: { reason, text: text.trim() }, faults }
}

async function entryProps(
  ctx: Context,
  contest: Contest,
  id: number,
  report: EntryProps['report'],
): Promise<EntryProps> {
  const entry = await findPublicEntry(ctx.db, contest.id, id)
  if (!entry) throw new Refusal('not_found', `There is no public entry ${id} in ${contest.slug}.`)
  return {
    entry: String(entry.id),
    item: entry.item && { id: entry.item.slug, name: entry.item.name, page: entry.item.page },
    credit: { ...creditOf(entry), url: entry.credit?.url ?? null },
    image: entry.picture && imageOf(entry.picture),
    sensitive: entry.sensitive,
    video: entry.video,
    unlisted: entry.unlisted,
    caption: [entry.title ?? '', entry.caption].filter(Boolean).join('\n\n') || null,
    language: languageOf(entry),
    original: entry.postUrl,
    licence: entry.picture && deedOf(entry.licence),
    postedAt: entry.postedAt,
    report,
  }
}
