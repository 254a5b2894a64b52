import type { Clock } from '../../../server/clock.ts'
import { HOUR } from '../../../server/contest/instant.ts'
import { startBlogsRehearsal } from '../../../server/rehearsal/blogs.ts'
import { blogPostId } from '../../../server/rehearsal/blogs-post.ts'
import { type BlueskyRehearsal, startBlueskyRehearsal } from '../../../server/rehearsal/bluesky.ts'
import { USUAL_BLUESKY_HABITS } from '../../../server/rehearsal/bluesky-habits.ts'
import { blueskyPostId } from '../../../server/rehearsal/bluesky-post.ts'
import type { DrawPicture } from '../../../server/rehearsal/draw-picture.ts'
import type { Faults } from '../../../server/rehearsal/faults.ts'
import { type InstagramRehearsal, startInstagramRehearsal } from '../../../server/rehearsal/instagram.ts'
import { instagramPostId } from '../../../server/rehearsal/instagram-post.ts'
import { startMastodonRehearsal } from '../../../server/rehearsal/mastodon.ts'
import { postUri } from '../../../server/rehearsal/mastodon-post.ts'
import type { NetworkName } from '../../../server/rehearsal/network-ways.ts'
import { timelineOf } from '../../../server/rehearsal/plan.ts'
import type { Plan } from '../../../server/rehearsal/planned.ts'
import type { RehearsalPost, RehearsalTimeline } from '../../../server/rehearsal/post.ts'
import { settingsFor } from '../instagram.ts'
import type { Cleaner } from '../scratch.ts'

/** One post in so many names the brand, so that it comes by a second route. */
const MENTIONS = 25
/** What a second server of the fediverse is behind the first: it tells of what the first has forgotten. */
const LAG = 6 * HOUR

/** A source as a manager connects it, and how its network is troubled. */
export interface MixedSource {
  kind: string
  name: string
  settings: object
  faults: Faults
  isPicture(path: string): boolean
}

export interface MixedNetworks {
  sources: MixedSource[]
  instagram: InstagramRehearsal
  bluesky: BlueskyRehearsal
}

export const TOKEN = 'mixed-rehearsal-token'

/** The id under which each network's source hands a post over. */
export const POST_IDS: Readonly<Record<NetworkName, (post: RehearsalPost) => string>> = {
  mastodon: postUri,
  instagram: instagramPostId,
  bluesky: blueskyPostId,
  blogs: blogPostId,
}

/** Every network of a plan, and a second server of the fediverse that lags behind. */
export async function startNetworks(
  t: Cleaner,
  plan: Plan,
  clock: Clock,
  pictures: DrawPicture,
): Promise<MixedNetworks> {
  const on = (network: NetworkName) => ({ timeline: timelineOf(plan, network), clock, pictures })
  const mastodon = await startMastodonRehearsal({ ...on('mastodon'), habits: { token: TOKEN } })
  const behind = { now: () => clock.now() - LAG }
  const second = await startMastodonRehearsal({ ...on('mastodon'), clock: behind })
  const gram = on('instagram')
  const instagram = await startInstagramRehearsal({
    ...gram,
    timeline: withMentions(gram.timeline),
    habits: { linkLife: 8 * HOUR },
  })
  const bluesky = await startBlueskyRehearsal({ ...on('bluesky'), habits: { repeats: 50 } })
  const blogs = await startBlogsRehearsal(on('blogs'))
  t.teardown(() =>
    Promise.all([mastodon, second, instagram, bluesky, blogs].map((network) => network.close())),
  )
  const { identifier, password } = USUAL_BLUESKY_HABITS
  const isMedia = (path: string) => path.startsWith('/media/')
  return {
    instagram,
    bluesky,
    sources: [
      {
        kind: 'mastodon',
        name: 'Mastodon',
        settings: { url: mastodon.url, token: TOKEN },
        faults: mastodon.faults,
        isPicture: isMedia,
      },
      {
        kind: 'mastodon',
        name: 'Mastodon, behind',
        settings: { url: second.url },
        faults: second.faults,
        isPicture: isMedia,
      },
      {
        kind: 'instagram',
        name: 'Instagram',
        settings: settingsFor(instagram),
        faults: instagram.faults,
        isPicture: (path) => !path.startsWith('/v') && !path.startsWith('/oauth'),
      },
      {
        kind: 'bluesky',
        name: 'Bluesky',
        settings: {
          service: bluesky.url,
          appview: bluesky.url,
          jetstream: [bluesky.stream],
          identifier,
          password,
          pictures: `${bluesky.url}/xrpc/com.atproto.sync.getBlob?did={did}&cid={cid}`,
        },
        faults: bluesky.faults,
        isPicture: (path) => path.includes('getBlob'),
      },
      {
        kind: 'feed',
        name: 'Blogs',
        settings: { url: blogs.feedUrl() },
        faults: blogs.faults,
        isPicture: isMedia,
      },
    ],
  }
}

function withMentions(timeline: RehearsalTimeline): RehearsalTimeline {
  const posts = timeline.posts().map((post, n): RehearsalPost => {
    if (n % MENTIONS !== 0) return post
    const [first, ...later] = post.wordings
    return { ...post, wordings: [{ ...first, text: `${first.text} @lillevik` }, ...later] }
  })
  return { posts: () => posts }
}
