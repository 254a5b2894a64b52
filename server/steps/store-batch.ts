import type { Context } from '../context.ts'
import { insertGap } from '../db/gaps.ts'
import type { Tx } from '../db/pool.ts'
import { lockPosts } from '../db/posts.ts'
import { storeTombstones } from '../db/presence.ts'
import type { SourceRow } from '../db/sources.ts'
import {
  listKnownAuthors,
  listKnownPosts,
  listPostsBy,
  listReferred,
  renameParticipants,
  withdrawPosts,
} from '../db/withdrawals.ts'
import { networkOf } from '../sources/connect.ts'
import type { Batch, Change, Gap, Gone, Upsert, Withdraw, WithdrawRef } from '../sources/source.ts'
import { takesFrom } from './catch-up.ts'
import type { Judge } from './judge.ts'
import { judgeStored } from './judge-stored.ts'
import { storeBrought } from './store-posts.ts'

/** What became of one batch. `shown`: contests in which everybody sees something of it. */
export interface StoredBatch {
  stored: number
  changed: number
  withdrawn: number
  entries: number
  shown: number[]
}

/** Stores and judges what a source brought, in whatever way: posts, deletions, and what it says it has missed. */
export async function storeBatch(
  ctx: Context,
  tx: Tx,
  source: SourceRow,
  judges: Judge[],
  batch: Batch,
): Promise<StoredBatch> {
  const now = ctx.clock.now()
  const network = networkOf(ctx.sources, source.kind)
  // In this order, which is everybody's: people are locked before posts.
  await renameParticipants(tx, network, ofKind(batch, 'rename_author'))
  const brought = await thoseWanted(tx, network, ofKind(batch, 'upsert'))
  const stored = await storeBrought(ctx, tx, brought, source.id, judges)
  const gone = await thoseMeant(tx, network, ofKind(batch, 'withdraw'))
  const words = [
    ...gone.map(({ ref, why }) => ({ id: ref.id, why })),
    ...(await thoseReferred(tx, source, ofKind(batch, 'withdraw_ref'))),
  ]
  const withdrawn = await storeTombstones(tx, network, words, now)
  for (const [why, authors] of Map.groupBy(ofKind(batch, 'withdraw_author'), (one) => one.why)) {
    withdrawn.push(
      ...(await withdrawAuthors(
        tx,
        network,
        authors.map(({ author }) => author),
        why,
        now,
      )),
    )
  }
  const shown = await judgeStored(tx, withdrawn, now)
  const gap = batch.gap && gapThatMatters(batch.gap, judges)
  if (gap) await insertGap(tx, { sourceId: source.id, ...gap, noticedAt: now })
  return { ...stored, withdrawn: withdrawn.length, shown: [...new Set([...stored.shown, ...shown])] }
}

/**
 * A gap as far as posts of its time are taken, so that who was early or late is told so too; null where no contest was
 * open in it.
 */
function gapThatMatters(gap: Gap, judges: Judge[]): Gap | null {
  const open = judges
    .map(({ contest }) => contest)
    .filter(({ rules }) => gap.until > rules.opensAt && gap.from < rules.closesAt)
  if (open.length === 0) return null
  const from = Math.max(gap.from, Math.min(...open.map(takesFrom)))
  const until = Math.min(gap.until, Math.max(...open.map(({ rules }) => rules.closesAt + rules.grace)))
  return { ...gap, from, until }
}

function ofKind<K extends Change['kind']>(batch: Batch, kind: K): Extract<Change, { kind: K }>[] {
  const is = (change: Change): change is Extract<Change, { kind: K }> => change.kind === kind
  return batch.changes.filter(is)
}

async function thoseWanted(tx: Tx, network: string, brought: Upsert[]): Promise<Upsert[]> {
  const asked = brought.flatMap(({ ifKnown, post }) => (ifKnown ? post.id : []))
  const known = await listKnownPosts(tx, network, asked)
  // An edit may come with the post itself.
  for (const { ifKnown, post } of brought) if (!ifKnown) known.add(post.id)
  return brought.filter(({ post }) => known.has(post.id))
}

async function thoseMeant(tx: Tx, network: string, gone: Withdraw[]): Promise<Withdraw[]> {
  const asked = gone.flatMap((one) => (one.ifKnown ? [{ id: one.ref.id, author: one.ifKnown.author }] : []))
  const posts = await listKnownPosts(
    tx,
    network,
    asked.map(({ id }) => id),
  )
  const authors = await listKnownAuthors(
    tx,
    network,
    asked.map(({ author }) => author),
  )
  return gone.filter(({ ref, ifKnown }) => !ifKnown || posts.has(ref.id) || authors.has(ifKnown.author))
}

async function thoseReferred(
  tx: Tx,
  source: SourceRow,
  gone: WithdrawRef[],
): Promise<{ id: string; why: Gone }[]> {
  const ids = await listReferred(
    tx,
    source.id,
    gone.map(({ ref }) => ref),
  )
  return gone.flatMap(({ ref, why }) => {
    const id = ids.get(ref)
    return id === undefined ? [] : [{ id, why }]
  })
}

async function withdrawAuthors(
  tx: Tx,
  network: string,
  authors: string[],
  why: Gone,
  now: number,
): Promise<number[]> {
  const posts = await listPostsBy(tx, network, authors)
  await lockPosts(tx, posts)
  await withdrawPosts(tx, posts, why, now)
  return posts
}
