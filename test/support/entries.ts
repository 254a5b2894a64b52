import type { Post } from '../../server/contest/post.ts'
import type { Context } from '../../server/context.ts'
import type { Contest } from '../../server/db/contests.ts'
import { type Entry, listEntriesOfPosts } from '../../server/db/entries.ts'
import { recordGone } from '../../server/db/presence.ts'
import { inTransaction } from '../../server/db/transaction.ts'
import { judgeStored } from '../../server/steps/judge-stored.ts'
import { aPost } from './builders.ts'
import { bring, takePicturesForReady } from './crowd.ts'

let made = 0

/** A post that no other test of this file has brought, by somebody nobody has heard of. */
export function aNewPost(more: Partial<Post> = {}): Post {
  made++
  return aPost(made, more)
}

/** Brings a post and takes its pictures for fetched; answers its entries in the contest, first made first. */
export async function enter(ctx: Context, contest: Contest, post: Post = aNewPost()): Promise<Entry[]> {
  await bring(ctx, [post], [contest.id])
  await takePicturesForReady(ctx)
  return entriesOf(ctx, contest, post)
}

/** As `enter`, of a post that makes one entry. */
export async function enterOne(ctx: Context, contest: Contest, post: Post = aNewPost()): Promise<Entry> {
  const [entry, ...more] = await enter(ctx, contest, post)
  if (!entry || more.length > 0) throw new Error(`${post.id} made ${more.length + 1} entries`)
  return entry
}

export async function entriesOf(ctx: Context, contest: Contest, post: Post): Promise<Entry[]> {
  return listEntriesOfPosts(ctx.db, contest.id, [await postIdOf(ctx, post)])
}

/** The entry as it stands now. */
export async function again(ctx: Context, { id, contestId, postId }: Entry): Promise<Entry> {
  const entry = (await listEntriesOfPosts(ctx.db, contestId, [postId])).find((one) => one.id === id)
  if (!entry) throw new Error(`There is no entry ${id} any more`)
  return entry
}

/** The post is no longer there, by two definite answers. */
export async function vanish(ctx: Context, { postId }: Entry): Promise<void> {
  const now = ctx.clock.now()
  await inTransaction(ctx.db, async (tx) => {
    for (const at of [now - 1, now]) await recordGone(tx, [{ postId, why: 'private' }], at, 1)
    await judgeStored(tx, [postId], now)
  })
}

async function postIdOf(ctx: Context, { network, id }: Post): Promise<number> {
  const row = await ctx.db
    .selectFrom('post')
    .select('id')
    .where('network', '=', network)
    .where('network_id', '=', id)
    .executeTakeFirstOrThrow()
  return row.id
}
