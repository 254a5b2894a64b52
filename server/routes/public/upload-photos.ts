import type { Readable } from 'node:stream'
import type { Fault } from '../../../web/views.ts'
import type { Context } from '../../context.ts'
import type { HeldPhoto } from '../../media/held.ts'
import { MAX_BYTES } from '../../media/limits.ts'
import { Refusal } from '../../refusal.ts'
import { newToken } from '../../secrets.ts'
import { BYTES_PER_UPLOAD, PHOTOS_PER_UPLOAD } from '../../steps/take-upload.ts'
import { takeFile } from '../take-file.ts'

/** Characters of a file's name that are kept to tell photographs apart. */
export const FILE_NAME_MAX = 60
/** More files than are taken are counted, to say so; more than this is no form of ours. */
export const FILES_READ = 3 * PHOTOS_PER_UPLOAD

/** The photograph, what is wrong with it, or null where no file was chosen. */
export async function takePhoto(
  ctx: Context,
  file: Readable,
  filename: string | undefined,
  contest: string,
): Promise<HeldPhoto | Fault | null> {
  const name = fileName(filename ?? '')
  try {
    const incoming = await takeFile(ctx, file, 'body.photo')
    if (incoming.bytes > 0) return await ctx.held.keep(incoming, { id: newToken(), name, contest })
    await incoming.remove()
    return filename ? { field: 'photo', code: 'emptyFile', detail: { file: name } } : null
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'too_large') throw error
    const limit = MAX_BYTES / 1e6
    return { field: 'photo', code: 'tooLarge', detail: { file: name, limit, found: `> ${limit}` } }
  }
}

/** Those that were here before the form came, in the order the form names them. */
export async function findHeld(
  ctx: Context,
  ids: readonly string[],
  contest: string,
): Promise<(HeldPhoto | Fault)[]> {
  const found: (HeldPhoto | Fault)[] = []
  for (const id of new Set(ids.slice(0, FILES_READ)))
    found.push((await ctx.held.find(id, contest)) ?? { field: 'photo', code: 'photoGone' })
  return found
}

export function isHeld(photo: HeldPhoto | Fault): photo is HeldPhoto {
  return 'bytes' in photo
}

/** What is wrong with the photographs; `more` is how many came besides and were not read. */
export function photoFaults(all: readonly (HeldPhoto | Fault)[], more: number): Fault[] {
  const faults = all.filter((one): one is Fault => !isHeld(one))
  const found = all.length + more
  if (found === 0) return [{ field: 'photo', code: 'missing' }]
  if (found > PHOTOS_PER_UPLOAD)
    faults.push({ field: 'photo', code: 'tooManyPhotos', detail: { n: PHOTOS_PER_UPLOAD, found } })
  const bytes = all.reduce((sum, photo) => sum + (isHeld(photo) ? photo.bytes : 0), 0)
  if (bytes > BYTES_PER_UPLOAD) {
    const detail = { limit: BYTES_PER_UPLOAD / 1e6, found: Math.ceil(bytes / 1e5) / 10 }
    faults.push({ field: 'photo', code: 'tooLargeTogether', detail })
  }
  return faults
}

/** A file's name as it is shown to whoever sent it: without folders and control characters, and not too long. */
export function fileName(given: string): string {
  const name = (given.toWellFormed().split(/[/\\]/).at(-1) ?? '').replace(/\p{C}/gu, '').trim()
  return [...name].slice(-FILE_NAME_MAX).join('')
}
