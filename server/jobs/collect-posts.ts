import { z } from 'zod'
import { listSourcesDue } from '../db/sources.ts'
import { collect } from '../steps/collect.ts'
import type { Job } from './job.ts'

const Data = z.object({ sourceId: z.int() })

/** Reads every due source of every open contest. A source that fails rests by itself and stops no other. */
export const collectPosts: Job<z.infer<typeof Data>> = {
  name: 'collect-posts',
  data: Data,
  rules: { concurrency: 4, retries: 2, retryAfter: 5, expiresAfter: 900 },
  schedule: '*/5 * * * *',
  due: async (ctx) => (await listSourcesDue(ctx.db, ctx.clock.now())).map((sourceId) => ({ sourceId })),
  key: ({ sourceId }) => String(sourceId),
  run: async (ctx, { sourceId }, signal) => ({ ...(await collect(ctx, sourceId, signal)) }),
}
