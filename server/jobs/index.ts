import { collectPosts } from './collect-posts.ts'
import { fetchPicture } from './fetch-picture.ts'
import { fingerprintMedia } from './fingerprint-media.ts'
import { forgetPosts } from './forget-posts.ts'
import type { Job } from './job.ts'
import { recheckPosts } from './recheck-posts.ts'
import { runDraws } from './run-draws.ts'
import { sendMail } from './send-mail.ts'
import { streamPosts } from './stream-posts.ts'
import { sweep } from './sweep.ts'
import { takeDeliveries } from './take-deliveries.ts'
import { verifyWebmentions } from './verify-webmentions.ts'
import { watchSources } from './watch-sources.ts'

/** Every job. Adding one: its file, and its line here. */
export const jobs: readonly Job[] = [
  collectPosts,
  streamPosts,
  takeDeliveries,
  recheckPosts,
  fetchPicture,
  fingerprintMedia,
  sendMail,
  runDraws,
  verifyWebmentions,
  watchSources,
  forgetPosts,
  sweep,
]
