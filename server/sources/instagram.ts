import { MINUTE } from '../contest/instant.ts'
import { checkEmbeds } from './instagram-check.ts'
import { fillTag, pollTag } from './instagram-hashtag.ts'
import { testAccount, warnOfAccount } from './instagram-health.ts'
import { pollPhotoTags } from './instagram-photo-tags.ts'
import { type InstagramSettings, instagramSettings } from './instagram-settings.ts'
import { receiveMentions, takeMention } from './instagram-webhook.ts'
import type { Source } from './source.ts'

/**
 * Instagram through the Graph API, in the name of a brand's professional account. Posts under a tag come without their
 * authors; a mention of the brand, or the brand tagged on the picture, tells who made a post.
 */
export const instagram: Source<InstagramSettings> = {
  kind: 'instagram',
  settings: instagramSettings,
  every: ({ readMinutes }) => readMinutes * MINUTE,
  targets: ({ pageId, photoTags }, tags) => [
    ...tags.map((tag) => ({ tag })),
    ...(photoTags && tags.length > 0 ? [{ account: pageId }] : []),
  ],
  poll: (settings, target, since, from, io) =>
    'tag' in target
      ? pollTag(settings, target.tag.canonical, since, from, io)
      : pollPhotoTags(settings, since, from, io),
  fill: (settings, target, gap, io) =>
    'tag' in target ? fillTag(settings, target.tag.canonical, gap, io) : nothing(),
  receive: (settings, request) => receiveMentions(settings, request),
  take: takeMention,
  check: checkEmbeds,
  test: testAccount,
  warnings: warnOfAccount,
}

/** Photo tags are listed as far back as they go: nothing of them is ever missed. */
async function* nothing(): AsyncGenerator<never> {}
