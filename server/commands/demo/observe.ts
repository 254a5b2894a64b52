import type { Instant } from '../../contest/instant.ts'
import type { CampaignPlan } from './campaign.ts'
import type { Manager } from './manager.ts'
import { SLUG, SOURCE } from './set-up-contest.ts'

/** How a campaign stands, as its manager sees it. */
export interface Standing {
  posts: number
  waiting: number
  picturesPending: number
  /** Posts that seemed gone once and are asked about again. */
  unsure: number
  filled: number
  /** When the last read that came to its end began; null before the first. */
  readAt: Instant | null
}

/** The newest runs of a source that are looked through for one that came to its end. */
const RUNS = 5

export async function observe(manager: Manager, sourceId: number): Promise<Standing> {
  const [counts, { filled }, { runs }] = await Promise.all([
    manager.get<Omit<Standing, 'filled' | 'readAt'>>(`/api/v1/contests/${SLUG}/overview`),
    manager.get<{ filled: number }>(`/api/v1/contests/${SLUG}/coverage`),
    manager.get<{ runs: { startedAt: string; outcome: string }[] }>(
      `/api/v1/sources/${sourceId}/runs?limit=${RUNS}`,
    ),
  ])
  const read = runs.find(({ outcome }) => outcome === 'ok')
  const { posts, waiting, picturesPending, unsure } = counts
  return {
    posts,
    waiting,
    picturesPending,
    unsure,
    filled,
    readAt: read === undefined ? null : Date.parse(read.startedAt),
  }
}

/** The source that reads the rehearsal network. */
export async function findSource(manager: Manager): Promise<number> {
  const { sources } = await manager.get<{ sources: { id: number; name: string }[] }>('/api/v1/sources')
  const found = sources.find(({ name }) => name === SOURCE)
  if (!found) throw new Error(`Found no source "${SOURCE}"; expected the one that was connected`)
  return found.id
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
