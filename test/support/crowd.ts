import { createHash } from 'node:crypto'
import type { Post } from '../../server/contest/post.ts'
import type { Context } from '../../server/context.ts'
import type { Contest } from '../../server/db/contests.ts'
import { insertMedia } from '../../server/db/media.ts'
import { listQueue } from '../../server/db/moderation-queue.ts'
import { findPicture, listPendingPictures, setPictureReady } from '../../server/db/pictures.ts'
import { lockPosts } from '../../server/db/posts.ts'
import { inTransaction } from '../../server/db/transaction.ts'
import { collect } from '../../server/steps/collect.ts'
import { fetchPicture } from '../../server/steps/fetch-picture.ts'
import { createJudge } from '../../server/steps/judge.ts'
import { judgeStored } from '../../server/steps/judge-stored.ts'
import { moderateEntry } from '../../server/steps/moderate-entry.ts'
import { type StoredCounts, storeBrought } from '../../server/steps/store-posts.ts'

/** Reads a source once, then fetches every picture that waits. */
export async function readSource(ctx: Context, sourceId: number): Promise<void> {
  await collect(ctx, sourceId, new AbortController().signal)
  await fetchPictures(ctx)
}

/** Fetches every picture that waits, one after the other. */
export async function fetchPictures(ctx: Context): Promise<void> {
  const { signal } = new AbortController()
  for (const id of await listPendingPictures(ctx.db, 10_000)) await fetchPicture(ctx, id, signal)
}

/** Stores posts and judges them for these contests, as a source that brought them would. */
export async function bring(
  ctx: Context,
  posts: Post[],
  contestIds: number[],
  sourceId: number | null = null,
): Promise<StoredCounts> {
  return inTransaction(ctx.db, async (tx) => {
    const judges = []
    for (const id of contestIds) judges.push(await createJudge(tx, id))
    const brought = posts.map((post) => ({ post, ref: post.id, raw: { id: post.id } }))
    return storeBrought(ctx, tx, brought, sourceId, judges)
  })
}

/** Takes every picture that waits for fetched, without any bytes: for tests of what comes after. */
export async function takePicturesForReady(ctx: Context): Promise<void> {
  const now = ctx.clock.now()
  for (const id of await listPendingPictures(ctx.db, 100_000)) {
    await inTransaction(ctx.db, async (tx) => {
      const picture = (await findPicture(tx, id))?.pending
      if (!picture) return
      await lockPosts(tx, [picture.postId])
      const mediaId = createHash('sha256').update(picture.url).digest('hex')
      await insertMedia(tx, { id: mediaId, ...SMALL }, now)
      await setPictureReady(tx, picture.id, mediaId)
      await judgeStored(tx, [picture.postId], now)
    })
  }
}

const SMALL = {
  format: 'jpeg',
  width: 96,
  height: 72,
  bytes: 1_000,
  frames: 1,
  thumbhash: Uint8Array.of(1, 2, 3),
  colour: '#808080',
}

/** Approves everything that waits in a contest; answers how many. */
export async function approveAll(ctx: Context, contest: Contest, by: string): Promise<number> {
  let approved = 0
  for (let cards = await next(); cards.length > 0; cards = await next()) {
    for (const card of cards) await moderateEntry(ctx, contest, card.entryId, { action: 'approve' }, by)
    approved += cards.length
  }
  return approved

  function next() {
    return listQueue(ctx.db, contest.id, 'waiting', 100, null)
  }
}
