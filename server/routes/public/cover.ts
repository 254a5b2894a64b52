import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { CoverProps } from '../../../web/pages/cover.tsx'
import type { HomeProps } from '../../../web/pages/home.tsx'
import type { Context } from '../../context.ts'
import { type Contest, findContest, listOpenContests } from '../../db/contests.ts'
import { readGlances } from '../../db/glances.ts'
import { listPublicEntries, readPublicEntries } from '../../db/public-entries.ts'
import { readCoverage } from '../../steps/read-coverage.ts'
import { Slug } from '../schemas.ts'
import { may, openContestBySlug, whoMayAsk } from '../who.ts'
import { photoOf } from './image.ts'
import { inLanguage, LangQuery, languageFor } from './language.ts'
import { sendPage, stateAt } from './page.ts'
import { wordsOf } from './words.ts'

/** Photographs in the river of the newest. */
const NEWEST = 12
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
      const contest = await openContestBySlug(ctx, request.params.contest)
      const lang = languageFor(request, contest.language)
      return sendPage(ctx, request, reply, 'cover', await coverProps(ctx, contest, lang), { contest })
    },
  )

  app.get(
    '/c/:contest/theme.css',
    { schema: { hide: true, params: z.object({ contest: Slug }) }, config: { keepBytes: true } },
    async (request, reply) => {
      const contest = await themedContest(ctx, request, request.params.contest)
      return reply.type('text/css; charset=utf-8').serializer(String).send(ctx.view.themeCss(contest.accent))
    },
  )
}

/** The console shows drafts in their colours too, to those who run them; that answer is not kept for others. */
async function themedContest(ctx: Context, request: FastifyRequest, slug: string): Promise<Contest> {
  const who = await whoMayAsk(ctx, request)
  const contest = who ? await findContest(ctx.db, slug) : null
  if (contest?.state === 'draft' && who && may(who, 'look', contest.brandId)) return contest
  const open = await openContestBySlug(ctx, slug)
  request.contestId = open.id
  return open
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
        image: photo ? photoOf(photo).image : null,
      }
    }),
  }
}

async function coverProps(ctx: Context, contest: Contest, lang: 'en' | 'nb'): Promise<CoverProps> {
  const { items, coverage, people, entries, forecast } = await readCoverage(ctx, contest)
  const newest = await listPublicEntries(ctx.db, { contestId: contest.id }, NEWEST, null)
  const covers = await readPublicEntries(
    ctx.db,
    items.flatMap((item) => item.coverEntryId ?? []),
  )
  const imageFor = (coverEntryId: number | null) => {
    const entry = coverEntryId === null ? undefined : covers.get(coverEntryId)
    return entry ? photoOf(entry).image : null
  }
  const photos = newest.map(photoOf)
  const winners = new Set(items.map((item) => item.winners))
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
        image: of.map((item) => imageFor(item.coverEntryId)).find((image) => image !== null) ?? null,
      }
    }),
    winnersPerItem: winners.size === 1 ? ([...winners][0] ?? null) : null,
    prizes: [],
    words: wordsOf(newest),
    exampleTag: items[0]?.tags[0]?.display ?? null,
  }
}

/** The magazine's cover shows four different things where there are four. */
function differentThings(photos: CoverProps['newest']): CoverProps['magazine'] {
  const shown = photos.filter((photo) => photo.image !== null)
  const first = [...Map.groupBy(shown, (photo) => photo.item?.id).values()].flatMap(([photo]) => photo ?? [])
  return [...new Set([...first, ...shown])].slice(0, 4)
}
