import { DAY, HOUR, type Instant, MINUTE } from '../../contest/instant.ts'
import { sampleCatalogue } from '../../rehearsal/catalogue.ts'
import { planCampaign } from '../../rehearsal/plan.ts'
import type { Plan } from '../../rehearsal/planned.ts'
import { networksOf } from './played.ts'
import type { State } from './state.ts'

/** Four weeks, as a campaign in a shop's year has. */
export const CAMPAIGN = 28 * DAY
/** After closing, posts made in time are still collected for a day; the draw is a day after that. */
export const GRACE = DAY
const LEAD = DAY

const WEEK = 7 * DAY
/** The first Monday after 1970 began, at eight in the morning. */
const FIRST_MONDAY = 4 * DAY + 8 * HOUR

/** The times of a campaign, and what people do in it. */
export interface CampaignPlan {
  plan: Plan
  /** When the clock starts: before the first post. */
  startsAt: Instant
  opensAt: Instant
  closesAt: Instant
  frozenFrom: Instant
  drawAt: Instant
}

/**
 * The newest opening whose campaign is over by now, draw and all. Always on the same hour of the same weekday: people post
 * by the hour and the day, so that only then the same seed gives the same posts.
 */
export function openingBefore(now: Instant): Instant {
  const latest = now - CAMPAIGN - GRACE - LEAD
  return Math.floor((latest - FIRST_MONDAY) / WEEK) * WEEK + FIRST_MONDAY
}

export function campaignPlan({ campaign, opensAt }: Pick<State, 'campaign' | 'opensAt'>): CampaignPlan {
  const closesAt = opensAt + CAMPAIGN
  const plan = planCampaign({
    seed: campaign.seed,
    posts: campaign.posts,
    opensAt,
    closesAt,
    catalogue: sampleCatalogue,
    networks: networksOf(campaign.network),
  })
  return {
    plan,
    startsAt: plan.beginsAt - 10 * MINUTE,
    opensAt,
    closesAt,
    frozenFrom: closesAt + GRACE,
    drawAt: closesAt + GRACE + LEAD,
  }
}
