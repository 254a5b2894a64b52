import type { Fault } from '../../../web/views.ts'
import type { Context } from '../../context.ts'
import type { Contest } from '../../db/contests.ts'
import type { HeldPhoto } from '../../media/held.ts'
import type { Incoming } from '../../media/incoming.ts'
import { Refusal } from '../../refusal.ts'
import { takeUpload, type UploadForm } from '../../steps/take-upload.ts'

/** A form that goes back to whoever sent it, with the photographs that are still good. */
export interface SentBack {
  status: 400 | 429
  faults: Fault[]
  photos: HeldPhoto[]
}

/** Sends held photographs as one upload. Those that cannot be read are named and dropped, the others stay held. */
export async function sendPhotos(
  ctx: Context,
  contest: Contest,
  form: UploadForm,
  photos: readonly HeldPhoto[],
): Promise<{ receipt: string } | SentBack> {
  const claimed: { photo: HeldPhoto; file: Incoming }[] = []
  const giveBack = async (refused: ReadonlySet<HeldPhoto>) => {
    for (const { photo } of claimed)
      await (refused.has(photo) ? ctx.held.remove(photo.id) : ctx.held.giveBack(photo))
  }
  for (const photo of photos) {
    const file = await ctx.held.claim(photo)
    if (file) claimed.push({ photo, file })
  }
  if (claimed.length < photos.length) {
    await giveBack(new Set())
    return {
      status: 400,
      faults: [{ field: 'photo', code: 'photoGone' }],
      photos: claimed.map(({ photo }) => photo),
    }
  }
  try {
    const sent = await takeUpload(
      ctx,
      contest,
      form,
      claimed.map(({ file }) => file),
    )
    for (const { id } of photos) await ctx.held.remove(id)
    return sent
  } catch (error) {
    const refused = refusedPhotos(error, photos)
    await giveBack(new Set(refused.keys()))
    if (refused.size === 0) throw error
    return {
      status: 400,
      faults: [...refused.values()],
      photos: photos.filter((photo) => !refused.has(photo)),
    }
  }
}

/** What is wrong with which photograph, in the words of the form; empty for other errors. */
function refusedPhotos(error: unknown, photos: readonly HeldPhoto[]): Map<HeldPhoto, Fault> {
  const refused = new Map<HeldPhoto, Fault>()
  if (!(error instanceof Refusal)) return refused
  for (const { field, found } of error.faults) {
    const photo = photos[Number(/^body\.photo\[(\d+)\]$/.exec(field)?.[1] ?? -1)]
    if (photo) refused.set(photo, { field: 'photo', code: 'notPicture', detail: { file: photo.name, found } })
  }
  return refused
}
