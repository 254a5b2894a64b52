import type { Context } from '../context.ts'
import { type Contest, lockContests } from '../db/contests.ts'
import { listContestsOfPosts } from '../db/entries.ts'
import {
  endMerge,
  findFrozenLine,
  findMerge,
  insertMerge,
  listMergedInto,
  listPostsEntered,
  lockParticipants,
  tookPart,
} from '../db/merges.ts'
import type { Tx } from '../db/pool.ts'
import { lockPosts } from '../db/posts.ts'
import { inTransaction } from '../db/transaction.ts'
import { Refusal } from '../refusal.ts'
import { judgeStored } from './judge-stored.ts'

/** Why, and who says so: a user of the console. */
export interface MergeWords {
  reason: string
  by: string
}

/**
 * Lets an account count as another participant (`into`) in all contests of the contest's brand: one person for limits,
 * lists and the same picture twice. Their posts are judged again. Throws `Refusal` where one of them takes no part in the
 * contest, where one of them is merged already, or where a frozen list that is still to be drawn names one of them.
 */
export async function mergeParticipants(
  ctx: Context,
  contest: Contest,
  participantId: number,
  into: number,
  { reason, by }: MergeWords,
): Promise<void> {
  if (participantId === into) {
    throw new Refusal('invalid', 'An account cannot be merged into itself.', {
      faults: [{ field: 'body.into', found: String(into), expected: 'another participant' }],
    })
  }
  await change(ctx, contest, [participantId, into], async (tx) => {
    await refuseChains(tx, contest.brandId, participantId, into)
    await insertMerge(tx, {
      brandId: contest.brandId,
      participantId,
      intoId: into,
      reason,
      mergedBy: by,
      mergedAt: ctx.clock.now(),
    })
  })
}

/** Takes a merge back: the account is a person of its own again. Throws `Refusal` as `mergeParticipants` does. */
export async function unmergeParticipant(
  ctx: Context,
  contest: Contest,
  participantId: number,
  { reason, by }: MergeWords,
): Promise<void> {
  const into = (await findMerge(ctx.db, contest.brandId, participantId))?.intoId
  const both = into === undefined ? [participantId] : [participantId, into]
  await change(ctx, contest, both, async (tx) => {
    const merge = await findMerge(tx, contest.brandId, participantId)
    if (!merge || merge.intoId !== into)
      throw new Refusal(
        'conflict',
        `Participant ${participantId} is not merged into another, or was just now.`,
      )
    await endMerge(tx, merge.id, { reason, by, at: ctx.clock.now() })
  })
}

/**
 * What both have in common. Locks are taken in the order of `lockContests`: while the participants are locked no post of
 * theirs comes in, and while the contests are no list is frozen.
 */
async function change(
  ctx: Context,
  contest: Contest,
  participants: number[],
  write: (tx: Tx) => Promise<void>,
): Promise<void> {
  const { brandId } = contest
  const shown = await inTransaction(ctx.db, async (tx) => {
    const accounts = await withOtherAccounts(tx, brandId, participants)
    await lockParticipants(tx, accounts)
    for (const id of participants) await refuseStranger(tx, contest, id)
    const posts = await listPostsEntered(tx, brandId, accounts)
    await lockPosts(tx, posts)
    await lockContests(tx, [...(await listContestsOfPosts(tx, posts)).keys()])
    await refuseFrozen(tx, brandId, participants)
    await write(tx)
    return judgeStored(tx, posts, ctx.clock.now())
  })
  for (const id of shown) ctx.events.tell({ contest: id })
}

/** What one of a person's accounts posted is held against what the others did. */
async function withOtherAccounts(tx: Tx, brandId: number, participants: number[]): Promise<number[]> {
  const all = new Set(participants)
  for (const id of participants) for (const other of await listMergedInto(tx, brandId, id)) all.add(other)
  return [...all]
}

async function refuseStranger(tx: Tx, contest: Contest, id: number): Promise<void> {
  if (await tookPart(tx, contest.id, id)) return
  throw new Refusal('not_found', `There is no participant ${id} in ${contest.slug}.`)
}

/** One step from account to person: whoever looks at a merge sees all of it. */
async function refuseChains(tx: Tx, brandId: number, participantId: number, into: number): Promise<void> {
  const before = await findMerge(tx, brandId, participantId)
  if (before) {
    throw conflict(`Participant ${participantId} is merged into ${before.intoId} already: undo that first.`)
  }
  const beyond = await findMerge(tx, brandId, into)
  if (beyond) throw conflict(`Participant ${into} is merged into ${beyond.intoId}: merge into that one.`)
  const others = await listMergedInto(tx, brandId, participantId)
  if (others.length > 0) {
    throw conflict(
      `Participant ${others.join(', ')} ${others.length === 1 ? 'is' : 'are'} merged into ${participantId}: merge ${into} into ${participantId}, or undo that first.`,
    )
  }
}

async function refuseFrozen(tx: Tx, brandId: number, participants: number[]): Promise<void> {
  const line = await findFrozenLine(tx, brandId, participants)
  if (!line) return
  throw conflict(
    `The list of ${line.slug} is frozen with a line of theirs, and drawn ${new Date(line.drawAt).toISOString()}: what is in it cannot change. Come again after the draw; it does not change what was drawn.`,
  )
}

function conflict(message: string): Refusal {
  return new Refusal('conflict', message)
}
