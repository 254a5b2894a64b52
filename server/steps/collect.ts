import type { Context } from '../context.ts'
import { findSource, type SourceRow } from '../db/sources.ts'
import type { Connected } from '../sources/connect.ts'
import { SourceError } from '../sources/source.ts'
import { connect } from './connect-source.ts'
import { fillGaps } from './fill-gaps.ts'
import { followingOf, readTargets } from './followed.ts'
import { goOnAfter, restAfter } from './pace-source.ts'
import { type Brought, type ReadTarget, readTarget } from './read-target.ts'

export interface Collected extends Brought {
  failed: number
}

/**
 * Reads one source for every contest that follows it, and what it missed before. A failed read is recorded, the position
 * stays, and the source rests for a while; before that time has come, nothing is asked.
 */
export async function collect(ctx: Context, sourceId: number, signal: AbortSignal): Promise<Collected> {
  const collected: Collected = { posts: 0, entries: 0, skipped: 0, failed: 0 }
  const source = await findSource(ctx.db, sourceId)
  if (source?.state !== 'active' || (source.waitUntil ?? 0) > ctx.clock.now()) return collected
  const following = await followingOf(
    ctx,
    sourceId,
    (entries) => {
      collected.entries += entries
    },
    signal,
  )
  if (following.length === 0) return collected
  try {
    const connected = connect(ctx, source, signal)
    const targets = readTargets(connected, following)
    const { failure, read } = connected.hasPoll
      ? await readAll(ctx, source, connected, targets, collected)
      : { failure: null, read: targets }
    if (failure && !(failure.kind === 'refused' && read.length > 0)) throw failure
    if (failure) collected.failed++
    await fillGaps(ctx, source, connected, read, collected)
    await goOnAfter(ctx, source, connected.every, failure)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    collected.failed++
    await restAfter(ctx, source, error)
  }
  return collected
}

/**
 * Answers the first failure, and what was read. What went wrong with one target alone does not keep the others from being read;
 * one that the network refuses for good (a tag too many, a permission that is missing) does not make the source rest either.
 */
async function readAll(
  ctx: Context,
  source: SourceRow,
  connected: Connected,
  targets: ReadTarget[],
  collected: Collected,
): Promise<{ failure: SourceError | null; read: ReadTarget[] }> {
  const failures: SourceError[] = []
  const read: ReadTarget[] = []
  for (const target of targets) {
    try {
      await readTarget(ctx, source, connected, target, collected)
      read.push(target)
    } catch (error) {
      if (!isOfTarget(error)) throw error
      failures.push(error)
    }
  }
  collected.failed += Math.max(0, failures.length - 1)
  return { failure: failures.find(({ kind }) => kind !== 'refused') ?? failures[0] ?? null, read }
}

function isOfTarget(error: unknown): error is SourceError {
  return error instanceof SourceError && (error.kind === 'unreadable' || error.kind === 'refused')
}
