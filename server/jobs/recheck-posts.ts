import { z } from 'zod'
import { listSourcesToAsk } from '../db/sources.ts'
import { recheckPosts as recheck } from '../steps/recheck-posts.ts'
import type { Job } from './job.ts'

const Data = z.object({ sourceId: z.int() })

/** Asks the sources whether the posts they brought are still there. */
export const recheckPosts: Job<z.infer<typeof Data>> = {
  name: 'recheck-posts',
  data: Data,
  rules: { concurrency: 2, retries: 1, retryAfter: 30, expiresAfter: 900 },
  schedule: '*/10 * * * *',
  due: async (ctx) => (await listSourcesToAsk(ctx.db, ctx.clock.now())).map((sourceId) => ({ sourceId })),
  key: ({ sourceId }) => String(sourceId),
  run: async (ctx, { sourceId }, signal) => ({ ...(await recheck(ctx, sourceId, signal)) }),
}
