import { DAY, type Instant } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import type { Contest } from '../db/contests.ts'
import { readEvidence } from '../db/evidence.ts'
import { listSighted, lockPosts } from '../db/posts.ts'
import { recordCaughtUp } from '../db/sources.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Judge } from './judge.ts'
import { judgePosts } from './judge-posts.ts'

/** Posts made this long before the opening are read too: who was early is told so. */
export const LOOK_BACK = 7 * DAY
/** Posts judged in one transaction. */
const BATCH = 200

/** The time of the earliest post that a contest takes in. */
export function takesFrom({ rules }: Contest): Instant {
  return rules.opensAt - LOOK_BACK
}

/**
 * Judges for a contest what a source had brought before the contest followed it: for other contests with the same tag.
 * Safe to repeat. Answers the new entries.
 */
export async function catchUp(
  ctx: Context,
  sourceId: number,
  judge: Judge,
  signal: AbortSignal,
): Promise<number> {
  const { contest } = judge
  let entries = 0
  let after: number | undefined = 0
  while (after !== undefined) {
    signal.throwIfAborted()
    const from = { since: takesFrom(contest), after }
    const ids = await listSighted(ctx.db, sourceId, from, BATCH)
    const judged = await inTransaction(ctx.db, async (tx) => {
      await lockPosts(tx, ids)
      return judgePosts(tx, judge, await readEvidence(tx, ids), ctx.clock.now())
    })
    entries += judged.entries
    if (judged.isPublic) ctx.events.tell({ contest: contest.id })
    after = ids.at(-1)
  }
  await recordCaughtUp(ctx.db, contest.id, sourceId, ctx.clock.now())
  return entries
}
