import { z } from 'zod'
import { DAY, HOUR, type Instant, MINUTE } from '../contest/instant.ts'
import { BUDGET_RESERVE, clampWait } from './limits.ts'
import type { SourceBudget, SourceIo } from './source.ts'

/** So many requests within any stretch of so many milliseconds, a day at most. */
export interface Limit {
  of: number
  per: number
}

/**
 * What a network that tells no budget allows, counted by ourselves and kept in the source's memory, so that a restart
 * does not begin anew. Counted to the minute and, after an hour, to the hour, always to the late side.
 */
export interface Allowance {
  /**
   * Counts a request that is about to be sent. Answers when one is allowed again where none is left, else null.
   * The reserve of 5 % is for people who test a source: `forPerson` may use it.
   */
  spend(forPerson?: boolean): Promise<Instant | null>
  /** Takes the newest request back, where the network does not count it after all. */
  refund(): Promise<void>
  /** Of the limit that is nearest to its end. */
  left(): Promise<SourceBudget>
}

const spent = z.array(z.tuple([z.number(), z.number()])).max(2_000)
/** The end of a minute or an hour, and the requests of it. */
type Spent = [end: Instant, count: number][]

/** By what the requests are kept in the source's memory. */
const KEY = 'requests'

export function createAllowance(limits: readonly [Limit, ...Limit[]], io: SourceIo): Allowance {
  async function read(): Promise<Spent> {
    const found = spent.safeParse(await io.memory.read(KEY))
    return found.success ? compact(found.data, io.clock.now()) : []
  }

  return {
    async spend(forPerson = false) {
      const now = io.clock.now()
      const known = await read()
      for (const limit of limits) {
        const most = forPerson ? limit.of : limit.of - Math.floor(limit.of * BUDGET_RESERVE)
        if (usedOf(known, limit, now) >= most) return clampWait(resetOf(known, limit, now, most), now)
      }
      await io.memory.write(KEY, add(known, endOf(now, MINUTE), 1))
      return null
    },
    async refund() {
      const known = await read()
      const newest = known.at(-1)
      if (newest !== undefined) await io.memory.write(KEY, add(known, newest[0], -1))
    },
    async left() {
      const now = io.clock.now()
      const known = await read()
      const budgets = limits.map((limit) => ({
        left: Math.max(0, limit.of - usedOf(known, limit, now)),
        of: limit.of,
        resetsAt: resetOf(known, limit, now, limit.of),
      }))
      return budgets.reduce((least, one) => (one.left / one.of < least.left / least.of ? one : least))
    },
  }
}

function usedOf(known: Spent, { per }: Limit, now: Instant): number {
  return known.reduce((sum, [end, count]) => (end > now - per ? sum + count : sum), 0)
}

/** When so many of the requests are over that fewer than `most` are left; null where they are few. */
function resetOf(known: Spent, { per }: Limit, now: Instant, most: number): Instant | null {
  let used = usedOf(known, { of: most, per }, now)
  for (const [end, count] of known) {
    if (end <= now - per) continue
    used -= count
    if (used < most) return end + per
  }
  return null
}

function add(known: Spent, end: Instant, count: number): Spent {
  const sums = new Map(known)
  sums.set(end, (sums.get(end) ?? 0) + count)
  return [...sums].filter(([, sum]) => sum > 0).toSorted(([a], [b]) => a - b)
}

/** Forgets what is older than a day, and counts by the hour what no limit by the hour can ask for. */
function compact(known: Spent, now: Instant): Spent {
  return known
    .filter(([end]) => end > now - DAY && end <= now + HOUR)
    .reduce<Spent>((kept, [end, count]) => {
      const hour = endOf(end - 1, HOUR)
      return add(kept, hour <= now - HOUR ? hour : end, count)
    }, [])
}

/** The end of the minute or the hour that holds an instant. */
function endOf(at: Instant, unit: number): Instant {
  return (Math.floor(at / unit) + 1) * unit
}
