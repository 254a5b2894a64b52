import type { Post } from '../contest/post.ts'
import type { Context } from '../context.ts'
import {
  ensureList,
  findAuthors,
  findKnownPosts,
  type KnownPost,
  type ListedEntry,
  listEntriesWithItems,
} from '../db/lists.ts'
import type { Db, Tx } from '../db/pool.ts'
import { storeSightings } from '../db/posts.ts'
import { followSource } from '../db/sources.ts'
import { Refusal } from '../refusal.ts'
import type { ListedPost } from '../sources/list-file.ts'
import type { Judge } from './judge.ts'
import { judgeBrought } from './judge-brought.ts'
import { type Brought, storeBrought } from './store-posts.ts'

/** The entries that posts of a list make, and the contests in which everybody sees something of it. */
export interface StoredList {
  entries: Map<ListedPost, ListedEntry[]>
  shown: number[]
}

/** The rows whose posts are stored already, with what is known of them. */
export async function findListed(db: Db, rows: readonly ListedPost[]): Promise<Map<ListedPost, KnownPost>> {
  const all = new Map<ListedPost, KnownPost>()
  for (const [network, group] of Map.groupBy(rows, ({ post }) => post.network)) {
    const posts = group.map(({ post }) => post)
    for (const [i, known] of await findKnownPosts(db, network, posts)) {
      const row = group[i]
      if (row) all.set(row, known)
    }
  }
  return all
}

/** Stores posts that nobody had brought before, and judges them. `name` names the source they come from. */
export async function storeNewListed(
  ctx: Context,
  tx: Tx,
  judge: Judge,
  name: string,
  rows: ListedPost[],
): Promise<StoredList> {
  const sourceId = await sourceFor(ctx, tx, judge, name)
  const { shown } = await storeBrought(ctx, tx, await withKnownAuthors(tx, rows), sourceId, [judge])
  return { shown, entries: await entriesOf(tx, judge, await findListed(tx, rows)) }
}

/**
 * Posts that are stored already stay as their networks told them. The list is remembered to name them too, and the contest
 * judges those that it had not seen.
 */
export async function seeKnownListed(
  ctx: Context,
  tx: Tx,
  judge: Judge,
  name: string,
  rows: Map<ListedPost, KnownPost>,
): Promise<StoredList> {
  const now = ctx.clock.now()
  const sourceId = await sourceFor(ctx, tx, judge, name)
  const seen = [...rows].map(([{ post }, { postId }]) => ({ postId, ref: refOf(post), hash: null }))
  await storeSightings(tx, sourceId, seen, now)
  const same = seen.map(({ postId }) => postId)
  const { shown } = await judgeBrought(tx, [judge], { fresh: [], edited: [], same }, now)
  return { shown, entries: await entriesOf(tx, judge, rows) }
}

async function entriesOf(
  tx: Tx,
  { contest }: Judge,
  rows: Map<ListedPost, KnownPost>,
): Promise<StoredList['entries']> {
  const postIds = [...rows.values()].map(({ postId }) => postId)
  const entries = Map.groupBy(await listEntriesWithItems(tx, contest.id, postIds), ({ postId }) => postId)
  return new Map([...rows].map(([row, { postId }]) => [row, entries.get(postId) ?? []]))
}

async function sourceFor(ctx: Context, tx: Tx, { contest }: Judge, name: string): Promise<number> {
  const { id, kind } = await ensureList(tx, {
    brandId: contest.brandId,
    name,
    settings: ctx.secrets.seal('source.settings', '{}'),
    createdAt: ctx.clock.now(),
  })
  if (kind !== 'list') {
    throw new Refusal(
      'conflict',
      `There is a source "${name}" already, which is no list: choose another name.`,
    )
  }
  await followSource(tx, contest.id, id)
  return id
}

/** A list may be old: what a network told of an account stays. */
async function withKnownAuthors(tx: Tx, rows: readonly ListedPost[]): Promise<Brought[]> {
  const brought: Brought[] = []
  for (const [network, group] of Map.groupBy(rows, ({ post }) => post.network)) {
    const ids = group.flatMap(({ post }) => post.author?.id ?? [])
    const authors = await findAuthors(tx, network, ids)
    for (const { post, raw } of group) {
      const author = post.author && (authors.get(post.author.id) ?? post.author)
      brought.push({ post: { ...post, author }, ref: refOf(post), raw: { list: raw } })
    }
  }
  return brought
}

function refOf({ id, url }: Post): string {
  return url ?? id
}
