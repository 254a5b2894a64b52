import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { listItems } from '../../db/items.ts'
import { Slug } from '../schemas.ts'
import { contestToShow } from '../who.ts'
import { captionForm } from './caption-form.ts'
import { LangQuery } from './language.ts'
import { sendPage } from './page.ts'
import { takePartProps } from './take-part-props.ts'

const params = z.object({ contest: Slug })

/** *Take part*: how to, the caption check, and the form of the free way in. */
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
      const upload = {
        values: { item: item ?? '', name: '', email: '', words: '', consent: false },
        faults: [],
        held: [],
        challenge: null,
      }
      const props = takePartProps(items, item ?? null, captionForm(contest, items, caption, network), upload)
      return sendPage(ctx, request, reply, 'takePart', props, { contest })
    },
  )
}
