import { z } from 'zod'

/** How often a feed is read by default. Feed readers ask every half hour to every hour. */
export const USUAL_MINUTES = 30

/** What a brand says about a feed that is read. */
export interface FeedSettings {
  /** Where the feed is. Its query may hold a key, so it is told nowhere. */
  url: string
  /** The least time between two reads; 0 reads it whenever sources are read. */
  everyMinutes: number
  /** The most pages of one read, where the feed says that older posts are on another page. */
  pageLimit: number
}

const address = z.string().transform((text, ctx) => {
  const url = URL.parse(/^https?:\/\//i.test(text.trim()) ? text.trim() : `https://${text.trim()}`)
  if (url !== null && url.username === '' && url.password === '' && url.hostname !== '') return url.href
  ctx.addIssue({
    code: 'custom',
    message: 'Expected the address of a feed such as https://blog.example/feed, without a password in it',
  })
  return z.NEVER
})

/** Of settings as they are stored or typed; defaults are filled in. */
export const feedSettings: z.ZodType<FeedSettings> = z.strictObject({
  url: address,
  everyMinutes: z.number().min(0).max(1_440).default(USUAL_MINUTES),
  pageLimit: z.int().min(1).max(50).default(10),
})
