import type { Context } from '../context.ts'
import { lockContest, touchContests } from '../db/contests.ts'
import { setRespectHints } from '../db/new-contest.ts'
import { inTransaction } from '../db/transaction.ts'

/** Whether a contest keeps to what authors ask of whoever shows their posts. What it shows changes at once. */
export async function respectHints(ctx: Context, contestId: number, respect: boolean): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    await lockContest(tx, contestId)
    await setRespectHints(tx, contestId, respect)
    await touchContests(tx, [contestId])
  })
  ctx.events.tell({ contest: contestId })
}
