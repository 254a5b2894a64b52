import type { Clock } from '../../clock.ts'
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
const playing: Readonly<Partial<Record<NetworkName, Playing>>> = {
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
}

export function playingOn(network: NetworkName): Playing {
  const found = playing[network]
  if (!found)
    throw new Error(`Found no way to play ${network}; expected one of ${Object.keys(playing).join(', ')}`)
  return found
}

/** The planned posts by the ids that a collector knows them by. */
export function plannedById(plan: Plan): ReadonlyMap<string, PlannedPost> {
  return new Map(plan.posts.map((planned) => [playingOn(planned.network).postId(planned.post), planned]))
}
