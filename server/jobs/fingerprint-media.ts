import { z } from 'zod'
import { listUnprinted } from '../db/media.ts'
import { fingerprintMedia as fingerprint } from '../steps/fingerprint-media.ts'
import type { Job } from './job.ts'

const Data = z.object({ mediaId: z.string() })

const FOUND_AGAIN = 500

/** Takes the fingerprint by which a picture is recognised again. One at a time: rendering goes first. */
export const fingerprintMedia: Job<z.infer<typeof Data>> = {
  name: 'fingerprint-media',
  data: Data,
  rules: { concurrency: 1, retries: 3, retryAfter: 30, expiresAfter: 120 },
  schedule: '*/15 * * * *',
  due: async (ctx) => (await listUnprinted(ctx.db, FOUND_AGAIN)).map((mediaId) => ({ mediaId })),
  key: ({ mediaId }) => mediaId,
  run: async (ctx, { mediaId }) => ({ ...(await fingerprint(ctx, mediaId)) }),
}
