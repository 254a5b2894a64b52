import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { CardView } from '../../../web/console/card-view.ts'
import type { ModerateProps } from '../../../web/console/moderate.tsx'
import type { Fault } from '../../../web/views.ts'
import { REASON_CODES } from '../../contest/reason.ts'
import type { Context } from '../../context.ts'
import type { Contest } from '../../db/contests.ts'
import type { Cursor } from '../../db/cursor.ts'
import { listItems } from '../../db/items.ts'
import { type Media, readMedia } from '../../db/media.ts'
import { countQueues, listQueue, type QueueCard, type QueueName } from '../../db/moderation-queue.ts'
import { Refusal } from '../../refusal.ts'
import { type Decision, moderateEntry } from '../../steps/moderate-entry.ts'
import { printOf } from '../public/image.ts'
import { LangQuery } from '../public/language.ts'
import { sendPage } from '../public/page.ts'
import { CursorParam, cutPage, EntryId, Slug } from '../schemas.ts'
import { SEE_OTHER } from '../see-other.ts'
import { contestFor, type Who } from '../who.ts'

const CARDS = 24

const Show = z.enum(['waiting', 'reported', 'approved', 'rejected']).default('waiting').catch('waiting')

const DecisionForm = z.object({
  queue: Show,
  decision: z.enum(['approve', 'reject', 'reopen', 'dismiss'], {
    error: 'expected approve, reject, reopen or dismiss',
  }),
  item: z.string().default(''),
  code: z.string().default(''),
  text: z.string().default(''),
})

/** The moderation queue as a page: each card a form, every decision kept with its history. */
export const moderatePageRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/console/c/:contest/moderate',
    {
      schema: {
        hide: true,
        params: z.object({ contest: Slug }),
        querystring: LangQuery.extend({ show: Show, after: CursorParam.optional() }),
      },
    },
    async (request, reply) => {
      const { contest, who } = await contestFor(ctx, request, request.params.contest, 'moderate')
      return sendQueue(
        ctx,
        request,
        reply,
        { contest, who },
        request.query.show,
        request.query.after ?? null,
        null,
      )
    },
  )

  // Where a decision was refused its address stays in the browser; reloading or changing the language asks for it.
  app.get(
    '/console/c/:contest/entries/:entry/decide',
    { schema: { hide: true, params: z.object({ contest: Slug, entry: EntryId }), querystring: LangQuery } },
    async ({ params, query }, reply) =>
      reply.redirect(queuePath(params.contest, 'waiting', query.lang), SEE_OTHER),
  )

  app.post(
    '/console/c/:contest/entries/:entry/decide',
    {
      schema: {
        hide: true,
        params: z.object({ contest: Slug, entry: EntryId }),
        querystring: LangQuery,
        body: DecisionForm,
      },
    },
    async (request, reply) => {
      const { contest, who } = await contestFor(ctx, request, request.params.contest, 'moderate')
      const { queue, code, text } = request.body
      try {
        await moderateEntry(ctx, contest, request.params.entry, decisionOf(request.body), who.person.id)
      } catch (error) {
        if (!(error instanceof Refusal) || error.kind === 'not_found') throw error
        const refused = { entry: String(request.params.entry), code, text, faults: [faultOf(error, code)] }
        return sendQueue(
          ctx,
          request,
          reply.code(error.kind === 'conflict' ? 409 : 400),
          { contest, who },
          queue,
          null,
          refused,
        )
      }
      return reply.redirect(queuePath(contest.slug, queue, request.query.lang), SEE_OTHER)
    },
  )
}

function decisionOf({ decision, item, code, text }: z.infer<typeof DecisionForm>): Decision {
  return {
    action: decision,
    item: decision === 'approve' && item !== '' ? item : undefined,
    code: REASON_CODES.find((known) => known === code),
    text: text.trim() === '' ? undefined : text,
  }
}

function faultOf(error: Refusal, code: string): Fault {
  if (error.kind !== 'invalid') return { field: null, code: 'other', detail: { text: error.message } }
  if (code === '') return { field: 'code', code: 'missing' }
  return { field: 'text', code: 'other', detail: { text: error.message } }
}

/** Back to the queue the card came from, in the language chosen. */
function queuePath(slug: string, queue: QueueName, lang: string | undefined): string {
  const query = new URLSearchParams({
    ...(queue === 'waiting' ? {} : { show: queue }),
    ...(lang ? { lang } : {}),
  })
  return `/console/c/${slug}/moderate${query.size > 0 ? `?${query}` : ''}`
}

async function sendQueue(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { contest, who }: { contest: Contest; who: Who },
  queue: QueueName,
  after: Cursor | null,
  refused: ModerateProps['refused'],
) {
  const [found, counts, items] = await Promise.all([
    listQueue(ctx.db, contest.id, queue, CARDS + 1, after),
    countQueues(ctx.db, contest.id),
    listItems(ctx.db, contest.id),
  ])
  const { rows: cards, next } = cutPage(found, CARDS, (card) => ({ at: card.postedAt, id: card.entryId }))
  const media = await readMedia(
    ctx.db,
    cards.flatMap((card) => [firstMedia(card), card.alike[0]?.mediaId].flatMap((id) => id ?? [])),
  )
  const props: ModerateProps = {
    queue,
    counts,
    cards: cards.map((card) => cardView(card, media)),
    items: items.map((item) => ({ id: item.slug, name: item.name, page: item.page })),
    next,
    refused,
  }
  return sendPage(ctx, request, reply, 'consoleModerate', props, { contest, who })
}

function cardView(card: QueueCard, media: ReadonlyMap<string, Media>): CardView {
  const [like] = card.alike
  const image = printOf(media.get(firstMedia(card) ?? ''))
  return {
    entry: String(card.entryId),
    state: card.state,
    item: card.item && { id: card.item.slug, name: card.item.name, page: card.item.page },
    suggested: card.suggested.map((item) => item.slug),
    image: image && { ...image, alt: card.pictures[0]?.alt ?? null },
    credit: { handle: card.credit?.handle ?? null, name: card.credit?.name ?? null },
    caption: card.caption,
    postedAt: card.postedAt,
    original: card.postUrl,
    checks: card.checks,
    lookAlike: like
      ? {
          entry: like.isPublic ? String(like.entryId) : null,
          image: printOf(media.get(like.mediaId)),
        }
      : null,
    refusal: card.reason && { code: card.reason.code, text: card.reason.text || null },
    reports: card.reports.map(({ reason, text, at }) => ({ reason, text: text || null, at })),
  }
}

function firstMedia(card: QueueCard): string | null {
  return card.pictures.find((picture) => picture.mediaId !== null)?.mediaId ?? null
}
