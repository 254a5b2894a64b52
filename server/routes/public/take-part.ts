import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { CaptionForm } from '../../../web/pages/part/caption-check.tsx'
import type { TakePartProps } from '../../../web/pages/take-part.tsx'
import type { Fault } from '../../../web/views.ts'
import type { Context } from '../../context.ts'
import type { Contest } from '../../db/contests.ts'
import { type Item, listItems } from '../../db/items.ts'
import { MAX_BYTES } from '../../media/limits.ts'
import { takeUpload } from '../../steps/take-upload.ts'
import { Slug } from '../schemas.ts'
import { SEE_OTHER } from '../see-other.ts'
import { contestToShow, openContestBySlug } from '../who.ts'
import { captionForm } from './caption-form.ts'
import { inLanguage, LangQuery, languageFor } from './language.ts'
import { sendPage } from './page.ts'
import { type ReadUpload, readUpload, refusedPhoto, type UploadValues } from './upload-form.ts'

/** Uploads of one network in half an hour, as Mastodon has it (config/initializers/rack_attack.rb). */
export const UPLOADS_PER_NETWORK = 30

const params = z.object({ contest: Slug })
const NO_FORM: UploadValues = { item: '', name: '', email: '', words: '', consent: false }

/** *Take part*: how to, the caption check, and the free way in. */
export const takePartRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/c/:contest/take-part',
    {
      schema: {
        hide: true,
        params,
        querystring: LangQuery.extend({
          item: Slug.optional().catch(undefined),
          caption: z.string().optional(),
          network: z.string().max(32).optional().catch(undefined),
        }),
      },
    },
    async (request, reply) => {
      const contest = await contestToShow(ctx, request, request.params.contest)
      const items = await listItems(ctx.db, contest.id)
      const { item, caption, network } = request.query
      const props = propsOf(
        items,
        item ?? null,
        captionForm(contest, items, caption, network),
        { ...NO_FORM, item: item ?? '' },
        [],
      )
      return sendPage(ctx, request, reply, 'takePart', props, { contest })
    },
  )

  // A form that came back leaves its address in the browser; reloading or changing the language asks for it.
  app.get(
    '/c/:contest/take-part/upload',
    { schema: { hide: true, params, querystring: LangQuery } },
    async ({ params, query }, reply) =>
      reply.redirect(inLanguage(`/c/${params.contest}/take-part`, query.lang), SEE_OTHER),
  )

  app.post(
    '/c/:contest/take-part/upload',
    {
      config: { rateLimit: { max: UPLOADS_PER_NETWORK, timeWindow: 1_800_000 } },
      schema: { hide: true, consumes: ['multipart/form-data'], params, querystring: LangQuery },
    },
    async (request, reply) => {
      const contest = await openContestBySlug(ctx, request.params.contest)
      const language = languageFor(request, contest.language)
      return takeForm(ctx, request, reply, contest, language)
    },
  )
}

/** Answers with the receipt, or with the form as it was typed and what to put right. */
async function takeForm(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  contest: Contest,
  language: 'en' | 'nb',
) {
  const items = await listItems(ctx.db, contest.id)
  const form = await readUpload(ctx, request, items, isTaking(ctx, contest))
  const sent = form.ok ? await send(ctx, contest, form, language) : form
  if ('faults' in sent) {
    const caption = captionForm(contest, items, undefined, undefined)
    const props = propsOf(items, form.values.item || null, caption, form.values, sent.faults)
    return sendPage(ctx, request, reply.code(400), 'takePart', props, { contest })
  }
  const item = items.find((one) => one.slug === form.values.item)
  const props = {
    code: sent.receipt,
    item: item ? { id: item.slug, name: item.name } : null,
    email: form.values.email,
    confirmBy: contest.rules.closesAt + contest.rules.grace,
  }
  return sendPage(ctx, request, reply.code(201), 'receipt', props, { contest })
}

async function send(
  ctx: Context,
  contest: Contest,
  { values, photo }: Extract<ReadUpload, { ok: true }>,
  language: 'en' | 'nb',
): Promise<{ receipt: string } | { faults: Fault[] }> {
  try {
    return await takeUpload(ctx, contest, { ...values, language }, photo)
  } catch (error) {
    const fault = refusedPhoto(error)
    if (!fault) throw error
    return { faults: [fault] }
  } finally {
    await photo.remove()
  }
}

/** Uploads count by when they arrive, so none is taken before opening or after closing. */
function isTaking(ctx: Context, contest: Contest): boolean {
  const now = ctx.clock.now()
  return contest.rules.opensAt <= now && now < contest.rules.closesAt
}

function propsOf(
  items: Item[],
  chosen: string | null,
  caption: CaptionForm,
  values: UploadValues,
  faults: TakePartProps['upload']['faults'],
): TakePartProps {
  return {
    items: items.map((item) => ({
      id: item.slug,
      name: item.name,
      page: item.page,
      tag: item.tags[0]?.display ?? '',
    })),
    chosen: items.some((item) => item.slug === chosen) ? chosen : null,
    caption,
    upload: { values, faults, maxBytes: MAX_BYTES },
  }
}
