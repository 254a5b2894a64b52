import { z } from 'zod'
import { MINUTE } from '../contest/instant.ts'

/** From this share of an hour's calls on the reading pauses, so that a person can still test and look. In percent. */
export const BUSY_FROM = 80
/** How long it pauses, where no header says it. The hour rolls on meanwhile. */
export const BUSY_PAUSE = 15 * MINUTE

const percent = z.number().min(0).catch(0)
const app = z.object({ call_count: percent, total_time: percent, total_cputime: percent })
const business = z.record(
  z.string(),
  z.array(app.extend({ estimated_time_to_regain_access: z.number().min(0).catch(0) })),
)

/** The highest percentage of either header; null where there is none. */
export function readUsage(headers: Headers): number | null {
  const one = app.safeParse(parse(headers.get('x-app-usage')))
  const all = [...(one.success ? [one.data] : []), ...businessUse(headers)]
  if (all.length === 0) return null
  return Math.max(...all.flatMap((use) => [use.call_count, use.total_time, use.total_cputime]))
}

/** In how many minutes the business may ask again; 0 where it may, or where nobody says. */
export function regainMinutes(headers: Headers): number {
  return Math.max(0, ...businessUse(headers).map((use) => use.estimated_time_to_regain_access))
}

function businessUse(headers: Headers) {
  const read = business.safeParse(parse(headers.get('x-business-use-case-usage')))
  return read.success ? Object.values(read.data).flat() : []
}

function parse(text: string | null): unknown {
  if (text === null) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
