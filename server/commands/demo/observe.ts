import type { Instant } from '../../contest/instant.ts'
import type { CampaignPlan } from './campaign.ts'
import type { Manager } from './manager.ts'
import { SLUG } from './set-up-contest.ts'

/** How a campaign stands, as its manager sees it. */
export interface Standing {
  posts: number
  waiting: number
  picturesPending: number
  /** Posts that seemed gone once and are asked about again. */
  unsure: number
  filled: number
  /** Until when everything that was posted has been read; null before the first read. */
  readAt: Instant | null
}

type Overview = Omit<Standing, 'filled' | 'readAt'> & { completeUntil: string | null }

export async function observe(manager: Manager): Promise<Standing> {
  const [counts, { filled }] = await Promise.all([
    manager.get<Overview>(`/api/v1/contests/${SLUG}/overview`),
    manager.get<{ filled: number }>(`/api/v1/contests/${SLUG}/coverage`),
  ])
  const { posts, waiting, picturesPending, unsure, completeUntil } = counts
  const readAt = completeUntil === null ? null : Date.parse(completeUntil)
  return { posts, waiting, picturesPending, unsure, filled, readAt }
}

const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'Europe/Oslo' })

/** One line for whoever watches. */
export function wordsFor(
  now: Instant,
  { posts, filled, waiting }: Standing,
  { plan, closesAt }: CampaignPlan,
): string {
  const date = now < closesAt ? DATE.format(now) : `${DATE.format(now)}, closed`
  return `${date} · ${posts} posts · ${filled} of ${plan.items.length} pages · ${waiting} waiting`
}
