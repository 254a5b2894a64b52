import { z } from 'zod'
import { listSourcesWithDeliveries } from '../db/deliveries.ts'
import { takeDeliveries as take } from '../steps/take-deliveries.ts'
import type { Job } from './job.ts'

const Data = z.object({ sourceId: z.int() })

/** Works off what networks sent by themselves. It is put in line as it comes; the schedule finds what waits for longer. */
export const takeDeliveries: Job<z.infer<typeof Data>> = {
  name: 'take-deliveries',
  data: Data,
  rules: { concurrency: 2, retries: 2, retryAfter: 5, expiresAfter: 900 },
  schedule: '* * * * *',
  due: async (ctx) =>
    (await listSourcesWithDeliveries(ctx.db, ctx.clock.now())).map((sourceId) => ({ sourceId })),
  key: ({ sourceId }) => String(sourceId),
  run: async (ctx, { sourceId }, signal) => ({ ...(await take(ctx, sourceId, signal)) }),
}
