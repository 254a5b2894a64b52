import { z } from 'zod'
import { listMentionsDue } from '../db/webmentions.ts'
import { verifyWebmention } from '../steps/verify-webmention.ts'
import type { Job } from './job.ts'

const Data = z.object({ mentionId: z.int() })

/** Mentions that are put in line at one tick; the next tick goes on. */
const AT_ONCE = 100

/** Looks at pages that told us they link here: new ones at once, those that were taken in twice a day. */
export const verifyWebmentions: Job<z.infer<typeof Data>> = {
  name: 'verify-webmentions',
  data: Data,
  rules: { concurrency: 2, retries: 2, retryAfter: 30, expiresAfter: 120 },
  schedule: '* * * * *',
  due: async (ctx) =>
    (await listMentionsDue(ctx.db, ctx.clock.now(), AT_ONCE)).map((mentionId) => ({ mentionId })),
  key: ({ mentionId }) => String(mentionId),
  async run(ctx, { mentionId }, signal) {
    const looked = await verifyWebmention(ctx, mentionId, signal)
    return looked === null ? {} : { [looked]: 1 }
  },
}
