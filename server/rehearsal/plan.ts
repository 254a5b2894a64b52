import { postUri } from './mastodon-post.ts'
import type { NetworkName } from './network-ways.ts'
import { draftPosts } from './plan-draft.ts'
import { writePosts } from './plan-posts.ts'
import type { Plan, PlannedPost, PlanRequest } from './planned.ts'
import type { RehearsalTimeline } from './post.ts'

/**
 * Plans a campaign: who posts what and when, with the mistakes that people make. From 60 posts on every kind of mistake
 * is there, and of 24 items 20 to 23 are filled while at least one stays a gap. With fewer posts there are fewer
 * kinds, and no more items filled than there are posts without a mistake.
 */
export function planCampaign(request: PlanRequest): Plan {
  const drafts = draftPosts(request)
  const posts = writePosts(drafts, request)
  const moments = posts.flatMap(({ post }) => [
    post.createdAt,
    post.arrivesAt,
    ...(post.deletedAt === null ? [] : [post.deletedAt]),
    ...post.wordings.map(({ at }) => at),
  ])
  return {
    seed: request.seed,
    opensAt: request.opensAt,
    closesAt: request.closesAt,
    campaignTag: request.catalogue.campaignTag,
    networks: request.networks ?? ['mastodon'],
    items: request.catalogue.items.map(({ slug }) => slug),
    posts,
    beginsAt: moments.reduce((a, b) => Math.min(a, b), request.opensAt),
    endsAt: moments.reduce((a, b) => Math.max(a, b), request.closesAt),
  }
}

/** The plan as one of its networks tells it. */
export function timelineOf(plan: Plan, network: NetworkName = 'mastodon'): RehearsalTimeline {
  const posts = plan.posts.flatMap((planned) => (planned.network === network ? planned.post : []))
  return { posts: () => posts }
}

/** The planned posts by their identity on the fediverse, which is what a collector knows them by. */
export function plannedByUri(plan: Plan): ReadonlyMap<string, PlannedPost> {
  return new Map(plan.posts.map((planned) => [postUri(planned.post), planned]))
}
