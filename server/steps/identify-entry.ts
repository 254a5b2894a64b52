import { canonicalHandle } from '../contest/hcd1/participant.ts'
import type { Context } from '../context.ts'
import { type Contest, readContest } from '../db/contests.ts'
import { insertDecision } from '../db/decisions.ts'
import { type Entry, findEntry, listContestsOfPosts, listEntriesOfPosts } from '../db/entries.ts'
import { readEvidence } from '../db/evidence.ts'
import { storeParticipants } from '../db/participants.ts'
import type { Tx } from '../db/pool.ts'
import { identifyPosts } from '../db/post-authors.ts'
import { lockPosts } from '../db/posts.ts'
import { inTransaction } from '../db/transaction.ts'
import { Refusal } from '../refusal.ts'
import { judgeStored } from './judge-stored.ts'

/** Whose post it is, and how one knows. */
export interface IdentifyWords {
  handle: string
  evidence: string
  /** A user of the console. */
  by: string
}

/**
 * Says whose post an entry is made of, where no interface tells it, and judges the post again. What the network says later
 * stands above it. Throws `Refusal` where the author is known.
 */
export async function identifyEntry(
  ctx: Context,
  contest: Contest,
  entryId: number,
  words: IdentifyWords,
): Promise<Entry> {
  const missing = new Refusal('not_found', `There is no entry ${entryId} in ${contest.slug}.`)
  const { entry, shown } = await inTransaction(ctx.db, async (tx) => {
    const before = await findEntry(tx, contest.id, entryId)
    if (!before) throw missing
    const shown = await identify(ctx, tx, contest, before.postId, words)
    const entry = await findEntry(tx, contest.id, entryId)
    if (!entry) throw missing
    return { entry, shown }
  })
  for (const id of shown) ctx.events.tell({ contest: id })
  return entry
}

/** A post is known once to the installation: nobody says for another brand whose it is. */
async function refuseShared(tx: Tx, contest: Contest, postId: number): Promise<void> {
  for (const id of (await listContestsOfPosts(tx, [postId])).keys()) {
    const other = id === contest.id ? contest : await readContest(tx, id)
    if (other.brandId === contest.brandId) continue
    throw new Refusal(
      'conflict',
      'A contest of another brand shows this post too: only its network can tell whose it is.',
      {
        faults: [
          { field: 'entry', found: 'a post of several brands', expected: 'a post of this brand alone' },
        ],
      },
    )
  }
}

async function identify(
  ctx: Context,
  tx: Tx,
  contest: Contest,
  postId: number,
  { handle, evidence, by }: IdentifyWords,
): Promise<number[]> {
  const now = ctx.clock.now()
  const [known] = await readEvidence(tx, [postId])
  const id = canonicalHandle(handle)
  const participants = known
    ? await storeParticipants(
        tx,
        known.post.network,
        [{ id, handle: id, name: id, url: null, since: null }],
        now,
      )
    : new Map<string, number>()
  await lockPosts(tx, [postId])
  await refuseShared(tx, contest, postId)
  const participantId = participants.get(id)
  const isNews =
    participantId !== undefined && known?.upload === null
      ? await identifyPosts(tx, [{ postId, participantId, by: 'moderator' }])
      : []
  if (isNews.length === 0) {
    const found = known?.upload
      ? 'an upload, whose sender is known'
      : `a post by ${known?.post.author?.handle ?? handle}`
    throw new Refusal('conflict', `Nobody is to be identified: found ${found}.`, {
      faults: [{ field: 'entry', found, expected: 'an entry of a post whose author is not known' }],
    })
  }
  const shown = await judgeStored(tx, [postId], now)
  for (const { id: entryId, state } of await listEntriesOfPosts(tx, contest.id, [postId])) {
    await insertDecision(tx, {
      entryId,
      action: 'identify',
      code: null,
      text: `@${id}: ${evidence}`,
      itemId: null,
      from: state,
      to: state,
      by,
      at: now,
    })
  }
  return shown
}
