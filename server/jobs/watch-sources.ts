import { z } from 'zod'
import { watchSources as watch } from '../steps/watch-sources.ts'
import type { Job } from './job.ts'

const Data = z.object({})

/** Looks after the sources: raises and clears what a person should know of them. */
export const watchSources: Job<z.infer<typeof Data>> = {
  name: 'watch-sources',
  data: Data,
  rules: { concurrency: 1, retries: 0, retryAfter: 30, expiresAfter: 300 },
  schedule: '* * * * *',
  due: async () => [{}],
  key: () => 'all',
  run: async (ctx, _data, signal) => ({ ...(await watch(ctx, signal)) }),
}
