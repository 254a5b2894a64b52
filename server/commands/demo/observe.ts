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
  /** When the last reads that came to their ends began, the earliest of them; null before the first. */
  readAt: Instant | null
}

/** The newest runs of a source that are looked through for one that came to its end. */
const RUNS = 5

export async function observe(manager: Manager): Promise<Standing> {
  const [counts, { filled }, readAt] = await Promise.all([
    manager.get<Omit<Standing, 'filled' | 'readAt'>>(`/api/v1/contests/${SLUG}/overview`),
    manager.get<{ filled: number }>(`/api/v1/contests/${SLUG}/coverage`),
    readUntil(manager),
  ])
  const { posts, waiting, picturesPending, unsure } = counts
  return { posts, waiting, picturesPending, unsure, filled, readAt }
}

/** The beginning of the newest whole read of every source, the earliest of them. */
async function readUntil(manager: Manager): Promise<Instant | null> {
  const { sources } = await manager.get<{ sources: { id: number }[] }>('/api/v1/sources')
  const reads = await Promise.all(
    sources.map(async ({ id }) => {
      const { runs } = await manager.get<{ runs: { startedAt: string; outcome: string; way: string }[] }>(
        `/api/v1/sources/${id}/runs?limit=${RUNS}`,
      )
      const read = runs.find(({ outcome, way }) => outcome === 'ok' && way === 'poll')
      return read === undefined ? null : Date.parse(read.startedAt)
    }),
  )
  return reads.reduce((a, b) => (a === null || b === null ? null : Math.min(a, b)), Number.POSITIVE_INFINITY)
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
