import { setImmediate } from 'node:timers/promises'
import type { Context } from '../context.ts'
import { listContestsShowing, listFingerprints, saveFingerprint, storeLikenesses } from '../db/media.ts'
import { distance, type Fingerprint, LEAST_QUALITY, LOOK_ALIKE } from '../media/fingerprint.ts'
import { renditionPath } from '../media/names.ts'
import { PictureRefused } from '../media/refused.ts'

/** Comparisons in a row before others get their turn: about 10 ms. */
const IN_A_ROW = 200

/**
 * Takes a picture's fingerprint and notes which others of the same contests look like it. It only flags: moderators see
 * the pairs side by side, and nothing is refused by a hash. The fingerprint is stored before any other is looked at, so
 * that of two pictures taken at once at least the later one meets the other.
 */
export async function fingerprintMedia(
  ctx: Context,
  mediaId: string,
): Promise<{ taken: number; alike: number }> {
  const print = await take(ctx, mediaId)
  await saveFingerprint(ctx.db, mediaId, print, ctx.clock.now())
  const pairs = new Map<string, number>()
  if (print && print.quality >= LEAST_QUALITY) {
    for (const contestId of await listContestsShowing(ctx.db, mediaId)) {
      const others = await listFingerprints(ctx.db, contestId, mediaId, LEAST_QUALITY)
      for (const [i, other] of others.entries()) {
        if (i % IN_A_ROW === IN_A_ROW - 1) await setImmediate()
        const bits = distance(print, other)
        if (bits <= LOOK_ALIKE) pairs.set(other.id, bits)
      }
    }
  }
  await storeLikenesses(
    ctx.db,
    [...pairs].map(([otherId, bits]) => ({ mediaId, otherId, distance: bits })),
  )
  return { taken: print ? 1 : 0, alike: pairs.size }
}

async function take(ctx: Context, mediaId: string): Promise<Fingerprint | null> {
  const master = await ctx.store.get(renditionPath(mediaId, 'master.jpg'))
  if (!master) return null
  try {
    return await ctx.renderer.fingerprint(master)
  } catch (error) {
    if (error instanceof PictureRefused) return null
    throw error
  }
}
