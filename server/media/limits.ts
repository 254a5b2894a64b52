import type { FetchLimits } from '../net/fetch.ts'
import { megabytes, PictureRefused } from './refused.ts'

/** Bytes of a received file: 20 MB, what social networks and phones stay below. */
export const MAX_BYTES = 20_000_000

/** Pixels of all frames together: 40 MP, above every common phone's pictures (12 to 24 MP). */
export const MAX_PIXELS = 40_000_000

/** Frames of an animation. */
export const MAX_FRAMES = 200

/** For fetching pictures of strangers: 20 MB within 30 s. */
export const PICTURE_LIMITS: Readonly<FetchLimits> = {
  maxBytes: MAX_BYTES,
  deadline: 30_000,
  maxRedirects: 3,
}

/**
 * Bytes of memory a decoder process may hold. A 12 MP photograph takes 0.2 GB, the worst that fits the limits
 * above 0.9 GB (AVIF, 40 MP, full colour resolution; HEIC 0.5 GB).
 */
export const MAX_MEMORY = 1_000_000_000

/** Milliseconds for one picture. The worst within the limits takes 2 s on one core. */
export const RENDER_TIMEOUT = 10_000

/** Throws `PictureRefused` `too_large` above the limit. */
export function checkBytes(bytes: number): void {
  if (bytes <= MAX_BYTES) return
  throw new PictureRefused(
    'too_large',
    `The file has ${megabytes(bytes)}; at most ${megabytes(MAX_BYTES)} are taken`,
  )
}
