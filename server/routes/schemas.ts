import { z } from 'zod'
import type { Instant as At } from '../contest/instant.ts'
import { type Cursor, readCursor, writeCursor } from '../db/cursor.ts'

/** What several routes share. */
export const Slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and -, at most 63')
  .describe('Names a contest or item in addresses')

/** A number in an address, in plain digits: what `Number` reads besides (`0x1f`, `1e3`, blanks) would be other spellings. */
export function digits(
  least: number,
  most: number,
  error = `expected a whole number from ${least} to ${most}`,
) {
  return z
    .string({ error })
    .regex(/^(0|[1-9]\d{0,15})$/, error)
    .meta({ type: 'integer', pattern: undefined, minimum: least, maximum: most })
    .transform(Number)
    .refine((value) => value >= least && value <= most, error)
}

export const EntryId = digits(1, Number.MAX_SAFE_INTEGER, 'expected the number of an entry')

/** Items on one page of a list. */
export const Limit = (usual: number) => digits(1, 100).default(usual)

/** Cursors stand for posts, and no network is older: anything else was made up, and Postgres may not know such a time. */
const EARLIEST = Date.UTC(1970)
const LATEST = Date.UTC(2200)

export const CursorParam = z
  .string()
  .max(30)
  .transform((text, context) => {
    const cursor = readCursor(text)
    if (cursor && cursor.at >= EARLIEST && cursor.at < LATEST) return cursor
    context.addIssue({ code: 'custom', message: 'expected a cursor as a page before this one gave it' })
    return z.NEVER
  })
  .describe('The `next` of the page before')

export const Language = z.enum(['en', 'nb'], { error: 'expected en or nb' })

export const Texts = z
  .object({ en: z.string().max(2_000), nb: z.string().max(2_000) })
  .describe('In every language of the installation')

export const WallClock = z
  .string()
  .regex(
    /^2[01]\d{2}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?$/,
    'expected a time such as 2027-09-01T10:00, in the years 2000 to 2199',
  )
  .describe('A wall clock in the zone of the contest')

export const Instant = z.iso.datetime().describe('RFC 3339 in UTC')

/** Instants leave the API as text. */
export function iso(at: At): string {
  return new Date(at).toISOString()
}

export function isoOrNull(at: At | null): string | null {
  return at === null ? null : iso(at)
}

/** A page of a list. `next` goes into `after`; null on the last page. */
export const page = <T extends z.ZodType>(name: string, of: T) =>
  z.object({ [name]: z.array(of), next: z.string().nullable() })

/** Cuts a list that was asked for with one row more than fits: that row tells whether the list goes on. */
export function cutPage<Row>(rows: Row[], limit: number, placeOf: (row: Row) => Cursor) {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > limit && last ? writeCursor(placeOf(last)) : null }
}
