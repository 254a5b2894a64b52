import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ItemProps } from '../../../web/pages/item.tsx'
import type { ItemsProps } from '../../../web/pages/items.tsx'
import type { Context } from '../../context.ts'
import type { Contest } from '../../db/contests.ts'
import { countCrowd, countItemCrowd } from '../../db/crowd.ts'
import type { Cursor } from '../../db/cursor.ts'
import { type Item, listItems } from '../../db/items.ts'
import { readMedia } from '../../db/media.ts'
import { listPublicEntries, readPublicEntries } from '../../db/public-entries.ts'
import { Refusal } from '../../refusal.ts'
import { readOdds } from '../../steps/read-odds.ts'
import { CursorParam, cutPage, digits, Slug } from '../schemas.ts'
import { contestToShow } from '../who.ts'
import { blogPostOf, creditOf, openImageOf, photoOf, printOf } from './image.ts'
import { LangQuery, languageFor } from './language.ts'
import { sendPage } from './page.ts'
import { prizeOf } from './prize.ts'
import { wordsOf } from './words.ts'

/** Pages on one sheet; the next link goes on. */
const SHEET = 120
/** Photographs on a spread, and on each further page of them. */
const PHOTOS_FIRST = 12
const PHOTOS_MORE = 24
/** Blog posts below a spread; the room has them all. */
const BLOGS = 6

const SheetQuery = LangQuery.extend({
  section: Slug.optional().catch(undefined),
  gaps: z.enum(['1']).optional().catch(undefined),
  q: z.string().trim().max(80).default(''),
  after: digits(0, 1_000_000).optional().catch(undefined),
})

/** The contact sheet and its spreads. */
export const itemPageRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/c/:contest/items',
    {
      schema: { hide: true, params: z.object({ contest: Slug }), querystring: SheetQuery },
      config: { keepBytes: true },
    },
    async (request, reply) => {
      const contest = await contestToShow(ctx, request, request.params.contest)
      const lang = languageFor(request, contest.language)
      return sendPage(ctx, request, reply, 'items', await sheet(ctx, contest, lang, request.query), {
        contest,
      })
    },
  )

  app.get(
    '/c/:contest/items/:item',
    {
      schema: {
        hide: true,
        params: z.object({ contest: Slug, item: Slug }),
        querystring: LangQuery.extend({ after: CursorParam.optional() }),
      },
      config: { keepBytes: true },
    },
    async (request, reply) => {
      const contest = await contestToShow(ctx, request, request.params.contest)
      const lang = languageFor(request, contest.language)
      const props = await spread(ctx, contest, lang, request.params.item, request.query.after ?? null)
      return sendPage(ctx, request, reply, 'item', props, { contest })
    },
  )
}

async function sheet(
  ctx: Context,
  contest: Contest,
  lang: 'en' | 'nb',
  query: z.infer<typeof SheetQuery>,
): Promise<ItemsProps> {
  const [all, crowd] = await Promise.all([listItems(ctx.db, contest.id), countCrowd(ctx.db, contest.id)])
  const needle = query.q.normalize('NFC').toLowerCase()
  const wanted = all.filter(
    (item) =>
      (query.section === undefined || item.section.slug === query.section) &&
      (query.gaps === undefined || item.photos === 0) &&
      (needle === '' ||
        item.name.toLowerCase().includes(needle) ||
        item.tags.some((tag) => tag.canonical.includes(needle))),
  )
  const from = query.after ?? 0
  const shown = wanted.slice(from, from + SHEET)
  const covers = await readPublicEntries(
    ctx.db,
    shown.flatMap((item) => item.coverEntryId ?? []),
  )
  const prints = await readMedia(
    ctx.db,
    shown.flatMap((item) => item.mediaId ?? []),
  )
  return {
    total: all.length,
    filled: all.filter((item) => item.photos > 0).length,
    people: crowd.people,
    sections: [...Map.groupBy(all, (item) => item.section.slug).values()].map((of) => ({
      id: of[0]?.section.slug ?? '',
      name: of[0]?.section.name[lang] ?? '',
      pages: of.map((item) => item.photos > 0),
    })),
    after: wanted[from - 1]?.section.slug ?? null,
    filter: { section: query.section ?? null, gaps: query.gaps !== undefined, search: query.q },
    items: shown.map((item) => {
      const cover = item.coverEntryId === null ? undefined : covers.get(item.coverEntryId)
      return {
        id: item.slug,
        name: item.name,
        page: item.page,
        tag: item.tags[0]?.display ?? '',
        section: item.section.slug,
        photos: item.photos,
        photo: cover?.picture ? { image: openImageOf(cover), credit: creditOf(cover) } : null,
        print: printOf(prints.get(item.mediaId ?? '')),
      }
    }),
    next: from + SHEET < wanted.length ? String(from + SHEET) : null,
  }
}

async function spread(
  ctx: Context,
  contest: Contest,
  lang: 'en' | 'nb',
  slug: string,
  after: Cursor | null,
): Promise<ItemProps> {
  const all = await listItems(ctx.db, contest.id)
  const place = all.findIndex((item) => item.slug === slug)
  const item = all[place]
  if (!item) throw new Refusal('not_found', `There is no item "${slug}" in ${contest.slug}.`)
  const limit = after === null ? PHOTOS_FIRST : PHOTOS_MORE
  const [found, blogs, crowd, prints, odds] = await Promise.all([
    listPublicEntries(ctx.db, { contestId: contest.id, itemId: item.id, room: false }, limit + 1, after),
    after === null
      ? listPublicEntries(ctx.db, { contestId: contest.id, itemId: item.id, room: true }, BLOGS, null)
      : [],
    countItemCrowd(ctx.db, item.id),
    readMedia(ctx.db, item.mediaId === null ? [] : [item.mediaId]),
    oddsOf(ctx, contest, item),
  ])
  const { rows: entries, next } = cutPage(found, limit, (entry) => ({ at: entry.postedAt, id: entry.id }))
  return {
    item: {
      ...refOf(item),
      tag: item.tags[0]?.display ?? '',
      section: { id: item.section.slug, name: item.section.name[lang] },
      summary: item.summary[lang] || null,
      text: item.body[lang] || null,
      price: item.price && { amount: item.price.amount / 100, currency: item.price.currency },
      print: printOf(prints.get(item.mediaId ?? '')),
      productUrl: item.productUrl,
    },
    photos: entries.map(photoOf),
    photoCount: crowd.entries,
    people: crowd.people,
    next,
    isFirst: after === null,
    words: wordsOf(entries),
    prize: item.winners === 0 ? null : { title: prizeOf(item, lang), winners: item.winners },
    odds,
    blogs: blogs.map(blogPostOf),
    previous: refOrNull(all[place - 1]),
    following: refOrNull(all[place + 1]),
  }
}

/** The chance is for somebody who enters now, so there is none after closing. */
async function oddsOf(ctx: Context, contest: Contest, item: Item): Promise<ItemProps['odds']> {
  const odds = await readOdds(ctx, contest, item)
  if (odds === null) return null
  const open = ctx.clock.now() < contest.rules.closesAt
  return { people: odds.people, tickets: odds.tickets, chance: open ? odds.chance : null }
}

function refOf(item: Item): { id: string; name: string; page: number } {
  return { id: item.slug, name: item.name, page: item.page }
}

function refOrNull(item: Item | undefined): { id: string; name: string; page: number } | null {
  return item ? refOf(item) : null
}
