/** Why a file is not taken as a picture. Final: the same bytes are refused again. */
export const REFUSAL_CODES = [
  'empty',
  'too_large',
  // Something else than a picture in one of our formats.
  'wrong_format',
  'too_many_pixels',
  'too_many_frames',
  // The header or the pixels cannot be read: cut off, damaged, or made to harm.
  'damaged',
  // Within every limit, and still more memory to decode than a decoder may have.
  'too_demanding',
] as const

export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** A file that is not taken, with words for the person who sent it. */
export class PictureRefused extends Error {
  readonly code: RefusalCode
  constructor(code: RefusalCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'PictureRefused'
    this.code = code
  }
}

/** Why a picture was not worked on to the end. Trying again later may help. */
export type RenderFailure =
  /** The time-out passed. */
  | 'slow'
  /** The process that decoded it died, or answered nonsense. */
  | 'crashed'
  /** The renderer was closed meanwhile. */
  | 'closed'

export class RenderFailed extends Error {
  readonly reason: RenderFailure
  constructor(reason: RenderFailure, message: string) {
    super(message)
    this.name = 'RenderFailed'
    this.reason = reason
  }
}

/** Rounded up, so that what is above a limit never reads like the limit: 20,000,001 → "20.1 MB". */
export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 100_000) / 10} MB`
}
