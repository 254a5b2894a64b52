import { DAY } from '../server/contest/instant.ts'
import type { Context } from '../server/context.ts'
import { insertBrand } from '../server/db/brands.ts'
import type { Contest } from '../server/db/contests.ts'
import { followSource } from '../server/db/sources.ts'
import { sampleCatalogue } from '../server/rehearsal/catalogue.ts'
import { addSource } from '../server/steps/connect-source.ts'
import { createContest } from '../server/steps/create-contest.ts'
import { openContest } from '../server/steps/open-contest.ts'
import { writeCatalogue } from '../server/steps/write-catalogue.ts'

export interface Campaign {
  contest: Contest
  sourceId: number
}

/** Opens a contest over the sample catalogue for a brand of its own, in the middle of its four weeks. */
export async function openCampaign(
  ctx: Context,
  slug: string,
  moderation: 'before' | 'after',
): Promise<Campaign> {
  const now = ctx.clock.now()
  const brandId = await insertBrand(ctx.db, { slug, name: slug, createdAt: now })
  const contest = await createContest(ctx, brandId, {
    slug,
    title: sampleCatalogue.title,
    intro: { en: 'A catalogue to be rebuilt.', nb: 'En katalog som skal bygges opp igjen.' },
    accent: sampleCatalogue.accent,
    rehearsal: true,
    language: 'en',
    zone: 'UTC',
    opens: wallClock(now - 14 * DAY),
    closes: wallClock(now + 14 * DAY),
    draw: null,
    graceHours: 24,
    campaignTags: [sampleCatalogue.campaignTag],
    disclosureTag: null,
    mention: null,
    minAccountAgeDays: null,
    caps: { perItem: 1, perDay: null, total: null },
    eligibility: { minimumAge: null, area: null, staffExcluded: false },
    retentionDays: 180,
    answerDays: 7,
    moderation,
    maxPrizes: 1,
    drawKind: 'local',
    sponsor: 'Trivelund',
    sponsorAddress: 'Oppdiktet vei 1',
    privacyContact: 'personvern@trivelund.example',
  })
  await writeCatalogue(
    ctx,
    contest,
    sampleCatalogue.sections.map(({ id, name }) => ({ slug: id, name })),
    sampleCatalogue.items.map((item) => ({
      slug: item.slug,
      name: item.name,
      section: item.section,
      page: item.page,
      summary: item.summary,
      body: item.text,
      price: { amount: item.priceNok * 100, currency: 'NOK' },
      productUrl: null,
      prize: item.summary,
      winners: 1,
      alternates: 3,
      tags: [item.tag, ...item.aliases],
    })),
  )
  const sourceId = await addSource(ctx, brandId, {
    kind: 'mastodon',
    name: 'Mastodon',
    settings: { url: 'https://social.example' },
  })
  await followSource(ctx.db, contest.id, sourceId)
  await openContest(ctx, contest.id)
  return { contest, sourceId }
}

function wallClock(at: number): string {
  return new Date(at).toISOString().slice(0, 16)
}
