import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { listPublicEntries } from '../../db/public-entries.ts'
import { CursorParam, cutPage, Slug } from '../schemas.ts'
import { contestToShow } from '../who.ts'
import { blogPostOf } from './image.ts'
import { LangQuery } from './language.ts'
import { sendPage } from './page.ts'

/** Blog posts on a page; the next link goes on. */
const POSTS = 24

/** The room: what blogs write about a contest. */
export const roomRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/c/:contest/room',
    {
      schema: {
        hide: true,
        params: z.object({ contest: Slug }),
        querystring: LangQuery.extend({ after: CursorParam.optional() }),
      },
      config: { keepBytes: true },
    },
    async (request, reply) => {
      const contest = await contestToShow(ctx, request, request.params.contest)
      const where = { contestId: contest.id, room: true }
      const found = await listPublicEntries(ctx.db, where, POSTS + 1, request.query.after ?? null)
      const { rows, next } = cutPage(found, POSTS, (entry) => ({ at: entry.postedAt, id: entry.id }))
      return sendPage(ctx, request, reply, 'room', { posts: rows.map(blogPostOf), next }, { contest })
    },
  )
}
