import { HOUR } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import { forgetPosts as forget, listToForget, removeMediumIfUnused } from '../db/forgotten.ts'
import { lockPosts } from '../db/posts.ts'
import { inTransaction } from '../db/transaction.ts'
import { allPaths } from '../media/names.ts'

/**
 * A post that is gone may come back (an account that was closed for an evening): it is kept for so long, with none of it
 * shown. With the job every hour, its pictures are removed within a day. One that its network called deleted is not waited for.
 */
export const FORGET_AFTER = 12 * HOUR
/** Posts of one transaction. */
const BATCH = 100

export interface Forgotten {
  posts: number
  pictures: number
}

/** Removes what was kept of posts that are gone: words, every earlier wording, and pictures that no other post shows. */
export async function forgetPosts(ctx: Context, signal: AbortSignal): Promise<Forgotten> {
  const counts: Forgotten = { posts: 0, pictures: 0 }
  const now = ctx.clock.now()
  for (;;) {
    const postIds = await listToForget(ctx.db, now - FORGET_AFTER, BATCH)
    if (postIds.length === 0 || signal.aborted) return counts
    const media = await inTransaction(ctx.db, async (tx) => {
      await lockPosts(tx, postIds)
      return forget(tx, postIds, now)
    })
    counts.posts += postIds.length
    for (const id of media) if (await removePicture(ctx, id)) counts.pictures++
  }
}

/**
 * The files go while the row's removal is not committed: another post that brings the same bytes waits for it, and whoever
 * stored them before finds them missing and begins anew (`fetchPicture`).
 */
async function removePicture(ctx: Context, id: string): Promise<boolean> {
  return inTransaction(ctx.db, async (tx) => {
    if (!(await removeMediumIfUnused(tx, id))) return false
    for (const path of allPaths(id)) await ctx.store.remove(path)
    return true
  })
}
