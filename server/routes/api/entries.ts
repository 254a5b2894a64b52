import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { findItem } from '../../db/items.ts'
import { listPublicEntries, type PublicEntry } from '../../db/public-entries.ts'
import { renditionPath } from '../../media/names.ts'
import { Refusal } from '../../refusal.ts'
import { problems } from '../problem.ts'
import { CursorParam, cutPage, Instant, iso, Limit, page, Slug } from '../schemas.ts'
import { openContestBySlug } from '../who.ts'

const EntryView = z
  .object({
    id: z.int(),
    postedAt: Instant,
    item: z.string().nullable().describe('Slug'),
    credit: z.string().nullable().describe('Handle; of an upload the name its sender chose'),
    network: z.string(),
    room: z.boolean().describe('A blog post: read in the room, and never in a draw'),
    title: z.string().nullable().describe('Of a blog post'),
    post: z.string().nullable().describe('Address of the original'),
    caption: z.string(),
    sensitive: z
      .boolean()
      .describe('The author asks for care: cover the picture until a reader wants to see it'),
    picture: z
      .object({ url: z.string(), width: z.int(), height: z.int(), alt: z.string().nullable() })
      .nullable(),
    url: z.string(),
  })
  .meta({ id: 'Entry' })

/** What everybody may see of the crowd's entries. */
export const entryRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/api/v1/contests/:slug/entries',
    {
      schema: {
        summary:
          'Approved entries of one contest, newest first; without those whose authors ask to be in no list',
        tags: ['catalogue'],
        params: z.object({ slug: Slug }),
        querystring: z.object({
          item: Slug.optional(),
          limit: Limit(24),
          after: CursorParam.optional(),
        }),
        response: { 200: page('entries', EntryView), ...problems(404) },
      },
      config: { keepBytes: true },
    },
    async (request) => {
      const { item, limit, after } = request.query
      const contest = await openContestBySlug(ctx, request.params.slug)
      request.contestId = contest.id
      const found = item === undefined ? null : await findItem(ctx.db, contest.id, item)
      if (item !== undefined && !found)
        throw new Refusal('not_found', `There is no item "${item}" in ${contest.slug}.`)
      const entries = await listPublicEntries(
        ctx.db,
        { contestId: contest.id, itemId: found?.id ?? null, listed: true },
        limit + 1,
        after ?? null,
      )
      const { rows, next } = cutPage(entries, limit, (entry) => ({ at: entry.postedAt, id: entry.id }))
      return { entries: rows.map((entry) => view(ctx, contest.slug, entry)), next }
    },
  )
}

function view(ctx: Context, contest: string, entry: PublicEntry): z.infer<typeof EntryView> {
  return {
    id: entry.id,
    postedAt: iso(entry.postedAt),
    item: entry.item?.slug ?? null,
    credit: entry.credit?.handle ?? null,
    network: entry.network,
    room: entry.room,
    title: entry.title,
    post: entry.postUrl,
    caption: entry.caption,
    sensitive: entry.sensitive,
    picture: entry.picture && {
      url: `${ctx.config.publicUrl}/media/${renditionPath(entry.picture.mediaId, '1280.webp')}`,
      width: entry.picture.width,
      height: entry.picture.height,
      alt: entry.picture.alt,
    },
    url: `${ctx.config.publicUrl}/c/${contest}/entries/${entry.id}`,
  }
}
