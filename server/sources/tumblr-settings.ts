import { z } from 'zod'
import { secretField, serverOrigin } from './setting-fields.ts'

/** Calls of one key in an hour and in a day, and of one address in a minute (github.com/tumblr/docs, api.md). */
export const HOURLY_CALLS = 1_000
export const DAILY_CALLS = 5_000
export const CALLS_A_MINUTE = 300
/** Posts asked for at once. */
export const LARGEST_TUMBLR_PAGE = 20

/** What a brand says about its access to Tumblr. */
export interface TumblrSettings {
  /** The OAuth consumer key of a registered application. */
  key: string
  url: string
  hourlyCalls: number
  dailyCalls: number
  everyMinutes: number
  overlapHours: number
  rescanMinutes: number
  pageSize: number
  pageLimit: number
}

/** Of settings as they are stored or typed; defaults are filled in. */
export const tumblrSettings: z.ZodType<TumblrSettings> = z.strictObject({
  key: secretField('an API key'),
  url: serverOrigin.default('https://api.tumblr.com'),
  hourlyCalls: z.int().min(20).max(HOURLY_CALLS).default(HOURLY_CALLS),
  dailyCalls: z.int().min(20).max(DAILY_CALLS).default(DAILY_CALLS),
  everyMinutes: z.number().min(1).max(1_440).default(10),
  overlapHours: z.number().min(24).max(720).default(48),
  rescanMinutes: z.number().min(0).max(10_080).default(120),
  pageSize: z.int().min(1).max(LARGEST_TUMBLR_PAGE).default(LARGEST_TUMBLR_PAGE),
  pageLimit: z.int().min(1).max(1_000).default(100),
})
