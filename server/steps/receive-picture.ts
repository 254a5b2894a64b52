import type { Context } from '../context.ts'
import type { Incoming } from '../media/incoming.ts'
import { type Received, receiveIncoming } from '../media/receive.ts'
import { PictureRefused } from '../media/refused.ts'
import { StoreError } from '../media/store.ts'
import { Refusal } from '../refusal.ts'

/** Takes a picture that somebody waits for, out of a file taken in. Throws `Refusal` with words for them; `field` is where they chose it. */
export async function receivePicture(ctx: Context, file: Incoming, field: string): Promise<Received> {
  try {
    return await receiveIncoming(file, ctx)
  } catch (error) {
    if (error instanceof StoreError && error.kind === 'full') {
      throw new Refusal(
        'storage_full',
        'No more pictures can be taken right now: the disk is full. Try again later.',
        { cause: error },
      )
    }
    if (!(error instanceof PictureRefused)) throw error
    throw new Refusal(error.code === 'too_large' ? 'too_large' : 'invalid', error.message, {
      faults: [
        {
          field,
          found: error.message,
          expected: 'a JPEG, PNG, WebP, GIF, AVIF or HEIC picture of at most 20 MB',
        },
      ],
      cause: error,
    })
  }
}
