import { HOUR, type Instant, MINUTE } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import { type Contest, readContest } from '../db/contests.ts'
import { findSource, listFollowers, recordFailure, recordSuccess, type SourceRow } from '../db/sources.ts'
import { SourceError } from '../sources/source.ts'
import { catchUp, takesFrom } from './catch-up.ts'
import { connect } from './connect-source.ts'
import { createJudge } from './judge.ts'
import { type Brought, type ReadTarget, readTarget } from './read-target.ts'

/** First pause after a failed read; doubled with each further failure. */
export const BACK_OFF = MINUTE
/** No pause is longer, whatever a network asks for: what was put right is noticed within the hour. */
export const LONGEST_PAUSE = HOUR

export interface Collected extends Brought {
  failed: number
}

/**
 * Reads one source for every contest that follows it. A failed read is recorded, the position stays, and the source
 * rests for a while; before that time has come, nothing is asked.
 */
export async function collect(ctx: Context, sourceId: number, signal: AbortSignal): Promise<Collected> {
  const collected: Collected = { posts: 0, entries: 0, skipped: 0, failed: 0 }
  const source = await findSource(ctx.db, sourceId)
  if (source?.state !== 'active' || (source.waitUntil ?? 0) > ctx.clock.now()) return collected
  const targets = await targetsOf(ctx, sourceId, collected, signal)
  if (targets.length === 0) return collected
  const failure = await readTargets(ctx, source, targets, collected, signal)
  if (failure) await restAfter(ctx, source, failure)
  else await recordSuccess(ctx.db, sourceId, ctx.clock.now())
  return collected
}

/** Collection goes on after closing for the time of grace: posts made before are still seen, later ones told why not. */
export function collects(contest: Contest, now: Instant): boolean {
  return now < contest.rules.closesAt + contest.rules.grace + HOUR
}

/** What the contests that follow a source ask for. A contest that is new to the source is brought up to date first. */
async function targetsOf(
  ctx: Context,
  sourceId: number,
  collected: Collected,
  signal: AbortSignal,
): Promise<ReadTarget[]> {
  const now = ctx.clock.now()
  const targets = new Map<string, ReadTarget>()
  for (const { contestId, hasCaughtUp } of await listFollowers(ctx.db, sourceId)) {
    const contest = await readContest(ctx.db, contestId)
    const [tag] = contest.rules.campaignTags
    if (!tag || !collects(contest, now)) continue
    const judge = await createJudge(ctx.db, contestId)
    if (!hasCaughtUp) collected.entries += await catchUp(ctx, sourceId, judge, signal)
    const from = takesFrom(contest)
    const target = targets.getOrInsertComputed(tag.canonical, () => ({ tag, from, judges: [] }))
    target.judges.push(judge)
    target.from = Math.min(target.from, from)
  }
  return [...targets.values()]
}

/** Answers the first failure. What went wrong with one tag alone does not keep the others from being read. */
async function readTargets(
  ctx: Context,
  source: SourceRow,
  targets: ReadTarget[],
  collected: Collected,
  signal: AbortSignal,
): Promise<SourceError | null> {
  let failure: SourceError | null = null
  try {
    const connected = connect(ctx, source, signal)
    for (const target of targets) {
      await readTarget(ctx, source, connected, target, collected).catch((error: unknown) => {
        if (!isOfTarget(error)) throw error
        collected.failed++
        failure ??= error
      })
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    collected.failed++
    return error
  }
  return failure
}

function isOfTarget(error: unknown): error is SourceError {
  return error instanceof SourceError && (error.kind === 'unreadable' || error.kind === 'refused')
}

/** Doubling pauses with up to a quarter of jitter, so that servers which failed together do not return together. */
async function restAfter(ctx: Context, source: SourceRow, error: SourceError): Promise<void> {
  const now = ctx.clock.now()
  const pause = Math.min(BACK_OFF * 2 ** Math.min(source.failures, 10), LONGEST_PAUSE)
  const jittered = pause * (0.75 + Math.random() / 4)
  const asked = error.waitUntil === null ? now : Math.min(error.waitUntil, now + LONGEST_PAUSE)
  await recordFailure(ctx.db, source.id, {
    error: error.message,
    waitUntil: Math.round(Math.max(now + jittered, asked)),
    needsAttention: error.kind === 'needs_attention',
  })
  ctx.log.warn({ source: source.id, kind: error.kind }, 'source failed')
}
