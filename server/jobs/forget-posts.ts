import { z } from 'zod'
import { forgetPosts as forget } from '../steps/forget-posts.ts'
import type { Job } from './job.ts'

const Data = z.object({})

/** Removes what was kept of posts that are gone. */
export const forgetPosts: Job<z.infer<typeof Data>> = {
  name: 'forget-posts',
  data: Data,
  rules: { concurrency: 1, retries: 1, retryAfter: 60, expiresAfter: 1_800 },
  schedule: '41 * * * *',
  due: async () => [{}],
  key: () => 'all',
  run: async (ctx, _data, signal) => ({ ...(await forget(ctx, signal)) }),
}
