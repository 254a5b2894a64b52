import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Fault } from '../../../web/views.ts'
import type { Context } from '../../context.ts'
import type { Item } from '../../db/items.ts'
import type { HeldPhoto } from '../../media/held.ts'
import { Refusal } from '../../refusal.ts'
import { PHOTOS_PER_UPLOAD } from '../../steps/take-upload.ts'
import { textFault } from '../storable-text.ts'
import { FILES_READ, findHeld, isHeld, photoFaults, takePhoto } from './upload-photos.ts'

export interface UploadValues {
  item: string
  name: string
  email: string
  words: string
  consent: boolean
}

/** What the form held. */
export interface ReadUpload {
  values: UploadValues
  /** What is wrong with it, in the words of the page. */
  faults: Fault[]
  /** The photographs, in order: those that came along are held like those that were here before. */
  photos: HeldPhoto[]
  /** The answer to a challenge, as it was given. */
  challenge: string
  proof: string
}

/** Characters, as the form says them too. */
export const NAME_MAX = 60
export const WORDS_MAX = 200
/** RFC 5321 section 4.5.3.1.3. */
export const EMAIL_MAX = 254
const Email = z.email()

/**
 * Reads the upload form. Photographs are held as they come in, so that one that comes back with something to put right
 * brings them back. Where the form breaks off, none of its own is left.
 */
export async function readUpload(
  ctx: Context,
  request: FastifyRequest,
  contest: string,
  items: Item[],
  isOpen: boolean,
): Promise<ReadUpload> {
  const fields = new Map<string, string[]>()
  const came: (HeldPhoto | Fault)[] = []
  let tooMany = 0
  try {
    for await (const part of request.parts({
      limits: { files: FILES_READ, fields: 16, fieldSize: 20_000, parts: 16 + FILES_READ },
    })) {
      if (part.type === 'field') {
        const text = textOf(part.fieldname, part.value)
        fields.set(part.fieldname, [...(fields.get(part.fieldname) ?? []), text])
      } else if (part.fieldname === 'photo' && came.length < PHOTOS_PER_UPLOAD) {
        const photo = await takePhoto(ctx, part.file, part.filename, contest)
        if (photo) came.push(photo)
      } else {
        if (part.fieldname === 'photo' && part.filename) tooMany++
        part.file.resume()
      }
    }
    const before = await findHeld(ctx, fields.get('held') ?? [], contest)
    const values = valuesOf(fields)
    const all = [...before, ...came]
    const photos = all.filter(isHeld)
    const faults = [...faultsOf(values, items, isOpen), ...photoFaults(all, tooMany)]
    const [challenge = '', proof = ''] = ['challenge', 'proof'].map((name) => fields.get(name)?.[0])
    return { values, faults, photos, challenge, proof }
  } catch (error) {
    for (const photo of came.filter(isHeld)) await ctx.held.remove(photo.id)
    throw error
  }
}

function textOf(name: string, value: unknown): string {
  if (typeof value !== 'string') return ''
  const fault = textFault(value, `body.${name}`)
  if (!fault) return value.trim()
  const words = `${fault.field}: found ${fault.found}, expected ${fault.expected}.`
  throw new Refusal('invalid', words, { faults: [fault] })
}

function valuesOf(fields: ReadonlyMap<string, string[]>): UploadValues {
  const value = (name: string) => fields.get(name)?.at(-1) ?? ''
  return {
    item: value('item'),
    name: value('name'),
    email: value('email'),
    words: value('words'),
    consent: value('consent') !== '',
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
