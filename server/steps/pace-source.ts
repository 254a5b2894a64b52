import type { Instant } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import { raiseAlert } from '../db/alerts.ts'
import { recordFailure, recordSuccess, type SourceRow } from '../db/sources.ts'
import { nextRead, nextTry } from '../sources/pace.ts'
import type { SourceError } from '../sources/source.ts'

/**
 * The source was read: says when it is next. `every`: the least time between two reads, in milliseconds; `but`: what was
 * refused for good beside what was read.
 */
export async function goOnAfter(
  ctx: Context,
  source: SourceRow,
  every: number,
  but: SourceError | null = null,
): Promise<void> {
  const now = ctx.clock.now()
  const next = nextRead(now, every, Math.random())
  await recordSuccess(ctx.db, source.id, now, next, but?.message ?? null)
}

/** Lets a source rest after a failure. One that a person has to look at says so at once, and is asked nothing more. */
export async function restAfter(ctx: Context, source: SourceRow, error: SourceError): Promise<void> {
  const now: Instant = ctx.clock.now()
  const needsAttention = error.kind === 'needs_attention'
  await recordFailure(ctx.db, source.id, {
    error: error.message,
    waitUntil: nextTry(now, source.failures, error.waitUntil, Math.random()),
    needsAttention,
  })
  if (needsAttention) {
    await raiseAlert(ctx.db, { sourceId: source.id, code: 'needs_attention', message: error.message }, now)
  }
  ctx.log.warn({ source: source.id, kind: error.kind }, 'source failed')
}
