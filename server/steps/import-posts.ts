import type { Post } from '../contest/post.ts'
import type { Context } from '../context.ts'
import type { Contest } from '../db/contests.ts'
import type { KnownPost, ListedEntry } from '../db/lists.ts'
import type { Tx } from '../db/pool.ts'
import { inTransaction } from '../db/transaction.ts'
import { Refusal } from '../refusal.ts'
import {
  type ListedPost,
  type ListFile,
  MAX_LIST_BYTES,
  readList,
  UnreadableList,
} from '../sources/list-file.ts'
import { collects } from './followed.ts'
import { createJudge, type Judge } from './judge.ts'
import { findListed, type StoredList, seeKnownListed, storeNewListed } from './store-listed.ts'
import { wordingHash } from './store-posts.ts'

/** Posts stored in one transaction. */
export const IMPORT_BATCH = 200

/**
 * What becomes of a row: `new`; `same`: stored already, word for word; `known`: stored already in other words, which stay;
 * `gone`: its network said that it is not there any more, and a list does not bring it back.
 */
export type RowOutcome = 'new' | 'same' | 'known' | 'gone'

/** A row that could be read, with the entries its post makes. */
export interface ImportedRow {
  line: number
  network: string
  id: string
  url: string | null
  outcome: RowOutcome
  entries: ListedEntry[]
}

export interface Imported extends Omit<ListFile, 'posts'> {
  posts: ImportedRow[]
}

export interface ImportOptions {
  /** Names the source that these posts are shown to come from. */
  name: string
  /** Does all of it, tells what came of it, and keeps nothing. */
  dryRun: boolean
}

/**
 * Takes in the posts of a list, batch by batch: what was killed goes on when the same list is imported again, and what is
 * stored already changes nothing. Rows that are faulty are told and skipped. Throws `Refusal`.
 */
export async function importPosts(
  ctx: Context,
  contest: Contest,
  bytes: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): Promise<Imported> {
  const list = await receive(bytes)
  if (contest.state !== 'open') throw conflict(`${contest.slug} is a draft: open it first.`)
  if (!collects(contest, ctx.clock.now())) {
    throw conflict(`${contest.slug} is closed and its time of grace over: no posts are taken in any more.`)
  }
  const { posts, ...file } = await read(ctx, contest, list)
  const judge = await createJudge(ctx.db, contest.id)
  const rows: ImportedRow[] = []
  for (let from = 0; from < posts.length; from += IMPORT_BATCH) {
    rows.push(...(await importBatch(ctx, judge, posts.slice(from, from + IMPORT_BATCH), options)))
  }
  return { ...file, posts: rows }
}

/** Two transactions: taking posts in locks their authors first, and that must not come after the contest. */
async function importBatch(
  ctx: Context,
  judge: Judge,
  rows: ListedPost[],
  { name, dryRun }: ImportOptions,
): Promise<ImportedRow[]> {
  const known = await findListed(ctx.db, rows)
  const fresh = rows.filter((row) => !known.has(row))
  const there = new Map([...known].filter(([, { isGone }]) => !isGone))
  const stored: StoredList[] = []
  if (fresh.length > 0)
    stored.push(await inOne(ctx, dryRun, (tx) => storeNewListed(ctx, tx, judge, name, fresh)))
  if (there.size > 0)
    stored.push(await inOne(ctx, dryRun, (tx) => seeKnownListed(ctx, tx, judge, name, there)))
  const shown = new Set(dryRun ? [] : stored.flatMap((part) => part.shown))
  for (const id of shown) ctx.events.tell({ contest: id })
  const entries = new Map(stored.flatMap((part) => [...part.entries]))
  return rows.map((row) => ({
    line: row.line,
    network: row.post.network,
    id: row.post.id,
    url: row.post.url,
    outcome: outcomeOf(row.post, known.get(row)),
    entries: entries.get(row) ?? [],
  }))
}

function outcomeOf(post: Post, before: KnownPost | undefined): RowOutcome {
  if (!before) return 'new'
  if (before.isGone) return 'gone'
  return before.hash === wordingHash(post) ? 'same' : 'known'
}

/** What a dry run did is told by an error, so that its transaction keeps nothing. */
class NotKept extends Error {}

async function inOne<T>(ctx: Context, dryRun: boolean, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (!dryRun) return inTransaction(ctx.db, work)
  const results: T[] = []
  try {
    await inTransaction(ctx.db, async (tx) => {
      results.push(await work(tx))
      throw new NotKept()
    })
  } catch (error) {
    const result = results.at(-1)
    if (error instanceof NotKept && result !== undefined) return result
    throw error
  }
  throw new Error('A transaction that threw was kept')
}

async function receive(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of bytes) {
    size += part.length
    if (size <= MAX_LIST_BYTES) parts.push(part)
  }
  if (size <= MAX_LIST_BYTES) return Buffer.concat(parts)
  const most = `${MAX_LIST_BYTES / 1024 / 1024} MB`
  throw new Refusal(
    'too_large',
    `Found a list of more than ${most}; expected at most that: cut it into several.`,
  )
}

async function read(ctx: Context, contest: Contest, bytes: Uint8Array): Promise<ListFile> {
  try {
    return await readList(bytes, contest.rules.zone, ctx.clock.now())
  } catch (error) {
    if (!(error instanceof UnreadableList)) throw error
    throw new Refusal('invalid', error.message, { cause: error })
  }
}

function conflict(message: string): Refusal {
  return new Refusal('conflict', message)
}
