import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { type Incoming, takeIn } from '../media/incoming.ts'
import { PictureRefused } from '../media/refused.ts'
import { StoreError } from '../media/store.ts'
import { Refusal } from '../refusal.ts'

/** Takes in the one file of a form. Throws `Refusal` where it is missing or too large. */
export async function takeOnlyFile(ctx: Context, request: FastifyRequest, name: string): Promise<Incoming> {
  const part = await request.file({ limits: { files: 1 } })
  if (part?.fieldname === name) return takeFile(ctx, part.file, `body.${name}`)
  part?.file.resume()
  const found = part ? `a file in the field "${part.fieldname}"` : 'nothing'
  throw new Refusal('invalid', `body.${name}: found ${found}, expected a picture.`, {
    faults: [{ field: `body.${name}`, found, expected: 'a picture' }],
  })
}

/** Takes an uploaded file in as it comes. Throws `Refusal`; the rest of the request is read away then. */
export async function takeFile(ctx: Context, file: Readable, field: string): Promise<Incoming> {
  try {
    return await takeIn(file, ctx.temporary)
  } catch (error) {
    file.resume()
    if (error instanceof StoreError && error.kind === 'full') {
      const words = 'No more pictures can be taken right now: the disk is full. Try again later.'
      throw new Refusal('storage_full', words, { cause: error })
    }
    if (!(error instanceof PictureRefused)) throw error
    throw new Refusal('too_large', error.message, {
      faults: [{ field, found: error.message, expected: 'a picture of at most 20 MB' }],
      cause: error,
    })
  }
}
