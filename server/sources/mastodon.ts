import { checkPosts } from './mastodon-check.ts'
import { testServer } from './mastodon-health.ts'
import { type MastodonSettings, mastodonSettings } from './mastodon-settings.ts'
import { streamTags } from './mastodon-stream.ts'
import { pollTimeline } from './mastodon-timeline.ts'
import type { Source } from './source.ts'

/**
 * One server of the fediverse that speaks the Mastodon API. A server knows only the posts that reached it; read several
 * large ones, and the same post has the same id (`uri`) in all of them.
 */
export const mastodon: Source<MastodonSettings> = {
  kind: 'mastodon',
  settings: mastodonSettings,
  poll: pollTimeline,
  streams: ({ token }) => token !== undefined,
  stream: streamTags,
  check: checkPosts,
  test: testServer,
}
