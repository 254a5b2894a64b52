import { z } from 'zod'
import { listSourcesToAsk } from '../db/sources.ts'
import { followStream } from '../steps/follow-stream.ts'
import type { Job } from './job.ts'

const Data = z.object({ sourceId: z.int() })

/** Streams listened to at once by one server. */
const STREAMS = 8

/** Listens to every source that tells by itself what happens, one turn after the other, on one server at a time. */
export const streamPosts: Job<z.infer<typeof Data>> = {
  name: 'stream-posts',
  data: Data,
  rules: { concurrency: STREAMS, retries: 1, retryAfter: 5, expiresAfter: 900 },
  schedule: '* * * * *',
  due: async (ctx) => {
    const kinds = ctx.sources.flatMap((source) => (source.stream ? source.kind : []))
    return (await listSourcesToAsk(ctx.db, ctx.clock.now(), kinds)).map((sourceId) => ({ sourceId }))
  },
  key: ({ sourceId }) => String(sourceId),
  run: async (ctx, { sourceId }, signal) => ({ ...(await followStream(ctx, sourceId, signal)) }),
}
