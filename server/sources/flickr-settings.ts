import { z } from 'zod'
import { secretField, serverOrigin } from './setting-fields.ts'

/** Calls of one key in an hour: what Flickr asks for, about (its developer guide names 3,600). */
export const HOURLY_CALLS = 3_600
/** Photos asked for at once (flickr.photos.search, `per_page`). */
export const LARGEST_FLICKR_PAGE = 500

/** What a brand says about its access to Flickr. */
export interface FlickrSettings {
  /** An API key. */
  key: string
  url: string
  hourlyCalls: number
  everyMinutes: number
  overlapHours: number
  rescanMinutes: number
  pageSize: number
  pageLimit: number
}

/** Of settings as they are stored or typed; defaults are filled in. */
export const flickrSettings: z.ZodType<FlickrSettings> = z.strictObject({
  key: secretField('an API key'),
  url: serverOrigin.default('https://api.flickr.com'),
  hourlyCalls: z.int().min(20).max(HOURLY_CALLS).default(HOURLY_CALLS),
  everyMinutes: z.number().min(1).max(1_440).default(5),
  overlapHours: z.number().min(24).max(720).default(48),
  rescanMinutes: z.number().min(0).max(10_080).default(60),
  pageSize: z.int().min(1).max(LARGEST_FLICKR_PAGE).default(250),
  pageLimit: z.int().min(1).max(1_000).default(60),
})
