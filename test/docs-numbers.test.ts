import t from 'tap'
import { MIN_PASSWORD } from '../server/access/sign-in.ts'
import { BODY_LIMIT } from '../server/app.ts'
import { MAX_CHECKED_TICKETS } from '../server/commands/hcd1.ts'
import { LEAST_LEAD } from '../server/contest/hcd1/drand.ts'
import { MAX_TIER, MAX_WEIGHT } from '../server/contest/hcd1/entrants.ts'
import { HOUR, MINUTE } from '../server/contest/instant.ts'
import { LEAST_SPACE, LOW_SPACE } from '../server/media/disk-store.ts'
import { HELD_FILES, HELD_LIFETIME } from '../server/media/held.ts'
import { MAX_BYTES, MAX_FRAMES, MAX_MEMORY, MAX_PIXELS } from '../server/media/limits.ts'
import { HEARTBEAT_SECONDS } from '../server/queue.ts'
import { FEDERATION_DELAY } from '../server/rehearsal/plan-times.ts'
import { KEEP_MS, MOST_BYTES } from '../server/routes/kept-bytes.ts'
import { CHALLENGE_LIFETIME, PROOF_BITS, PROOF_PIECES } from '../server/routes/public/challenge.ts'
import { UPLOADS_PER_NETWORK, UPLOADS_WITH_PROOF } from '../server/routes/public/upload.ts'
import { REQUESTS_PER_MINUTE, REQUESTS_SIGNED_IN } from '../server/routes/rate-limit.ts'
import { DRAIN_SECONDS } from '../server/start-server.ts'
import { MAX_TICKETS } from '../server/steps/draw-task.ts'
import { FORGET_AFTER } from '../server/steps/forget-posts.ts'
import { BYTES_PER_UPLOAD, PHOTOS_PER_UPLOAD } from '../server/steps/take-upload.ts'
import { SILENT_AFTER } from '../server/steps/watch-sources.ts'
import { textOf } from './support/imports.ts'

/** Sentences that hold a number of the program: `[page, sentence]`. */
const SENTENCES: [string, string][] = [
  ['docs/api.md', `**Rate**: ${REQUESTS_PER_MINUTE} requests a minute`],
  ['docs/api.md', `${grouped(REQUESTS_SIGNED_IN)} for somebody signed in`],
  ['docs/api.md', `a body has ${BODY_LIMIT / 1024} KiB at most`],
  ['docs/api.md', `a picture ${MAX_BYTES / 1e6} MB`],
  ['docs/api.md', `a password of\nat least ${MIN_PASSWORD} characters`],
  ['docs/operations.md', `a password of at least ${MIN_PASSWORD} characters`],
  ['docs/operations.md', `up to ${DRAIN_SECONDS} seconds for what runs`],
  ['docs/operations.md', `Below ${LOW_SPACE * 100} % of`],
  ['docs/operations.md', `below ${LEAST_SPACE * 100} % no picture is stored`],
  ['docs/operations.md', `each of at most ${MAX_MEMORY / 1e9} GB`],
  ['docs/sources.md', `${SILENT_AFTER / HOUR} hours without a success`],
  ['docs/operations.md', `called them deleted, else after ${FORGET_AFTER / HOUR} hours`],
  ['docs/sources.md', `at most ${MAX_BYTES / 1e6} MB and ${MAX_PIXELS / 1e6} megapixels`],
  ['docs/sources.md', `up to ${PHOTOS_PER_UPLOAD} JPEG`],
  ['docs/sources.md', `together of at most ${BYTES_PER_UPLOAD / 1e6} MB`],
  ['docs/sources.md', `held for ${HELD_LIFETIME / HOUR} hours`],
  ['docs/sources.md', `At most ${grouped(HELD_FILES)} are held`],
  ['docs/sources.md', `Past ${UPLOADS_PER_NETWORK} forms of one network`],
  ['docs/sources.md', `After ${UPLOADS_WITH_PROOF} forms in half an hour`],
  ['docs/sources.md', `in \`proof\` ${PROOF_PIECES} numbers`],
  ['docs/sources.md', `with ${PROOF_BITS} zero bits`],
  ['docs/sources.md', `holds for ${CHALLENGE_LIFETIME / MINUTE} minutes`],
  ['docs/verify-a-draw.md', `more than ${grouped(MAX_WEIGHT)} tickets of one participant`],
  ['docs/verify-a-draw.md', `a score above ${grouped(MAX_TIER)}`],
  ['docs/verify-a-draw.md', `at least ${LEAST_LEAD / MINUTE} minutes before`],
  ['docs/architecture.md', `made within ${KEEP_MS / 1000} seconds`],
  [
    'docs/decisions/0009-pictures-of-strangers.md',
    `(${MAX_BYTES / 1e6} MB, ${MAX_FRAMES} frames, ${MAX_PIXELS / 1e6} megapixels)`,
  ],
  ['docs/decisions/0011-a-rehearsal-network.md', `arrive ${FEDERATION_DELAY / HOUR} hours after`],
  ['docs/decisions/0013-a-queue-in-postgres.md', `no sign of life for ${HEARTBEAT_SECONDS} seconds`],
  ['docs/decisions/0016-kept-bytes.md', `${MOST_BYTES / 1024 / 1024} MiB at most`],
  ['docs/decisions/0017-readings-of-hcd1.md', `lists of up to ${grouped(MAX_TICKETS)} tickets`],
  ['docs/decisions/0017-readings-of-hcd1.md', `lists of up to ${grouped(MAX_CHECKED_TICKETS)}.`],
]

t.test('the numbers in pages are those of the program', async (t) => {
  for (const [page, sentence] of SENTENCES) t.ok(textOf(page).includes(sentence), `${page}: ${sentence}`)
})

/** 10000 → `10,000` */
function grouped(number: number): string {
  return number.toLocaleString('en-GB')
}
