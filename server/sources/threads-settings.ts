import { z } from 'zod'
import { secretField, serverOrigin } from './setting-fields.ts'

/** Queries of one account within 24 hours, in all apps together (developers.facebook.com/documentation/threads/keyword-search). */
export const DAILY_QUERIES = 2_200
/** Posts asked for at once. No documentation names a bound; the Graph API's usual one. */
export const LARGEST_THREADS_PAGE = 100
/** A search index may be late by hours, and a deletion or an edit is told by nothing: so far back is always read again. */
export const LEAST_OVERLAP_HOURS = 24

/** What a brand says about its access to Threads. */
export interface ThreadsSettings {
  /** A user access token with `threads_basic` and `threads_keyword_search`. */
  token: string
  /** When the token ends, so that somebody is warned ahead. */
  tokenUntil?: string | undefined
  url: string
  version: string
  searchType: 'RECENT' | 'TOP'
  /** The queries that this installation may use of the account's. */
  dailyQueries: number
  everyMinutes: number
  overlapHours: number
  rescanMinutes: number
  pageSize: number
  pageLimit: number
}

/** Of settings as they are stored or typed; defaults are filled in. */
export const threadsSettings: z.ZodType<ThreadsSettings> = z.strictObject({
  token: secretField('an access token'),
  tokenUntil: z.iso.date('Expected a date such as 2027-01-31').optional(),
  url: serverOrigin.default('https://graph.threads.net'),
  version: z
    .string()
    .regex(/^v\d{1,3}\.\d{1,3}$/, 'Expected a version such as v1.0')
    .default('v1.0'),
  searchType: z.enum(['RECENT', 'TOP']).default('RECENT'),
  dailyQueries: z.int().min(20).max(DAILY_QUERIES).default(DAILY_QUERIES),
  everyMinutes: z.number().min(1).max(1_440).default(10),
  overlapHours: z.number().min(LEAST_OVERLAP_HOURS).max(720).default(48),
  rescanMinutes: z.number().min(0).max(10_080).default(60),
  pageSize: z.int().min(1).max(LARGEST_THREADS_PAGE).default(50),
  pageLimit: z.int().min(1).max(1_000).default(40),
})
