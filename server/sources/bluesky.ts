import { checkPosts } from './bluesky-check.ts'
import { fillGap } from './bluesky-fill.ts'
import { testBluesky } from './bluesky-health.ts'
import { accountOf, type BlueskySettings, blueskySettings } from './bluesky-settings.ts'
import { streamPosts } from './bluesky-stream.ts'
import type { Source } from './source.ts'

/**
 * Bluesky by Jetstream, which sends everybody's posts: those with a wanted tag are picked out here. What it missed is
 * searched for, where somebody is signed in.
 */
export const bluesky: Source<BlueskySettings> = {
  kind: 'bluesky',
  settings: blueskySettings,
  stream: streamPosts,
  fills: (settings) => accountOf(settings) !== null,
  fill: fillGap,
  check: checkPosts,
  test: testBluesky,
}
