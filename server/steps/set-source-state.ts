import type { Context } from '../context.ts'
import { clearAlerts } from '../db/alerts.ts'
import { findSource, saveSettings, setSourceState } from '../db/sources.ts'
import { inTransaction } from '../db/transaction.ts'
import { beginPause, endPause } from '../db/watch.ts'
import { sealSettings } from './connect-source.ts'

/**
 * Pauses a source, or lets it go on at once whatever it was waiting for: then nothing is wrong with it until it says so.
 * Its position stays.
 */
export async function pauseOrResume(
  ctx: Context,
  sourceId: number,
  state: 'active' | 'paused',
): Promise<void> {
  const now = ctx.clock.now()
  await inTransaction(ctx.db, async (tx) => {
    await setSourceState(tx, sourceId, state, now)
    if (state === 'paused') return await beginPause(tx, sourceId, now)
    await endPause(tx, sourceId, now)
    await clearAlerts(tx, sourceId, ['needs_attention', 'silent'], now)
  })
}

/**
 * Gives a source other settings of its kind, sealed; what was read and remembered stays. One that needed attention goes on
 * at once, a paused one stays paused. Throws `Refusal` naming each setting that does not fit.
 */
export async function changeSettings(
  ctx: Context,
  source: { id: number; kind: string },
  settings: unknown,
): Promise<void> {
  const sealed = sealSettings(ctx, source.kind, settings)
  await saveSettings(ctx.db, source.id, sealed)
  const changed = await findSource(ctx.db, source.id)
  if (changed?.state !== 'paused') await pauseOrResume(ctx, source.id, 'active')
}
