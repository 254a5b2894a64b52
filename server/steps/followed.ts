import type { Hashtag } from '../contest/hashtag.ts'
import { HOUR, type Instant } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import { type Contest, readContest } from '../db/contests.ts'
import { listFollowers } from '../db/sources.ts'
import type { Connected } from '../sources/connect.ts'
import { targetKey } from '../sources/target.ts'
import { catchUp, takesFrom } from './catch-up.ts'
import { createJudge, type Judge } from './judge.ts'
import type { ReadTarget } from './read-target.ts'

/** An open contest that takes in what its sources bring. */
export interface Following {
  tag: Hashtag
  from: Instant
  judge: Judge
}

/** Collection goes on after closing for the time of grace: posts made before are still seen, later ones told why not. */
export function collects(contest: Contest, now: Instant): boolean {
  return now < contest.rules.closesAt + contest.rules.grace + HOUR
}

/**
 * The contests that follow a source and still collect. One that is new to the source is brought up to date first;
 * `caughtUp` hears how many entries that made.
 */
export async function followingOf(
  ctx: Context,
  sourceId: number,
  caughtUp: (entries: number) => void,
  signal: AbortSignal,
): Promise<Following[]> {
  const now = ctx.clock.now()
  const following: Following[] = []
  for (const { contestId, hasCaughtUp } of await listFollowers(ctx.db, sourceId)) {
    const contest = await readContest(ctx.db, contestId)
    const [tag] = contest.rules.campaignTags
    if (!tag || !collects(contest, now)) continue
    const judge = await createJudge(ctx.db, contestId)
    if (!hasCaughtUp) caughtUp(await catchUp(ctx, sourceId, judge, signal))
    following.push({ tag, from: takesFrom(contest), judge })
  }
  return following
}

/** What a source is read for. A target that is no tag belongs to every contest that follows the source. */
export function readTargets(connected: Connected, following: readonly Following[]): ReadTarget[] {
  const tags = new Map(following.map(({ tag }) => [tag.canonical, tag]))
  return connected.targets([...tags.values()]).flatMap((target) => {
    const key = targetKey(target)
    const asking = following.filter(({ tag }) => !('tag' in target) || targetKey({ tag }) === key)
    if (asking.length === 0) return []
    const from = asking.reduce((least, one) => Math.min(least, one.from), Number.POSITIVE_INFINITY)
    return [{ target, from, judges: asking.map(({ judge }) => judge) }]
  })
}
