import { z } from 'zod'
import { type Instant, SECOND } from '../contest/instant.ts'

/** The longest caption of one post that is read, markup included. */
export const LONGEST_CAPTION = 100_000
/** The longest identity of a post or account, in bytes: posts are looked up by it, and an index of Postgres takes 2,704. */
export const LONGEST_ID = 2_000
/** The last time that both Postgres and JavaScript write with four digits of the year. */
const LAST_MOMENT = Date.UTC(9999, 11, 31)

export const shortText = z.string().max(1_000)
export const caption = z.string().max(LONGEST_CAPTION)
export const address = z.string().max(4_000)

export const identity = z
  .string()
  .min(1)
  .refine((found) => Buffer.byteLength(found) <= LONGEST_ID, `Too long: expected at most ${LONGEST_ID} bytes`)

/** A number, or a number in a text, of seconds since 1970, as an instant. */
export const unixSeconds = z
  .union([z.number(), z.string().regex(/^\d{1,15}$/)])
  .transform((found): Instant => Math.floor(Number(found)) * SECOND)
  .refine((at) => at >= 0 && at <= LAST_MOMENT, 'Expected seconds between 1970 and 9999')

/** An ISO 8601 time, with its zone as `Z`, `+01:00` or `+0100` (the Graph API's), as an instant. */
export const isoMoment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/, 'Expected an ISO 8601 time')
  .transform((found): Instant => Date.parse(found.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')))
  .refine((at) => at >= 0 && at <= LAST_MOMENT, 'Expected a time between 1970 and 9999')

/** An address of the web in its usual form; null for anything else. */
export function webAddress(found: string | null | undefined): string | null {
  const url = URL.parse(found ?? '')
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null
}

/** The address of a post, by which it is looked up too; null where it is none, or too long for that. */
export function postAddress(found: string | null | undefined): string | null {
  const url = webAddress(found)
  return url !== null && url.length <= LONGEST_ID ? url : null
}

/** `timestamp: Expected an ISO 8601 time; text: Invalid input: expected string, received number` */
export function faultsOf(error: z.ZodError, whole: string): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || whole}: ${issue.message}`)
    .join('; ')
    .slice(0, 500)
}
