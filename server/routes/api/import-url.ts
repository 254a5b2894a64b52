import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { listItems } from '../../db/items.ts'
import { importUrl } from '../../steps/import-url.ts'
import { problems } from '../problem.ts'
import { Slug } from '../schemas.ts'
import { contestFor } from '../who.ts'

/** The longest a manager waits for a page: its own deadline, and a little for what follows. */
const WAIT_MS = 15_000

const ImportedView = z
  .object({
    title: z.string().nullable(),
    post: z.string().describe('Where the page was found, after redirects'),
    known: z
      .boolean()
      .describe('A copy of it on another network is in the contest already, and stands for it'),
    entries: z.array(
      z.object({
        entry: z.int(),
        item: z.string().nullable().describe('Slug'),
        state: z.enum(['waiting', 'approved', 'rejected', 'withdrawn', 'erased']),
        verdict: z.enum(['counts', 'review', 'fails']),
      }),
    ),
  })
  .meta({ id: 'ImportedUrl' })

/** Brings one page into the room by hand. */
export const importUrlRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.post(
    '/api/v1/contests/:slug/posts/import-url',
    {
      schema: {
        summary: 'Bring one page of the open web into the room, for an item or for none',
        tags: ['sources'],
        params: z.object({ slug: Slug }),
        body: z.object({ url: z.string().trim().min(1).max(2_000), item: Slug.nullable().default(null) }),
        response: { 200: ImportedView, ...problems(401, 403, 404, 409, 413, 415) },
      },
    },
    async (request) => {
      const { contest, who } = await contestFor(ctx, request, request.params.slug, 'manage')
      const asked = { ...request.body, by: who.person.id }
      const { title, url, isCopy, entries } = await importUrl(
        ctx,
        contest,
        asked,
        AbortSignal.timeout(WAIT_MS),
      )
      const slugs = new Map((await listItems(ctx.db, contest.id)).map(({ id, slug }) => [id, slug]))
      return {
        title,
        post: url,
        known: isCopy,
        entries: entries.map(({ id, itemId, state, verdict }) => ({
          entry: id,
          item: slugs.get(itemId ?? -1) ?? null,
          state,
          verdict,
        })),
      }
    },
  )
}
