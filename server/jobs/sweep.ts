import { z } from 'zod'
import { DAY } from '../contest/instant.ts'
import { removeTakenDeliveries } from '../db/deliveries.ts'
import { foldQuietRuns } from '../db/fold-runs.ts'
import { removeExpired } from '../db/kept.ts'
import { listUnknownMedia, removeUnusedMedia } from '../db/media.ts'
import type { Job } from './job.ts'

const Data = z.object({})

/** Files younger than this may belong to a picture whose row is just being written. */
const SETTLED = DAY
const BATCH = 1_000
/** Reads younger than this are told one by one. */
const SINGLE_READS = 2 * DAY
/** Networks send again what they had no answer to, for a day and a half (Instagram, unverified); so long a delivery is known. */
export const DELIVERIES_KEPT = 7 * DAY

/** Clears away what nobody needs: ended sessions, half-written files, photographs held for too long, pictures that no post shows any more. */
export const sweep: Job<z.infer<typeof Data>> = {
  name: 'sweep',
  data: Data,
  rules: { concurrency: 1, retries: 1, retryAfter: 60, expiresAfter: 1_800 },
  schedule: '17 3 * * *',
  due: async () => [{}],
  key: () => 'all',
  async run(ctx, _data, signal) {
    const sessions = await removeExpired(ctx.db)
    const deliveries = await removeTakenDeliveries(ctx.db, ctx.clock.now() - DELIVERIES_KEPT)
    const reads = await foldQuietRuns(ctx.db, ctx.clock.now() - SINGLE_READS)
    const unused = await removeUnusedMedia(ctx.db, ctx.clock.now() - SETTLED)
    const temporary = (await ctx.temporary.sweep()) + (await ctx.held.sweep()) + (await ctx.store.sweep())
    let orphans = 0
    let names: string[] = []
    const remove = async () => {
      const ids = [...new Set(names.flatMap((name) => name.split('/')[1] ?? []))]
      const unknown = new Set(await listUnknownMedia(ctx.db, ids))
      for (const name of names) {
        if (!unknown.has(name.split('/')[1] ?? '')) continue
        await ctx.store.remove(name)
        orphans++
      }
      names = []
    }
    for await (const file of ctx.store.list()) {
      if (signal.aborted) break
      if (Date.now() - file.changedAt > SETTLED) names.push(file.name)
      if (names.length >= BATCH) await remove()
    }
    if (!signal.aborted) await remove()
    return { sessions, deliveries, reads, temporary, unused, orphans }
  },
}
