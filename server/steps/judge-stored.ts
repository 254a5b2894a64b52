import type { Instant } from '../contest/instant.ts'
import { listContestsOfPosts } from '../db/entries.ts'
import { readEvidence } from '../db/evidence.ts'
import type { Tx } from '../db/pool.ts'
import { lockPosts } from '../db/posts.ts'
import { createJudge } from './judge.ts'
import { judgePosts } from './judge-posts.ts'

/**
 * Judges posts again in every contest they have entries in: a picture arrived, a post is gone. Answers the contests in
 * which everybody sees something of it.
 */
export async function judgeStored(tx: Tx, postIds: number[], now: Instant): Promise<number[]> {
  await lockPosts(tx, postIds)
  const contests = await listContestsOfPosts(tx, postIds)
  if (contests.length === 0) return []
  const evidence = await readEvidence(tx, postIds)
  const shown: number[] = []
  for (const contestId of contests) {
    const judged = await judgePosts(tx, await createJudge(tx, contestId), evidence, now)
    if (judged.isPublic) shown.push(contestId)
  }
  return shown
}
