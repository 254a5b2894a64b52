import { DAY } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import type { Contest } from '../db/contests.ts'
import { findPublicEntry } from '../db/public-entries.ts'
import { insertReport } from '../db/reports.ts'
import type { ReportTable } from '../db/schema/entry-tables.ts'
import { networkOf } from '../net/client-network.ts'
import { Refusal } from '../refusal.ts'

/** Words a reader can add to a report. */
export const REPORT_TEXT_MAX = 1_000

/**
 * A reader asks a person to look at an entry. One report an entry, network and day; who it was is kept as a keyed hash
 * that changes daily. Throws `Refusal` where the entry is not public.
 */
export async function reportEntry(
  ctx: Context,
  contest: Contest,
  entryId: number,
  report: { reason: ReportTable['reason']; text: string; address: string },
): Promise<void> {
  const entry = await findPublicEntry(ctx.db, contest.id, entryId)
  if (!entry) throw new Refusal('not_found', `There is no public entry ${entryId} in ${contest.slug}.`)
  const now = ctx.clock.now()
  await insertReport(ctx.db, {
    entryId,
    reason: report.reason,
    text: report.text,
    reporter: ctx.secrets.mac('report', `${Math.floor(now / DAY)} ${networkOf(report.address)}`),
    at: now,
  })
}
