import type { Context } from '../context.ts'
import { insertMedia } from '../db/media.ts'
import {
  countAttempt,
  findPicture,
  isStillPending,
  listPostsShowing,
  type PendingPicture,
  setPictureBroken,
  setPictureReady,
} from '../db/pictures.ts'
import type { Tx } from '../db/pool.ts'
import { lockPosts } from '../db/posts.ts'
import { inTransaction } from '../db/transaction.ts'
import { PICTURE_LIMITS } from '../media/limits.ts'
import { allPaths } from '../media/names.ts'
import { type Received, receive } from '../media/receive.ts'
import { PictureRefused, RenderFailed } from '../media/refused.ts'
import { StoreError } from '../media/store.ts'
import { FetchError } from '../net/fetch-error.ts'
import { judgeStored } from './judge-stored.ts'

/** Tries before a picture that cannot be fetched counts as broken. */
export const PICTURE_TRIES = 4

/**
 * Fetches one picture of a post, makes our renditions of it, and judges the post again. Broken pictures are final and
 * say why; what may pass (a server that does not answer, a full disk) is thrown, so that the job is tried again.
 */
export async function fetchPicture(
  ctx: Context,
  pictureId: number,
  signal: AbortSignal,
): Promise<{ ready: number; broken: number }> {
  const picture = await findPicture(ctx.db, pictureId)
  if (!picture) return { ready: 0, broken: 0 }
  const { pending, postId } = picture
  const mediaId = pending ? await fetchPending(ctx, pending, signal) : picture.mediaId
  // Also where the picture was here already: the server that fetched it may have stopped before it came to this.
  if (mediaId !== null) await judgeTwins(ctx, postId, mediaId)
  return { ready: mediaId === null ? 0 : 1, broken: pending !== null && mediaId === null ? 1 : 0 }
}

/** Answers the media id; null where the picture is broken. */
async function fetchPending(
  ctx: Context,
  picture: PendingPicture,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const received = await receive(await download(ctx, picture, signal), ctx)
    await settle(ctx, picture, (tx) => keep(ctx, tx, picture, received))
    return received.id
  } catch (error) {
    if (signal.aborted || isOurs(error)) throw error
    const why = finalReason(error, picture)
    if (why === null) {
      await countAttempt(ctx.db, picture.id)
      throw error
    }
    await settle(ctx, picture, (tx) => setPictureBroken(tx, picture.id, why, isLost(error)))
    return null
  }
}

async function download(ctx: Context, picture: PendingPicture, signal: AbortSignal): Promise<Uint8Array> {
  const answer = await ctx.fetch(picture.url, {
    limits: PICTURE_LIMITS,
    signal,
    headers: { accept: 'image/*' },
  })
  if (answer.status === 200) return answer.body
  if (answer.status === 404 || answer.status === 410) {
    throw new PictureRefused(
      'empty',
      `The picture is no longer at its address (the server answered ${answer.status}).`,
    )
  }
  throw new Error(`The picture's server answered ${answer.status}`)
}

async function keep(ctx: Context, tx: Tx, picture: PendingPicture, received: Received): Promise<void> {
  await insertMedia(tx, received, ctx.clock.now())
  // The last post that showed these bytes may have been forgotten since they were stored.
  const [master = ''] = allPaths(received.id)
  if (!(await ctx.store.has(master))) throw new Error('Its files were removed meanwhile')
  await setPictureReady(tx, picture.id, received.id)
  await ctx.queue.add('fingerprint-media', [{ data: { mediaId: received.id }, key: received.id }], tx)
}

/** Writes what became of a picture and judges its post again; nothing where the post asks for other bytes by now. */
async function settle(
  ctx: Context,
  picture: PendingPicture,
  write: (tx: Tx) => Promise<void>,
): Promise<void> {
  const shown = await inTransaction(ctx.db, async (tx) => {
    await lockPosts(tx, [picture.postId])
    if (!(await isStillPending(tx, picture))) return []
    await write(tx)
    return judgeStored(tx, [picture.postId], ctx.clock.now())
  })
  for (const contest of shown) ctx.events.tell({ contest })
}

/** Others that show the same bytes may be the later ones now: pictures do not arrive in the order of their posts. */
async function judgeTwins(ctx: Context, postId: number, mediaId: string): Promise<void> {
  const twins = await listPostsShowing(ctx.db, mediaId, postId)
  if (twins.length === 0) return
  const shown = await inTransaction(ctx.db, (tx) => judgeStored(tx, twins, ctx.clock.now()))
  for (const contest of shown) ctx.events.tell({ contest })
}

/** A full disk or a server that stops says nothing about the picture: no try is counted. */
function isOurs(error: unknown): boolean {
  return error instanceof StoreError || (error instanceof RenderFailed && error.reason === 'closed')
}

/** Null where another try may help. */
function finalReason(error: unknown, picture: PendingPicture): string | null {
  if (error instanceof PictureRefused) return error.message
  if (error instanceof FetchError && FINAL.has(error.kind)) return error.message
  return picture.attempts + 1 >= PICTURE_TRIES ? `It could not be fetched in ${PICTURE_TRIES} tries.` : null
}

/** Nothing came from its address. What came and is no picture is none at any other address either. */
function isLost(error: unknown): boolean {
  return error instanceof PictureRefused
    ? error.code === 'empty'
    : !(error instanceof FetchError && FINAL.has(error.kind))
}

const FINAL: ReadonlySet<FetchError['kind']> = new Set(['too_large', 'bad_url', 'refused_address'])
