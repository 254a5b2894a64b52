import type { Clock } from '../../clock.ts'
import { startBlogsRehearsal } from '../../rehearsal/blogs.ts'
import { blogPostId } from '../../rehearsal/blogs-post.ts'
import { startBlueskyRehearsal } from '../../rehearsal/bluesky.ts'
import { USUAL_BLUESKY_HABITS } from '../../rehearsal/bluesky-habits.ts'
import { blueskyPostId } from '../../rehearsal/bluesky-post.ts'
import type { DrawPicture } from '../../rehearsal/draw-picture.ts'
import { startInstagramRehearsal } from '../../rehearsal/instagram.ts'
import { instagramPostId } from '../../rehearsal/instagram-post.ts'
import { startMastodonRehearsal } from '../../rehearsal/mastodon.ts'
import { postUri } from '../../rehearsal/mastodon-post.ts'
import type { NetworkName } from '../../rehearsal/network-ways.ts'
import type { Plan, PlannedPost } from '../../rehearsal/planned.ts'
import type { RehearsalPost, RehearsalTimeline } from '../../rehearsal/post.ts'

/** A source as a manager connects it. */
export interface SourceDraft {
  kind: string
  name: string
  settings: Record<string, unknown>
}

/** A network that is up, and the sources that read it. */
export interface PlayedNetwork {
  url: string
  sources: SourceDraft[]
  close(): Promise<void>
}

interface Playing {
  start(options: {
    timeline: RehearsalTimeline
    clock: Clock
    pictures: DrawPicture
    port: number
  }): Promise<PlayedNetwork>
  /** The id under which its source hands a post over. */
  postId(post: RehearsalPost): string
}

/** How each network is put up for a campaign, and connected. */
const playing: Readonly<Record<NetworkName, Playing>> = {
  mastodon: {
    async start(options) {
      const { url, close } = await startMastodonRehearsal(options)
      const source = { kind: 'mastodon', name: 'Mastodon, the rehearsal network', settings: { url } }
      return { url, sources: [source], close }
    },
    postId: postUri,
  },
  instagram: {
    async start(options) {
      const { url, habits, close } = await startInstagramRehearsal(options)
      const { pageId, appId, appSecret, token } = habits
      const settings = { pageId, appId, appSecret, token, baseUrl: url }
      return {
        url,
        sources: [{ kind: 'instagram', name: 'Instagram, the rehearsal network', settings }],
        close,
      }
    },
    postId: instagramPostId,
  },
  bluesky: {
    async start(options) {
      const { url, stream, close } = await startBlueskyRehearsal(options)
      const { identifier, password } = USUAL_BLUESKY_HABITS
      const settings = {
        service: url,
        appview: url,
        jetstream: [stream],
        identifier,
        password,
        pictures: `${url}/xrpc/com.atproto.sync.getBlob?did={did}&cid={cid}`,
        posters: `${url}/watch/{did}/{cid}/thumbnail.jpg`,
      }
      return { url, sources: [{ kind: 'bluesky', name: 'Bluesky, the rehearsal network', settings }], close }
    },
    postId: blueskyPostId,
  },
  blogs: {
    async start(options) {
      const { url, feedUrl, close } = await startBlogsRehearsal(options)
      const source = {
        kind: 'feed',
        name: 'Blogs, the rehearsal network',
        settings: { url: feedUrl(), everyMinutes: 0 },
      }
      return { url, sources: [source], close }
    },
    postId: blogPostId,
  },
}

export function playingOn(network: NetworkName): Playing {
  return playing[network]
}

/** The planned posts by the ids that a collector knows them by. */
export function plannedById(plan: Plan): ReadonlyMap<string, PlannedPost> {
  return new Map(plan.posts.map((planned) => [playingOn(planned.network).postId(planned.post), planned]))
}
