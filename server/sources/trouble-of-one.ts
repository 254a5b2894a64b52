import { SourceError } from './source.ts'

/**
 * Whether trouble concerns the one thing that was asked for, which may be refused (403) or odd where others are not.
 * Throttling, time-outs, dead tokens and 5xx concern whatever is asked next too.
 */
export function isTroubleOfOne(error: unknown): boolean {
  return error instanceof SourceError && (error.kind === 'refused' || error.kind === 'unreadable')
}
