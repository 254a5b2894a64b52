import { MINUTE, SECOND } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import { readPosition, savePosition } from '../db/positions.ts'
import { findSource, recordHeard, type SourceRow } from '../db/sources.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Connected } from '../sources/connect.ts'
import { SourceError } from '../sources/source.ts'
import { connect } from './connect-source.ts'
import { followingOf, readTargets } from './followed.ts'
import { restAfter } from './pace-source.ts'
import { type Brought, type ReadTarget, recordRun } from './read-target.ts'
import { storeBatch } from './store-batch.ts'

/** The position of a stream, which is one for all that is followed. */
export const STREAM = 'stream'
/** After so long a stream is left and taken up again, so that a contest which opened meanwhile is followed. */
export const STREAM_TURN = 5 * MINUTE
/** How often it is looked whether the source was paused meanwhile. */
export const STREAM_LOOK = 5 * SECOND

export interface Streamed extends Brought {
  failed: number
}

/**
 * Listens to a source for one turn, in real time; the next turn goes on from the position this one leaves. A source that is
 * not active any more is left within `look` milliseconds.
 */
export async function followStream(
  ctx: Context,
  sourceId: number,
  signal: AbortSignal,
  { turn = STREAM_TURN, look = STREAM_LOOK } = {},
): Promise<Streamed> {
  const streamed: Streamed = { posts: 0, entries: 0, skipped: 0, failed: 0 }
  const source = await findSource(ctx.db, sourceId)
  if (source?.state !== 'active' || isResting(source, ctx.clock.now())) return streamed
  const following = await followingOf(
    ctx,
    sourceId,
    (entries) => {
      streamed.entries += entries
    },
    signal,
  )
  if (following.length === 0) return streamed
  const watch = watchState(ctx, sourceId, look)
  try {
    const leave = AbortSignal.any([signal, AbortSignal.timeout(turn), watch.signal])
    const connected = connect(ctx, source, leave)
    if (connected.hasStream) await listen(ctx, source, connected, readTargets(connected, following), streamed)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    streamed.failed++
    await restAfter(ctx, source, error)
  } finally {
    watch.stop()
  }
  return streamed
}

/** Its signal ends when the source is not active any more. */
function watchState(ctx: Context, sourceId: number, look: number): { signal: AbortSignal; stop(): void } {
  const left = new AbortController()
  const timer = setInterval(async () => {
    const source = await findSource(ctx.db, sourceId).catch(() => undefined)
    // A database that does not answer says nothing about the source.
    if (source !== undefined && source?.state !== 'active') left.abort()
  }, look)
  return { signal: left.signal, stop: () => clearInterval(timer) }
}

async function listen(
  ctx: Context,
  source: SourceRow,
  connected: Connected,
  targets: ReadTarget[],
  streamed: Streamed,
): Promise<void> {
  const judges = [...new Set(targets.flatMap((target) => target.judges))]
  const from = targets.reduce((least, target) => Math.min(least, target.from), Number.POSITIVE_INFINITY)
  await recordRun(ctx, { sourceId: source.id, target: STREAM, way: 'stream' }, streamed, async (count) => {
    const known = await readPosition(ctx.db, source.id, STREAM)
    // A contest that asks for older posts than were ever taken has everything read anew, as far as the stream goes back.
    const reached = known !== null && known.readsFrom <= from ? known : null
    const place = { sourceId: source.id, target: STREAM, readsFrom: reached?.readsFrom ?? from }
    const wanted = targets.map(({ target }) => target)
    for await (const batch of connected.stream(wanted, reached?.cursor, from)) {
      const now = ctx.clock.now()
      const inWindow = {
        ...batch,
        changes: batch.changes.filter((one) => one.kind !== 'upsert' || one.post.postedAt >= from),
      }
      const stored = await inTransaction(ctx.db, async (tx) => {
        const stored = await storeBatch(ctx, tx, source, judges, inWindow)
        const { cursor, completeUntil } = batch
        await savePosition(tx, { ...place, cursor, completeUntil, now })
        return stored
      })
      await recordHeard(ctx.db, source.id, now)
      // A stream tells of everybody's deletions: what a run has seen are posts.
      count({ ...inWindow, changes: inWindow.changes.filter(({ kind }) => kind === 'upsert') }, stored)
    }
  })
}

/** A source that failed rests; one that merely was read a moment ago does not. */
export function isResting({ failures, waitUntil }: SourceRow, now: number): boolean {
  return failures > 0 && (waitUntil ?? 0) > now
}
