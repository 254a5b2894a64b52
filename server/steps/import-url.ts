import type { Context } from '../context.ts'
import { storeImport } from '../db/blog-posts.ts'
import type { Contest } from '../db/contests.ts'
import { type Entry, listEntriesOfPosts } from '../db/entries.ts'
import { findItem } from '../db/items.ts'
import { inTransaction } from '../db/transaction.ts'
import { Refusal } from '../refusal.ts'
import { askBlogPage } from '../sources/blog-page.ts'
import { collects } from './followed.ts'
import { judgeLinked, storePage } from './take-blog-post.ts'

/** What an import came to: the post, and the entries it has in the contest. `isCopy`: it was here already, by another network. */
export interface Imported {
  title: string | null
  url: string
  isCopy: boolean
  entries: Entry[]
}

/**
 * Brings one page of the open web into the room of a contest, for an item or for none. Twice is harmless, and the newest
 * item holds. Throws `Refusal` with what the page is in place of a post.
 */
export async function importUrl(
  ctx: Context,
  contest: Contest,
  { url, item: slug, by }: { url: string; item: string | null; by: string },
  signal: AbortSignal,
): Promise<Imported> {
  if (contest.state !== 'open' || !collects(contest, ctx.clock.now()))
    throw new Refusal('conflict', `${contest.slug} collects nothing now: it is a draft, or it has closed.`)
  const item = slug === null ? null : await findItem(ctx.db, contest.id, slug)
  if (slug !== null && item === null)
    throw new Refusal('invalid', `There is no item "${slug}" in ${contest.slug}.`, {
      faults: [{ field: 'body.item', found: `"${slug}"`, expected: 'the slug of an item of this contest' }],
    })
  const { fetch, clock } = ctx
  const asked = await askBlogPage(url, { fetch, clock, signal })
  if (asked.kind !== 'read')
    throw new Refusal('invalid', asked.why, {
      faults: [{ field: 'body.url', found: asked.why, expected: 'a page that everybody may read' }],
    })
  const { entries, isPublic, isCopy } = await inTransaction(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const taken = await storePage(ctx, tx, contest, asked, null)
    if (taken === null) throw new Refusal('conflict', 'The post was deleted by its author.')
    const { postId, isCopy } = taken
    await storeImport(tx, { contestId: contest.id, postId, itemId: item?.id ?? null, by }, now)
    const isPublic = await judgeLinked(ctx, tx, contest.id, postId)
    return { entries: await listEntriesOfPosts(tx, contest.id, [postId]), isPublic, isCopy }
  })
  if (isPublic) ctx.events.tell({ contest: contest.id })
  const { title, url: address } = asked.upsert.post
  return { title, url: address ?? url, isCopy, entries }
}
