import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { findItem, type Item, listItems } from '../../db/items.ts'
import { Refusal } from '../../refusal.ts'
import { printItem } from '../../steps/print-item.ts'
import { writeCatalogue } from '../../steps/write-catalogue.ts'
import { problems } from '../problem.ts'
import { Slug, Texts } from '../schemas.ts'
import { takeOnlyFile } from '../take-file.ts'
import { contestFor, openContestBySlug } from '../who.ts'

/** Items in one request: a printed catalogue has fewer. */
const MOST_ITEMS = 5_000

const WebAddress = z
  .url({ protocol: /^https?$/, error: 'expected an address such as https://shop.example/myr' })
  .max(2_000)

const ItemDraft = z.object({
  slug: Slug.optional(),
  name: z.string().trim().min(1).max(300),
  section: Slug,
  page: z.int().min(1).max(10_000),
  summary: Texts,
  body: Texts,
  price: z
    .object({
      amount: z.int().min(0),
      currency: z.string().regex(/^[A-Z]{3}$/, 'expected a code such as NOK'),
    })
    .nullable()
    .default(null),
  productUrl: WebAddress.nullable().default(null),
  prize: Texts.describe('What the winner of this item gets'),
  winners: z.int().min(0).max(1000).default(1),
  alternates: z.int().min(0).max(1000).default(3),
  tags: z.array(z.string().max(100)).min(1).max(10).describe('The item tag, then its aliases'),
})

const Catalogue = z.object({
  sections: z
    .array(z.object({ slug: Slug, name: Texts }))
    .min(1)
    .max(200),
  items: z.array(ItemDraft).max(MOST_ITEMS),
})

const ItemView = z
  .object({
    slug: z.string(),
    name: z.string(),
    page: z.int(),
    section: z.string(),
    tags: z.array(z.string()),
    photos: z.int().describe('Public entries'),
    filled: z.boolean(),
    url: z.string(),
  })
  .meta({ id: 'Item' })

/** The catalogue of a contest. */
export const itemRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/api/v1/contests/:slug/items',
    {
      schema: {
        summary: 'The catalogue in page order, with what the crowd has filled',
        tags: ['catalogue'],
        params: z.object({ slug: Slug }),
        response: { 200: z.object({ items: z.array(ItemView) }), ...problems(404) },
      },
      config: { keepBytes: true },
    },
    async (request) => {
      const contest = await openContestBySlug(ctx, request.params.slug)
      request.contestId = contest.id
      return { items: (await listItems(ctx.db, contest.id)).map((item) => view(ctx, contest.slug, item)) }
    },
  )

  app.put(
    '/api/v1/contests/:slug/items',
    {
      bodyLimit: 16 * 1024 * 1024,
      schema: {
        summary: 'Write the whole catalogue of a draft contest',
        tags: ['catalogue'],
        params: z.object({ slug: Slug }),
        body: Catalogue,
        response: {
          200: z.object({ items: z.int() }),
          ...problems(401, 403, 404, 409, 413, 415),
        },
      },
    },
    async (request) => {
      const { contest } = await contestFor(ctx, request, request.params.slug, 'manage')
      await writeCatalogue(ctx, contest, request.body.sections, request.body.items)
      return { items: request.body.items.length }
    },
  )

  app.put(
    '/api/v1/contests/:slug/items/:item/picture',
    {
      config: { fileField: 'picture' },
      schema: {
        summary: 'Upload the printed picture of an item (multipart, field `picture`)',
        tags: ['catalogue'],
        consumes: ['multipart/form-data'],
        params: z.object({ slug: Slug, item: Slug }),
        response: {
          200: z.object({ media: z.string() }),
          ...problems(401, 403, 404, 413, 415, 507),
        },
      },
    },
    async (request) => {
      const { contest } = await contestFor(ctx, request, request.params.slug, 'manage')
      const item = await findItem(ctx.db, contest.id, request.params.item)
      if (!item)
        throw new Refusal('not_found', `There is no item "${request.params.item}" in ${contest.slug}.`)
      const file = await takeOnlyFile(ctx, request, 'picture')
      return { media: await printItem(ctx, contest, item, file) }
    },
  )
}

function view(ctx: Context, contest: string, item: Item): z.infer<typeof ItemView> {
  return {
    slug: item.slug,
    name: item.name,
    page: item.page,
    section: item.section.slug,
    tags: item.tags.map((tag) => tag.display),
    photos: item.photos,
    filled: item.photos > 0,
    url: `${ctx.config.publicUrl}/c/${contest}/items/${item.slug}`,
  }
}
