import { z } from 'zod'
import { serverOrigin } from './setting-fields.ts'

/** The newest version of the Graph API seen (29 July 2026). */
export const GRAPH_VERSION = 'v26.0'
/** Posts that a tag hands out at once (ig-hashtag/recent-media). */
export const LARGEST_INSTAGRAM_PAGE = 50
/** A tag shows the posts of 24 hours: it must be read often enough that one failure loses nothing. */
export const LONGEST_READ_MINUTES = 360

export interface InstagramSettings {
  /** The Facebook page that the brand's professional account is connected to. */
  pageId: string
  appId: string
  appSecret: string
  /** A user token of somebody with tasks on the page: short-lived or long-lived. */
  token: string
  /** What was typed as *verify token* where the webhook is set up; without it there are no mentions. */
  verifyToken?: string | undefined
  /** The professional account, where the page does not tell it. */
  accountId?: string | undefined
  baseUrl: string
  version: string
  readMinutes: number
  /** Whether the pictures on which the brand is tagged are read. */
  photoTags: boolean
  /** Whether the token is exchanged for one that lasts weeks; off for tokens of system users. */
  exchange: boolean
  /** Whether posts under a tag are asked for the pictures of their albums, and not for their ids alone. */
  albumPictures: boolean
  /** Whether a mentioned post is asked for its permalink. */
  mentionPermalink: boolean
  /** Whether it is asked, without a token, which posts can still be shown. */
  embeds: boolean
  pageSize: number
  /** The most requests of one read. */
  pageLimit: number
}

const number = z
  .string()
  .trim()
  .regex(/^\d{1,30}$/, 'Expected a number of up to 30 digits')
/** Visible ASCII that stands in an address as it is, so that it is found wherever it must not be told. */
const secret = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9._~|-]{1,1000}$/, 'Expected up to 1,000 letters, digits and signs, without blanks')

/** Of settings as they are stored or typed; defaults are filled in. */
export const instagramSettings: z.ZodType<InstagramSettings> = z.strictObject({
  pageId: number,
  appId: number,
  appSecret: secret,
  token: secret,
  verifyToken: secret.optional(),
  accountId: number.optional(),
  baseUrl: serverOrigin.default('https://graph.facebook.com'),
  version: z
    .string()
    .regex(/^v\d{1,3}\.\d$/, 'Expected a version such as v26.0')
    .default(GRAPH_VERSION),
  readMinutes: z.number().min(5).max(LONGEST_READ_MINUTES).default(15),
  photoTags: z.boolean().default(true),
  exchange: z.boolean().default(true),
  albumPictures: z.boolean().default(true),
  mentionPermalink: z.boolean().default(false),
  embeds: z.boolean().default(true),
  pageSize: z.int().min(1).max(LARGEST_INSTAGRAM_PAGE).default(LARGEST_INSTAGRAM_PAGE),
  pageLimit: z.int().min(1).max(1_000).default(100),
})
