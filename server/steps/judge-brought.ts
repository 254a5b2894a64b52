import type { Instant } from '../contest/instant.ts'
import { listContestsOfPosts } from '../db/entries.ts'
import { readEvidence, type StoredEvidence } from '../db/evidence.ts'
import type { Tx } from '../db/pool.ts'
import { listUnjudged, lockPosts } from '../db/posts.ts'
import { createJudge, type Judge } from './judge.ts'
import { judgePosts } from './judge-posts.ts'

/** Posts as storing left them: all that is known of new ones, the ids of edited ones and of those that stayed the same. */
export interface JustStored {
  fresh: StoredEvidence[]
  edited: number[]
  same: number[]
}

/**
 * Judges posts that were just stored for the contests that follow their source; edited ones also where else they have
 * entries, and known ones where another source had brought them first, so that this contest has not seen them yet.
 * Answers the new entries, and the contests in which everybody sees something of it.
 */
export async function judgeBrought(
  tx: Tx,
  judges: Judge[],
  { fresh, edited, same }: JustStored,
  now: Instant,
): Promise<{ entries: number; shown: number[] }> {
  const missed = new Map<number, number[]>()
  for (const { contest } of judges) missed.set(contest.id, await listUnjudged(tx, contest.id, same))
  const late = [...new Set([...missed.values()].flat())]
  await lockPosts(tx, late)
  const known = new Map(
    (await readEvidence(tx, [...edited, ...late])).map((evidence) => [evidence.postId, evidence]),
  )
  const following = new Map(judges.map((judge) => [judge.contest.id, judge]))
  const entered = await listContestsOfPosts(tx, edited)
  const outcome = { entries: 0, shown: [] as number[] }
  for (const contestId of [...new Set([...following.keys(), ...entered.keys()])].sort((a, b) => a - b)) {
    const judge = following.get(contestId)
    const ids = judge ? [...edited, ...(missed.get(contestId) ?? [])] : (entered.get(contestId) ?? [])
    const again = ids.flatMap((id) => known.get(id) ?? [])
    const judged = await judgePosts(
      tx,
      judge ?? (await createJudge(tx, contestId)),
      judge ? [...fresh, ...again] : again,
      now,
    )
    outcome.entries += judged.entries
    if (judged.isPublic) outcome.shown.push(contestId)
  }
  return outcome
}
