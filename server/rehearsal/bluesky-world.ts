import type { Instant } from '../contest/instant.ts'
import type { BlueskyHabits } from './bluesky-habits.ts'
import type { AccountNews } from './bluesky-log.ts'
import { blueskyHandle, blueskyPostId, didOf, recordCid } from './bluesky-post.ts'
import { postRecord } from './bluesky-record.ts'
import type { RehearsalAccount, RehearsalPost, RehearsalTimeline } from './post.ts'
import { wordingAt } from './post.ts'

/** What an AppView knows beside the posts: accounts that are gone or renamed, and labels. */
export interface World {
  /** By DID. */
  account(did: string): { active: boolean; status: string | null; handle: string | null }
  hear(news: AccountNews): void
  /** On a post (its address) or an account (its DID). */
  label(subject: string, name: string): void
  labelsOf(subject: string): string[]
}

export function createWorld(): World {
  const accounts = new Map<string, { active: boolean; status: string | null; handle: string | null }>()
  const labels = new Map<string, string[]>()
  const account: World['account'] = (did) => accounts.get(did) ?? { active: true, status: null, handle: null }
  return {
    account,
    hear(news) {
      const { kind, did, ...told } = news
      accounts.set(did, { ...account(did), ...told })
    },
    label: (subject, name) => labels.set(subject, [...(labels.get(subject) ?? []), name]),
    labelsOf: (subject) => labels.get(subject) ?? [],
  }
}

/** What an answer is made from. */
export interface Teller {
  timeline: RehearsalTimeline
  world: World
  habits: BlueskyHabits
  now: Instant
}

/** Posts that the AppView shows, with the time it took them in. */
export function shownPosts({
  timeline,
  world,
  habits,
  now,
}: Teller): { post: RehearsalPost; indexedAt: Instant }[] {
  return timeline.posts().flatMap((post) => {
    const indexedAt = post.arrivesAt + habits.indexLag
    const isThere = indexedAt <= now && (post.deletedAt === null || now < post.deletedAt)
    const isPublic = post.visibility === 'public' && post.boostOf === null
    return isThere && isPublic && world.account(didOf(post.account)).active ? [{ post, indexedAt }] : []
  })
}

/** A post as it is shown (app.bsky.feed.defs#postView). */
export function postView(
  { post, indexedAt }: { post: RehearsalPost; indexedAt: Instant },
  teller: Teller,
): object {
  const uri = blueskyPostId(post)
  const record = postRecord(post, wordingAt(post, teller.now), !teller.habits.unmarked(post))
  return {
    uri,
    cid: recordCid(record),
    author: profileView(post.account, teller),
    record,
    replyCount: 0,
    repostCount: 0,
    likeCount: 0,
    quoteCount: 0,
    indexedAt: new Date(indexedAt).toISOString(),
    labels: labelViews(uri, teller.world.labelsOf(uri)),
  }
}

/** An account as it is shown (app.bsky.actor.defs#profileViewDetailed). */
export function profileView(account: RehearsalAccount, { world, habits }: Teller): object {
  const did = didOf(account)
  const own = habits.hidesFromStrangers(account) ? ['!no-unauthenticated'] : []
  return {
    did,
    handle: world.account(did).handle ?? blueskyHandle(account),
    displayName: account.name,
    createdAt: new Date(account.joinedAt).toISOString(),
    labels: labelViews(did, [...own, ...world.labelsOf(did)]),
  }
}

function labelViews(uri: string, names: readonly string[]): object[] {
  return names.map((val) => ({
    src: 'did:plc:moderationoftherehearsal',
    uri,
    val,
    cts: '2026-01-01T00:00:00.000Z',
  }))
}
