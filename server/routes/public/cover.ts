import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { CoverProps } from '../../../web/pages/cover.tsx'
import type { HomeProps } from '../../../web/pages/home.tsx'
import type { Context } from '../../context.ts'
import { type Contest, listOpenContests } from '../../db/contests.ts'
import { readGlances } from '../../db/glances.ts'
import { listPublicEntries, type PublicEntry, readPublicEntries } from '../../db/public-entries.ts'
import { readCoverage } from '../../steps/read-coverage.ts'
import { Slug } from '../schemas.ts'
import { contestToShow } from '../who.ts'
import { openImageOf, photoOf } from './image.ts'
import { inLanguage, LangQuery, languageFor } from './language.ts'
import { keepUnlessDraft, sendPage, stateAt } from './page.ts'
import { prizesOf } from './prize.ts'
import { wordsOf } from './words.ts'

/** Photographs in the river of the newest. */
const NEWEST = 12
/** A post of several things has an entry for each, and its picture comes once: enough entries to find so many posts. */
const LOOKED_AT = 2 * NEWEST
const GAPS_NAMED = 5

/** The way in: the contests of this installation, and the cover of each. */
export const coverRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get('/', { schema: { hide: true, querystring: LangQuery } }, async (request, reply) => {
    const contests = await listOpenContests(ctx.db)
    const [only] = contests
    if (only && contests.length === 1)
      return reply.redirect(inLanguage(`/c/${only.slug}`, request.query.lang), 302)
    return sendPage(ctx, request, reply, 'home', await homeProps(ctx, contests), { contest: null })
  })

  app.get(
    '/c/:contest',
    {
      schema: { hide: true, params: z.object({ contest: Slug }), querystring: LangQuery },
      config: { keepBytes: true },
    },
    async (request, reply) => {
      const contest = await contestToShow(ctx, request, request.params.contest)
      const lang = languageFor(request, contest.language)
      return sendPage(ctx, request, reply, 'cover', await coverProps(ctx, contest, lang), { contest })
    },
  )

  app.get(
    '/c/:contest/theme.css',
    { schema: { hide: true, params: z.object({ contest: Slug }) }, config: { keepBytes: true } },
    async (request, reply) => {
      const contest = await contestToShow(ctx, request, request.params.contest)
      keepUnlessDraft(request, contest)
      return reply.type('text/css; charset=utf-8').serializer(String).send(ctx.view.themeCss(contest.accent))
    },
  )
}

async function homeProps(ctx: Context, contests: Contest[]): Promise<HomeProps> {
  const glances = await readGlances(
    ctx.db,
    contests.map(({ id }) => id),
  )
  const newest = await readPublicEntries(
    ctx.db,
    [...glances.values()].flatMap(({ newestEntryId }) => newestEntryId ?? []),
  )
  return {
    contests: contests.map((contest) => {
      const glance = glances.get(contest.id)
      const photo = newest.get(glance?.newestEntryId ?? 0)
      return {
        slug: contest.slug,
        title: contest.title,
        brand: contest.brandName,
        state: stateAt(contest, ctx.clock.now(), glance?.hasDrawn ?? false),
        rehearsal: contest.rehearsal,
        pages: glance?.pages ?? [],
        image: openImageOf(photo),
      }
    }),
  }
}

async function coverProps(ctx: Context, contest: Contest, lang: 'en' | 'nb'): Promise<CoverProps> {
  const [{ items, coverage, people, entries, forecast }, newest] = await Promise.all([
    readCoverage(ctx, contest),
    listPublicEntries(ctx.db, { contestId: contest.id, room: false }, LOOKED_AT, null),
  ])
  const covers = await readPublicEntries(
    ctx.db,
    items.flatMap((item) => item.coverEntryId ?? []),
  )
  const photos = onePerPost(newest).slice(0, NEWEST).map(photoOf)
  return {
    headline: null,
    intro: contest.intro[lang] || null,
    issue: null,
    coverage: { pages: items.map((item) => item.photos > 0), people, photos: entries },
    forecast,
    gaps: items
      .filter((item) => item.photos === 0)
      .slice(0, GAPS_NAMED)
      .map((item) => ({ id: item.slug, name: item.name, page: item.page })),
    magazine: differentThings(photos),
    newest: photos,
    sections: coverage.sections.map(({ section }) => {
      const of = items.filter((item) => item.section.slug === section)
      return {
        id: section,
        name: of[0]?.section.name[lang] ?? section,
        firstPage: of[0]?.page ?? 0,
        pages: of.map((item) => item.photos > 0),
        image:
          of.map((item) => openImageOf(covers.get(item.coverEntryId ?? 0))).find((image) => image !== null) ??
          null,
      }
    }),
    ...prizesOf(items, lang),
    words: wordsOf(newest),
    exampleTag: items[0]?.tags[0]?.display ?? null,
  }
}

function onePerPost(entries: PublicEntry[]): PublicEntry[] {
  return entries.filter(({ postId }, place) => entries.findIndex((one) => one.postId === postId) === place)
}

/** The magazine's cover shows four different things where there are four. */
function differentThings(photos: CoverProps['newest']): CoverProps['magazine'] {
  const shown = photos.filter((photo) => photo.image !== null && !photo.sensitive)
  const first = [...Map.groupBy(shown, (photo) => photo.item?.id).values()].flatMap(([photo]) => photo ?? [])
  return [...new Set([...first, ...shown])].slice(0, 4)
}
