import { MINUTE } from '../contest/instant.ts'
import type { Source } from './source.ts'
import { checkTumblr } from './tumblr-check.ts'
import { testTumblr, tumblrWarnings } from './tumblr-health.ts'
import { type TumblrSettings, tumblrSettings } from './tumblr-settings.ts'
import { readTagged } from './tumblr-tagged.ts'

/** Tumblr, by its posts with a tag. Reblogs are left to the blog that made the post. */
export const tumblr: Source<TumblrSettings> = {
  kind: 'tumblr',
  settings: tumblrSettings,
  every: ({ everyMinutes }) => everyMinutes * MINUTE,
  poll: readTagged,
  check: checkTumblr,
  test: testTumblr,
  warnings: tumblrWarnings,
}
