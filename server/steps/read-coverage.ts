import { type Coverage, coverageOf } from '../contest/coverage.ts'
import { forecastCompletion } from '../contest/forecast.ts'
import type { Instant } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import type { Contest } from '../db/contests.ts'
import { countCrowd, listFirstFilled } from '../db/crowd.ts'
import { type Item, listItems } from '../db/items.ts'

/** The catalogue as the crowd has rebuilt it so far. */
export interface CrowdCoverage {
  items: Item[]
  coverage: Coverage
  people: number
  entries: number
  /** When the last gap is to be expected filled; null where nobody can know. */
  forecast: Instant | null
}

export async function readCoverage(ctx: Context, contest: Contest): Promise<CrowdCoverage> {
  const [items, crowd, filledAt] = await Promise.all([
    listItems(ctx.db, contest.id),
    countCrowd(ctx.db, contest.id),
    listFirstFilled(ctx.db, contest.id),
  ])
  const coverage = coverageOf(
    items.map((item) => ({ id: item.slug, section: item.section.slug })),
    new Set(items.filter((item) => item.photos > 0).map((item) => item.slug)),
  )
  const forecast = forecastCompletion(
    items.length,
    filledAt.map(({ at }) => at),
    contest.rules,
    ctx.clock.now(),
  )
  return { items, coverage, ...crowd, forecast: forecast?.completeAt ?? null }
}
