import type { Post } from '../contest/post.ts'
import { lockContests, touchContests } from '../db/contests.ts'
import { listContestsOfPosts } from '../db/entries.ts'
import { refreshItems } from '../db/items.ts'
import type { Tx } from '../db/pool.ts'
import { mergePosts } from '../db/post-merge.ts'
import { findNamed, lockNames, type NamedPost, renamePost } from '../db/post-names.ts'
import { lockPosts } from '../db/posts.ts'

/** A post with all the names it came under; without `also` it can have no others. */
interface Named {
  post: Post
  also?: readonly string[]
}

export interface NamedOnce<B> {
  /** Each under the name that it is, or will be, stored by. */
  brought: B[]
  /** Posts that were two until now: they are to be judged again. */
  merged: number[]
}

/**
 * Finds out which posts are one, by the names that a network gives them the one way and the other. One that is known by
 * another name is stored under the best one: that under which it comes with others beside. Where two rows turn out to be one
 * post, they become one, with the entries and decisions of both.
 */
export async function namePosts<B extends Named>(
  tx: Tx,
  network: string,
  brought: B[],
): Promise<NamedOnce<B>> {
  if (brought.every(({ also }) => also === undefined)) return { brought, merged: [] }
  await lockNames(tx, network)
  const names = brought.flatMap(namesOf)
  const known = Map.groupBy(await findNamed(tx, network, [...new Set(names)]), ({ name }) => name)
  const stands = new Map<string, string>()
  const merged: number[] = []
  const renamed: B[] = []
  for (const one of brought) {
    const rows = rowsOf(one, known)
    const name =
      rows.length > 0 ? await settle(tx, network, one, rows, merged, known) : nameInBatch(one, stands)
    for (const other of namesOf(one)) stands.set(other, name)
    renamed.push({
      ...one,
      post: { ...one.post, id: name },
      also: namesOf(one).filter((other) => other !== name),
    })
  }
  return { brought: renamed, merged }
}

function namesOf({ post, also }: Named): string[] {
  return [post.id, ...(also ?? [])]
}

/** The rows that go by any of its names, the one with its best name first. */
function rowsOf(one: Named, known: Map<string, NamedPost[]>): NamedPost[] {
  const rows = namesOf(one).flatMap((name) => known.get(name) ?? [])
  const byId = new Map(rows.map((row) => [row.postId, row]))
  return [...byId.values()].toSorted((a, b) => rank(a, one) - rank(b, one) || a.postId - b.postId)
}

function rank({ networkId }: NamedPost, { post }: Named): number {
  return networkId === post.id ? 0 : 1
}

function nameInBatch(one: Named, stands: Map<string, string>): string {
  for (const name of namesOf(one)) {
    const stored = stands.get(name)
    if (stored !== undefined) return stored
  }
  return one.post.id
}

/** Makes one of all rows, under the best name. Answers that name. */
async function settle(
  tx: Tx,
  network: string,
  one: Named,
  [first, ...others]: NamedPost[],
  merged: number[],
  known: Map<string, NamedPost[]>,
): Promise<string> {
  if (first === undefined) return one.post.id
  for (const other of others) await mergeRows(tx, first.postId, other.postId)
  if (others.length > 0) merged.push(first.postId)
  const isLesser = (one.also ?? []).includes(first.networkId)
  const name = isLesser ? one.post.id : first.networkId
  if (isLesser) await renamePost(tx, network, first, name)
  const row = { ...first, networkId: name }
  const gone = new Set([first, ...others].map(({ postId }) => postId))
  for (const [key, rows] of known) if (rows.some(({ postId }) => gone.has(postId))) known.set(key, [row])
  for (const key of namesOf(one)) known.set(key, [row])
  return name
}

async function mergeRows(tx: Tx, keep: number, drop: number): Promise<void> {
  await lockPosts(tx, [keep, drop])
  const contests = [...(await listContestsOfPosts(tx, [keep, drop])).keys()]
  await lockContests(tx, contests)
  const { items } = await mergePosts(tx, { keep, drop })
  await refreshItems(tx, items)
  await touchContests(tx, contests)
}
