import { MINUTE } from '../contest/instant.ts'
import type { Source } from './source.ts'
import { checkThreads } from './threads-check.ts'
import { testThreads, threadsWarnings } from './threads-health.ts'
import { searchTag } from './threads-search.ts'
import { type ThreadsSettings, threadsSettings } from './threads-settings.ts'

/** Threads, by the search for topic tags. It tells neither edits nor deletions: both are found by asking again. */
export const threads: Source<ThreadsSettings> = {
  kind: 'threads',
  settings: threadsSettings,
  every: ({ everyMinutes }) => everyMinutes * MINUTE,
  poll: searchTag,
  check: checkThreads,
  test: testThreads,
  warnings: threadsWarnings,
}
