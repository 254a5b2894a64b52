import type { Instant } from '../contest/instant.ts'
import { listContestsOfPosts } from '../db/entries.ts'
import { readEvidence } from '../db/evidence.ts'
import type { Tx } from '../db/pool.ts'
import { lockPosts } from '../db/posts.ts'
import { createJudge } from './judge.ts'
import { judgePosts } from './judge-posts.ts'

/**
 * Judges each post again in the contests it has entries in, and in no other: a picture arrived, a post is gone. Answers
 * the contests in which everybody sees something of it.
 */
export async function judgeStored(tx: Tx, postIds: number[], now: Instant): Promise<number[]> {
  await lockPosts(tx, postIds)
  const contests = await listContestsOfPosts(tx, postIds)
  if (contests.size === 0) return []
  const known = new Map((await readEvidence(tx, postIds)).map((evidence) => [evidence.postId, evidence]))
  const shown: number[] = []
  for (const [contestId, entered] of contests) {
    const posts = entered.flatMap((id) => known.get(id) ?? [])
    const judged = await judgePosts(tx, await createJudge(tx, contestId), posts, now)
    if (judged.isPublic) shown.push(contestId)
  }
  return shown
}
