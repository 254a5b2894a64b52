import { z } from 'zod'
import { secretField, serverOrigin } from './setting-fields.ts'

/** A page asked for. Mastodon hands out 40 posts at most (docs.joinmastodon.org/methods/timelines/#tag). */
export const LARGEST_PAGE = 40

/** How far back a server is read again by default: posts that reach a server late are looked for that long. */
export const USUAL_OVERLAP_HOURS = 48

/** What a brand says about a server that is read. */
export interface MastodonSettings {
  /** The origin of the server, such as `https://social.example`. */
  url: string
  /** An access token with the scope `read:statuses`, for servers that show tags to nobody else. */
  token?: string | undefined
  /** Posts of the last so many hours are read again, to find late ones and edits. */
  overlapHours: number
  /** The least time between two such readings. */
  rescanMinutes: number
  /** Posts asked for at once. */
  pageSize: number
  /** The most requests of one poll; the next one goes on from there. Two at least: one forward and one back. */
  pageLimit: number
}

/** Of settings as they are stored or typed; defaults are filled in. */
export const mastodonSettings: z.ZodType<MastodonSettings> = z.strictObject({
  url: serverOrigin,
  token: secretField('an access token').optional(),
  overlapHours: z.number().min(0).max(720).default(USUAL_OVERLAP_HOURS),
  rescanMinutes: z.number().min(0).max(10_080).default(60),
  pageSize: z.int().min(1).max(LARGEST_PAGE).default(LARGEST_PAGE),
  pageLimit: z.int().min(2).max(1_000).default(60),
})
