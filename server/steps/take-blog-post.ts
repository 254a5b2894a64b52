import { toHashtag } from '../contest/hashtag.ts'
import type { Post } from '../contest/post.ts'
import type { Context } from '../context.ts'
import { findBlogPost, findCopy } from '../db/blog-posts.ts'
import type { Contest } from '../db/contests.ts'
import { readEvidence } from '../db/evidence.ts'
import type { Tx } from '../db/pool.ts'
import { lockPosts } from '../db/posts.ts'
import type { Upsert } from '../sources/source.ts'
import { createJudge } from './judge.ts'
import { judgePosts } from './judge-posts.ts'
import { storeBrought, wordingHash } from './store-posts.ts'

/** A page of the open web that was read as a post. */
export interface ReadPage {
  upsert: Upsert
  /** Addresses of the same on other networks. */
  copies: readonly string[]
}

/** `postHash`: the wording that was read; `isCopy`: the post that stands for it came by another network. */
export interface TakenPage {
  postId: number
  postHash: string
  isCopy: boolean
}

/**
 * Stores a page as a post, but where a copy of it by another network has an entry in the contest: then that one stands for
 * it. A post that a feed brought before keeps what the feed says, until the page itself changes: `before` is the wording
 * read from it last. Null where its author deleted the post for good.
 */
export async function storePage(
  ctx: Context,
  tx: Tx,
  contest: Contest,
  { upsert, copies }: ReadPage,
  before: string | null,
): Promise<TakenPage | null> {
  const postHash = wordingHash(upsert.post)
  const copy = await findCopy(tx, contest.id, copies)
  if (copy !== null) return { postId: copy, postHash, isCopy: true }
  const names = [upsert.post.id, ...(upsert.post.url === null ? [] : [upsert.post.url])]
  const known = await findBlogPost(tx, names)
  const post = {
    ...upsert.post,
    // Without the tag nobody has agreed that the picture is copied.
    pictures: carriesTag(upsert.post, contest) ? upsert.post.pictures : [],
    id: known?.networkId ?? upsert.post.id,
    editedAt: before !== null && before !== postHash ? ctx.clock.now() : null,
  }
  await storeBrought(ctx, tx, [{ ...upsert, post }], null, [])
  const stored = await findBlogPost(tx, [post.id])
  return stored && { postId: stored.id, postHash, isCopy: false }
}

/** Judges a post by what links it to a contest now. Answers whether everybody sees something of it. */
export async function judgeLinked(ctx: Context, tx: Tx, contestId: number, postId: number): Promise<boolean> {
  await lockPosts(tx, [postId])
  const evidence = await readEvidence(tx, [postId])
  const { isPublic } = await judgePosts(tx, await createJudge(tx, contestId), evidence, ctx.clock.now())
  return isPublic
}

function carriesTag({ tags }: Post, { rules }: Contest): boolean {
  const wanted = new Set(rules.campaignTags.map(({ loose }) => loose))
  return (tags ?? []).some((tag) => wanted.has(toHashtag(tag)?.loose ?? ''))
}
