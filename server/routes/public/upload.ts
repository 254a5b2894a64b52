import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Contest } from '../../db/contests.ts'
import { listItems } from '../../db/items.ts'
import type { HeldPhoto } from '../../media/held.ts'
import { takesUploads } from '../../steps/take-upload.ts'
import { Slug } from '../schemas.ts'
import { SEE_OTHER } from '../see-other.ts'
import { openContestBySlug } from '../who.ts'
import { captionForm } from './caption-form.ts'
import { makeChallenge, spendProof } from './challenge.ts'
import { inLanguage, LangQuery, languageFor } from './language.ts'
import { sendPage } from './page.ts'
import { type SentBack, sendPhotos } from './send-photos.ts'
import { takePartProps } from './take-part-props.ts'
import { type ReadUpload, readUpload } from './upload-form.ts'

/** Uploads of one network in half an hour without a proof of work, as Mastodon has it (config/initializers/rack_attack.rb). */
export const UPLOADS_PER_NETWORK = 30
/** And with one: a school or a whole mobile network behind one address. */
export const UPLOADS_WITH_PROOF = 300
const UPLOAD_WINDOW = 1_800_000

const params = z.object({ contest: Slug })

/** The free way in: takes the form on *take part*. */
export const uploadRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  const countUpload = app.createRateLimit({ max: UPLOADS_PER_NETWORK, timeWindow: UPLOAD_WINDOW })

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
      config: { rateLimit: { max: UPLOADS_WITH_PROOF, timeWindow: UPLOAD_WINDOW } },
      schema: { hide: true, consumes: ['multipart/form-data'], params, querystring: LangQuery },
    },
    async (request, reply) => {
      const contest = await openContestBySlug(ctx, request.params.contest)
      const counted = await countUpload(request)
      const wait = !counted.isAllowed && counted.isExceeded ? counted.ttlInSeconds : null
      return takeForm(ctx, request, reply, contest, wait)
    },
  )
}

/**
 * Answers with the receipt, or with the form as it was typed and what to put right. `wait`: seconds until this network may
 * send without a proof of work; null where it may.
 */
async function takeForm(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  contest: Contest,
  wait: number | null,
) {
  const items = await listItems(ctx.db, contest.id)
  const isOpen = takesUploads(contest, ctx.clock.now())
  const form = await readUpload(ctx, request, contest.slug, items, isOpen)
  const sent = await settle(ctx, request, contest, form, wait !== null)
  if ('receipt' in sent) {
    const item = items.find((one) => one.slug === form.values.item)
    const props = {
      code: sent.receipt,
      item: item ? { id: item.slug, name: item.name } : null,
      email: form.values.email,
      confirmBy: contest.rules.closesAt + contest.rules.grace,
    }
    return sendPage(ctx, request, reply.code(201), 'receipt', props, { contest })
  }
  if (wait !== null) reply.header('retry-after', wait)
  const upload = {
    values: form.values,
    faults: sent.faults,
    held: await holdOn(ctx, sent.photos),
    challenge: wait === null ? null : makeChallenge(ctx, request, contest, wait),
  }
  const caption = captionForm(contest, items, undefined, undefined)
  const props = takePartProps(items, form.values.item || null, caption, upload)
  return sendPage(ctx, request, reply.code(sent.status), 'takePart', props, { contest })
}

/** What has to be put right comes first: a proof is spent by an upload that is taken. */
async function settle(
  ctx: Context,
  request: FastifyRequest,
  contest: Contest,
  form: ReadUpload,
  asksProof: boolean,
): Promise<{ receipt: string } | SentBack> {
  const { faults, photos } = form
  if (faults.length > 0) return { status: 400, faults, photos }
  if (asksProof && !(await spendProof(ctx, request, contest, form))) return { status: 429, faults, photos }
  const language = languageFor(request, contest.language)
  return sendPhotos(ctx, contest, { ...form.values, language }, photos)
}

/** What comes back with the form: nothing where there is no room to hold it for everybody. */
async function holdOn(ctx: Context, photos: HeldPhoto[]): Promise<HeldPhoto[]> {
  if (photos.length === 0 || !(await ctx.held.isFull())) return photos
  for (const { id } of photos) await ctx.held.remove(id)
  return []
}
