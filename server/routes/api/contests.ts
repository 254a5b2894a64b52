import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { type Contest, findContest, listContestsOf, readContest } from '../../db/contests.ts'
import { Refusal } from '../../refusal.ts'
import { createContest } from '../../steps/create-contest.ts'
import { openContest } from '../../steps/open-contest.ts'
import { respectHints } from '../../steps/respect-hints.ts'
import { problems } from '../problem.ts'
import { Instant, iso, isoOrNull, Language, Slug, Texts, WallClock } from '../schemas.ts'
import { contestFor, may, ownBrand, whoAsks, whoMayAsk } from '../who.ts'

const limit = (most: number) => z.int().min(1).max(most)

const RespectHints = z
  .boolean()
  .describe('Whether what authors ask of whoever shows a post is kept to: no search engines, no strangers')

const ContestDraft = z.object({
  brand: Slug.describe('Which of your brands it belongs to'),
  slug: Slug,
  title: z.string().trim().min(1).max(120),
  intro: Texts,
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/, 'expected a colour such as #c2452d')
    .default('#c2452d'),
  rehearsal: z.boolean().default(false).describe('Nobody real takes part; every page says so'),
  language: Language.default('en').describe(
    'Of the rules text, and of pages where a reader has no preference',
  ),
  zone: z.string().max(64).describe('IANA time zone: Europe/Oslo'),
  opens: WallClock,
  closes: WallClock.describe('Entries count until before this time'),
  draw: WallClock.nullable().default(null).describe('Null: 24 hours after the grace has passed'),
  graceHours: z.int().min(0).max(720).default(24),
  campaignTags: z.array(z.string().max(100)).min(1).max(5),
  disclosureTag: z.string().max(100).nullable().default(null),
  mention: z.string().trim().min(1).max(200).nullable().default(null),
  minAccountAgeDays: limit(3650).nullable().default(null),
  caps: z
    .object({
      perItem: limit(10_000).default(1),
      perDay: limit(100_000).nullable().default(null),
      total: limit(100_000).nullable().default(null),
    })
    .default({ perItem: 1, perDay: null, total: null }),
  eligibility: z
    .object({
      minimumAge: z.int().min(1).max(99).nullable().default(null),
      area: z.string().trim().min(1).max(200).nullable().default(null),
      staffExcluded: z.boolean().default(true),
    })
    .default({ minimumAge: null, area: null, staffExcluded: true }),
  retentionDays: limit(3650).default(180),
  answerDays: limit(365).default(14),
  moderation: z
    .enum(['before', 'after'])
    .default('before')
    .describe('Whether a person looks before or after an entry is shown'),
  respectHints: RespectHints.default(true),
  maxPrizes: z.int().min(0).max(1000).default(1).describe('Prizes one person can win in all; 0 for no limit'),
  drawKind: z.enum(['drand', 'local']).default('drand'),
  sponsor: z.string().trim().min(1).max(200),
  sponsorAddress: z.string().trim().min(1).max(400),
  privacyContact: z.email().max(254),
})

export const ContestView = z
  .object({
    slug: z.string(),
    title: z.string(),
    brand: z.string(),
    state: z.enum(['draft', 'open']),
    rehearsal: z.boolean(),
    opensAt: Instant,
    closesAt: Instant,
    drawAt: Instant,
    openedAt: Instant.nullable(),
    zone: z.string(),
    campaignTags: z.array(z.string()),
    disclosureTag: z.string().nullable(),
    mention: z.string().nullable(),
    respectHints: z.boolean(),
    rulesHash: z.string().nullable(),
    url: z.string(),
  })
  .meta({ id: 'Contest' })

/** Contests: what a manager sets up and opens. */
export const contestRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/api/v1/contests',
    {
      schema: {
        summary: 'The contests of your brands',
        tags: ['contests'],
        response: { 200: z.object({ contests: z.array(ContestView) }), ...problems(401) },
      },
    },
    async (request) => {
      const who = await whoAsks(ctx, request)
      const contests = await listContestsOf(
        ctx.db,
        who.memberships.map((m) => m.brandId),
      )
      return { contests: contests.map((contest) => view(ctx, contest)) }
    },
  )

  app.post(
    '/api/v1/contests',
    {
      schema: {
        summary: 'Set up a contest, as a draft',
        tags: ['contests'],
        body: ContestDraft,
        response: { 201: ContestView, ...problems(401, 403, 409, 413, 415) },
      },
    },
    async (request, reply) => {
      const { brand, ...draft } = request.body
      const { brandId } = await ownBrand(ctx, request, brand)
      return reply.code(201).send(view(ctx, await createContest(ctx, brandId, draft)))
    },
  )

  app.get(
    '/api/v1/contests/:slug',
    {
      schema: {
        summary: 'One contest; a draft only for those who run it',
        tags: ['contests'],
        params: z.object({ slug: Slug }),
        response: { 200: ContestView, ...problems(404) },
      },
    },
    async (request) => {
      const who = await whoMayAsk(ctx, request)
      const contest = await findContest(ctx.db, request.params.slug)
      const isSeen = contest?.state === 'open' || (contest && who && may(who, 'look', contest.brandId))
      if (!contest || !isSeen) throw new Refusal('not_found', `There is no contest "${request.params.slug}".`)
      return view(ctx, contest)
    },
  )

  app.patch(
    '/api/v1/contests/:slug',
    {
      schema: {
        summary: 'Change what does not touch the rules, at any time',
        tags: ['contests'],
        params: z.object({ slug: Slug }),
        body: z.object({ respectHints: RespectHints }),
        response: { 200: ContestView, ...problems(401, 403, 404, 413, 415) },
      },
    },
    async (request) => {
      const { contest } = await contestFor(ctx, request, request.params.slug, 'manage')
      await respectHints(ctx, contest.id, request.body.respectHints)
      return view(ctx, await readContest(ctx.db, contest.id))
    },
  )

  app.post(
    '/api/v1/contests/:slug/open',
    {
      schema: {
        summary: 'Open a contest: its rules are locked and hashed',
        tags: ['contests'],
        params: z.object({ slug: Slug }),
        response: { 200: ContestView, ...problems(401, 403, 404, 409) },
      },
    },
    async (request) => {
      const { contest } = await contestFor(ctx, request, request.params.slug, 'manage')
      await openContest(ctx, contest.id)
      return view(ctx, await readContest(ctx.db, contest.id))
    },
  )
}

function view(ctx: Context, contest: Contest): z.infer<typeof ContestView> {
  const { rules } = contest
  return {
    slug: contest.slug,
    title: contest.title,
    brand: contest.brandName,
    state: contest.state,
    rehearsal: contest.rehearsal,
    opensAt: iso(rules.opensAt),
    closesAt: iso(rules.closesAt),
    drawAt: iso(contest.drawAt),
    openedAt: isoOrNull(contest.openedAt),
    zone: rules.zone,
    campaignTags: rules.campaignTags.map((tag) => tag.display),
    disclosureTag: rules.disclosureTag?.display ?? null,
    mention: rules.mention,
    respectHints: contest.respectHints,
    rulesHash: contest.rulesHash,
    url: `${ctx.config.publicUrl}/c/${contest.slug}`,
  }
}
