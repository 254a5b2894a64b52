import { z } from 'zod'
import { listDrawsDue } from '../db/draws.ts'
import { runDraw } from '../steps/run-draw.ts'
import type { Job } from './job.ts'

const Data = z.object({ drawId: z.int() })

/** Draws what is due, without a human step. A round that is late is asked for again at the next tick. */
export const runDraws: Job<z.infer<typeof Data>> = {
  name: 'run-draws',
  data: Data,
  rules: { concurrency: 1, retries: 5, retryAfter: 15, expiresAfter: 600 },
  schedule: '* * * * *',
  due: async (ctx) => (await listDrawsDue(ctx.db, ctx.clock.now())).map((drawId) => ({ drawId })),
  key: ({ drawId }) => String(drawId),
  async run(ctx, { drawId }, signal) {
    const outcome = await runDraw(ctx, drawId, signal)
    return { drawn: outcome === 'drawn' ? 1 : 0, late: outcome === 'late' ? 1 : 0 }
  },
}
