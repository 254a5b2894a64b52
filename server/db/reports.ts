import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'
import type { ReportTable } from './schema/entry-tables.ts'

/** Answers whether it was new: one reader reports an entry once. */
export async function insertReport(
  db: Db,
  report: { entryId: number; reason: ReportTable['reason']; text: string; reporter: string; at: Instant },
): Promise<boolean> {
  const rows = await db
    .insertInto('report')
    .values({
      entry_id: report.entryId,
      reason: report.reason,
      text: report.text,
      reporter: report.reporter,
      reported_at: at(report.at),
    })
    .onConflict((oc) => oc.constraint('report_once').doNothing())
    .returning('id')
    .execute()
  return rows.length === 1
}

/** A person has looked: every open report of the entry is answered. */
export async function closeReports(db: Db, entryId: number, now: Instant): Promise<void> {
  await db
    .updateTable('report')
    .set({ closed_at: at(now) })
    .where('entry_id', '=', entryId)
    .where('closed_at', 'is', null)
    .execute()
}
