import { hash } from 'node:crypto'
import type { Instant } from '../contest/instant.ts'
import type { StoredEvidence } from '../db/evidence.ts'
import type { Tx } from '../db/pool.ts'
import { storeStandIns } from '../db/post-authors.ts'

/** The longest id of a post that stands in a participant's key as it is; hcd1 allows a key of 512 bytes. */
export const LONGEST_STAND_IN = 300

/**
 * Participants for posts of which no interface tells who made them, by row id of the post: each is one of its own, called
 * by the post (`instagram:post:C8xYz…`), so that limits and draws have somebody to count. Once the author is known, the post's
 * entries are the author's.
 */
export async function standInsFor(
  tx: Tx,
  posts: StoredEvidence[],
  now: Instant,
): Promise<Map<number, number>> {
  const named = posts.map(({ postId, post }) => ({
    postId,
    provider: post.network,
    providerId: `post:${Buffer.byteLength(post.id) > LONGEST_STAND_IN ? hash('sha256', post.id) : post.id}`,
  }))
  const ids = await storeStandIns(tx, named, now)
  return new Map(
    named.flatMap(({ postId, provider, providerId }) => {
      const id = ids.get(`${provider}:${providerId}`)
      return id === undefined ? [] : [[postId, id] as const]
    }),
  )
}
