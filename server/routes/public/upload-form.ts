import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Fault } from '../../../web/views.ts'
import type { Context } from '../../context.ts'
import type { Item } from '../../db/items.ts'
import type { Incoming } from '../../media/incoming.ts'
import { MAX_BYTES } from '../../media/limits.ts'
import { Refusal } from '../../refusal.ts'
import { textFault } from '../storable-text.ts'
import { takeFile } from '../take-file.ts'

export interface UploadValues {
  item: string
  name: string
  email: string
  words: string
  consent: boolean
}

/** What the form held; `faults` in the words of the page. */
export type ReadUpload =
  | { ok: true; values: UploadValues; photo: Incoming }
  | { ok: false; values: UploadValues; faults: Fault[] }

/** Characters, as the form says them too. */
export const NAME_MAX = 60
export const WORDS_MAX = 200
/** RFC 5321 section 4.5.3.1.3. */
export const EMAIL_MAX = 254
const Email = z.email()

/**
 * Reads the upload form. The file goes to a temporary one as it comes in, and is removed again where anything is wrong
 * with the form: what was typed is kept, a file cannot be.
 */
export async function readUpload(
  ctx: Context,
  request: FastifyRequest,
  items: Item[],
  isOpen: boolean,
): Promise<ReadUpload> {
  const fields = new Map<string, string>()
  let photo: Incoming | Fault | null = null
  try {
    for await (const part of request.parts({
      limits: { files: 1, fields: 12, fieldSize: 20_000, parts: 16 },
    })) {
      if (part.type === 'field') fields.set(part.fieldname, textOf(part.fieldname, part.value))
      else if (part.fieldname === 'photo') photo = await takePhoto(ctx, part.file)
      else part.file.resume()
    }
    const values = valuesOf(fields)
    const faults = [...faultsOf(values, items, isOpen), ...photoFaults(photo)]
    if (faults.length > 0 || !isFile(photo)) return { ok: false, values, faults }
    const taken = photo
    photo = null
    return { ok: true, values, photo: taken }
  } finally {
    if (isFile(photo)) await photo.remove()
  }
}

/** The file, or what is wrong with it. */
async function takePhoto(ctx: Context, file: Readable): Promise<Incoming | Fault> {
  try {
    return await takeFile(ctx, file, 'body.photo')
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'too_large') throw error
    return {
      field: 'photo',
      code: 'tooLarge',
      detail: { limit: MAX_BYTES / 1e6, found: `> ${MAX_BYTES / 1e6}` },
    }
  }
}

function textOf(name: string, value: unknown): string {
  if (typeof value !== 'string') return ''
  const fault = textFault(value, `body.${name}`)
  if (!fault) return value.trim()
  const words = `${fault.field}: found ${fault.found}, expected ${fault.expected}.`
  throw new Refusal('invalid', words, { faults: [fault] })
}

function isFile(photo: Incoming | Fault | null): photo is Incoming {
  return photo !== null && 'path' in photo
}

function valuesOf(fields: ReadonlyMap<string, string>): UploadValues {
  return {
    item: fields.get('item') ?? '',
    name: fields.get('name') ?? '',
    email: fields.get('email') ?? '',
    words: fields.get('words') ?? '',
    consent: (fields.get('consent') ?? '') !== '',
  }
}

function faultsOf(values: UploadValues, items: Item[], isOpen: boolean): Fault[] {
  const faults: Fault[] = []
  if (!isOpen) faults.push({ field: null, code: 'closed' })
  if (values.item === '') faults.push({ field: 'item', code: 'missing' })
  else if (!items.some((item) => item.slug === values.item))
    faults.push({ field: 'item', code: 'unknownChoice' })
  if (values.name === '') faults.push({ field: 'name', code: 'missing' })
  tooLong(faults, 'name', values.name, NAME_MAX)
  tooLong(faults, 'words', values.words, WORDS_MAX)
  if (values.email === '') faults.push({ field: 'email', code: 'missing' })
  else if (values.email.length > EMAIL_MAX || !Email.safeParse(values.email).success)
    faults.push({ field: 'email', code: 'notEmail' })
  if (!values.consent) faults.push({ field: 'consent', code: 'notAgreed' })
  return faults
}

function tooLong(faults: Fault[], field: string, text: string, most: number): void {
  const length = [...text].length
  if (length > most) faults.push({ field, code: 'tooLong', detail: { n: most, found: length } })
}

function photoFaults(photo: Incoming | Fault | null): Fault[] {
  if (photo !== null && !isFile(photo)) return [photo]
  return photo === null || photo.bytes === 0 ? [{ field: 'photo', code: 'missing' }] : []
}

/** What is wrong with the photograph, in the words of the form, once somebody has looked at it; null for other errors. */
export function refusedPhoto(error: unknown): Fault | null {
  if (!(error instanceof Refusal)) return null
  const isPhoto = error.faults.some(({ field }) => field === 'body.photo')
  return isPhoto ? { field: 'photo', code: 'notPicture', detail: { found: error.message } } : null
}
