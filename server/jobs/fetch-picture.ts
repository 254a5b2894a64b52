import { z } from 'zod'
import { listPendingPictures } from '../db/pictures.ts'
import { fetchPicture as fetch } from '../steps/fetch-picture.ts'
import type { Job } from './job.ts'

const Data = z.object({ pictureId: z.int() })

/** Pictures put in line again at one tick; the next goes on. */
const FOUND_AGAIN = 500

/**
 * Fetches a picture of a post and makes our renditions of it. The tick finds those whose job was lost or given up, so
 * that a disk which has room again is used within a minute.
 */
export const fetchPicture: Job<z.infer<typeof Data>> = {
  name: 'fetch-picture',
  data: Data,
  rules: { concurrency: 4, retries: 4, retryAfter: 15, expiresAfter: 120 },
  schedule: '* * * * *',
  due: async (ctx) => (await listPendingPictures(ctx.db, FOUND_AGAIN)).map((pictureId) => ({ pictureId })),
  key: ({ pictureId }) => String(pictureId),
  run: async (ctx, { pictureId }, signal) => ({ ...(await fetch(ctx, pictureId, signal)) }),
}
