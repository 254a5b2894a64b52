import type { Context } from '../context.ts'
import { listOpenGaps, recordFilled } from '../db/gaps.ts'
import type { SourceRow } from '../db/sources.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Connected } from '../sources/connect.ts'
import { targetKey } from '../sources/target.ts'
import { type Brought, type ReadTarget, recordRun } from './read-target.ts'
import { storeBatch } from './store-batch.ts'

/** Gaps filled in one read; the next one goes on. */
const AT_ONCE = 4

/**
 * Reads in another way what the usual one has missed. A gap counts as filled when every target was read for it to the end;
 * a source that knows no other way leaves it open, for everybody to see.
 */
export async function fillGaps(
  ctx: Context,
  source: SourceRow,
  { fill }: Connected,
  targets: ReadTarget[],
  brought: Brought,
): Promise<void> {
  if (fill === null) return
  for (const gap of await listOpenGaps(ctx.db, source.id, AT_ONCE)) {
    let posts = 0
    let partial: string | undefined
    for (const { target, judges } of targets) {
      const run = { sourceId: source.id, target: targetKey(target), way: 'fill' } as const
      await recordRun(ctx, run, brought, async (count) => {
        for await (const batch of fill(target, gap)) {
          const stored = await inTransaction(ctx.db, (tx) => storeBatch(ctx, tx, source, judges, batch))
          posts += stored.stored
          partial ??= batch.partial
          count(batch, stored)
        }
      })
    }
    const how = [`${posts} posts that were missed`, partial].filter((words) => words !== undefined).join('; ')
    const filled = { how, found: posts, partial: partial ?? null }
    await recordFilled(ctx.db, gap.id, filled, ctx.clock.now())
  }
}
