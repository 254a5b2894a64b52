import { createHmac } from 'node:crypto'
import type { InstagramHabits } from './instagram-habits.ts'

/** Somebody named the brand: in a caption, or in a comment on a post. */
export interface MentionNews {
  mediaId: string
  commentId?: string
  /** In seconds since 1970. */
  time: number
}

/** A delivery, ready to be sent: the signature is over exactly these bytes. */
export interface SignedDelivery {
  headers: Record<string, string>
  body: Buffer
}

/** One delivery of several pieces of news. `wrapped`: in an array, as the documentation shows it. */
export function signDelivery(
  { accountId, appSecret }: InstagramHabits,
  news: readonly MentionNews[],
  wrapped = false,
): SignedDelivery {
  const delivery = {
    object: 'instagram',
    entry: news.map(({ mediaId, commentId, time }) => ({
      id: accountId,
      time,
      changes: [
        {
          field: 'mentions',
          value: { media_id: mediaId, ...(commentId === undefined ? {} : { comment_id: commentId }) },
        },
      ],
    })),
  }
  return signBody(appSecret, Buffer.from(JSON.stringify(wrapped ? [delivery] : delivery)))
}

/** Any body with a good signature. */
export function signBody(appSecret: string, body: Buffer): SignedDelivery {
  const hex = createHmac('sha256', appSecret).update(body).digest('hex')
  return {
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${hex}` },
    body,
  }
}
