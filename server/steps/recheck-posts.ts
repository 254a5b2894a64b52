import { HOUR, type Instant, MINUTE } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import { readContest } from '../db/contests.ts'
import type { Tx } from '../db/pool.ts'
import { lockPosts } from '../db/posts.ts'
import { type DuePost, listPostsDue, recordAsked, recordGone, recordPresent } from '../db/presence.ts'
import { findSource, listFollowers } from '../db/sources.ts'
import { inTransaction } from '../db/transaction.ts'
import { type Checked, SourceError } from '../sources/source.ts'
import { connect } from './connect-source.ts'
import { isResting } from './follow-stream.ts'
import { collects } from './followed.ts'
import { createJudge, type Judge } from './judge.ts'
import { judgeStored } from './judge-stored.ts'
import { type StoredCounts, storeBrought } from './store-posts.ts'

/** A post is asked about again after this time … */
export const RECHECK_AFTER = 12 * HOUR
/** … and between the closing of a contest and its draw after this one, so that the list is of posts that stand. */
export const RECHECK_BEFORE_DRAW = 2 * HOUR
/** Two definite answers this far apart make a post gone: a server that restarts answers 404 for a moment. */
export const GONE_APART = 10 * MINUTE
/** Posts asked about in one run; the next tick goes on. */
export const RECHECK_MOST = 400
/** Posts asked about in one request and stored in one transaction. */
const BATCH = 20

export interface Rechecked {
  asked: number
  gone: number
  changed: number
}

/**
 * Asks a source which of its posts are still there, and takes in edits that no timeline shows any more. What a source
 * does not answer disqualifies nobody.
 */
export async function recheckPosts(ctx: Context, sourceId: number, signal: AbortSignal): Promise<Rechecked> {
  const counts = { asked: 0, gone: 0, changed: 0 }
  const source = await findSource(ctx.db, sourceId)
  const now = ctx.clock.now()
  if (source?.state !== 'active' || isResting(source, now)) return counts
  const { judges, after } = await followersOf(ctx, sourceId)
  const due = { now, before: now - after, again: now - GONE_APART }
  const posts = await listPostsDue(ctx.db, sourceId, due, RECHECK_MOST)
  try {
    const connected = connect(ctx, source, signal)
    if (connected.hasNobodyToAsk) return counts
    for (let from = 0; from < posts.length && !signal.aborted; from += BATCH) {
      const some = posts.slice(from, from + BATCH)
      const answers = await connected.check(some)
      // Two transactions: taking posts in locks their authors first, and that must not come after the posts.
      const edits = await inTransaction(ctx.db, (tx) => takeEdits(ctx, tx, sourceId, judges, answers))
      const presence = await inTransaction(ctx.db, (tx) => takePresence(ctx, tx, some, answers))
      for (const contest of new Set([...edits.shown, ...presence.shown])) ctx.events.tell({ contest })
      counts.asked += some.length
      counts.gone += presence.gone
      counts.changed += edits.changed + presence.back
      if (some.every(({ id }) => (answers.get(id)?.state ?? 'unknown') === 'unknown')) break
    }
  } catch (error) {
    // Reading the source records its failures; here an unreachable source only means that nothing is known.
    if (!(error instanceof SourceError)) throw error
    ctx.log.debug({ source: sourceId, kind: error.kind }, 'source did not answer a re-check')
  }
  return counts
}

/** Who would take in a post that turns up anew, and how old an answer may be. */
async function followersOf(ctx: Context, sourceId: number): Promise<{ judges: Judge[]; after: number }> {
  const now = ctx.clock.now()
  const judges: Judge[] = []
  let after = RECHECK_AFTER
  for (const { contestId } of await listFollowers(ctx.db, sourceId)) {
    const contest = await readContest(ctx.db, contestId)
    if (contest.rules.closesAt <= now && now < contest.drawAt) after = RECHECK_BEFORE_DRAW
    if (collects(contest, now)) judges.push(await createJudge(ctx.db, contestId))
  }
  return { judges, after }
}

async function takeEdits(
  ctx: Context,
  tx: Tx,
  sourceId: number,
  judges: Judge[],
  answers: Map<string, Checked>,
): Promise<StoredCounts> {
  const brought = [...answers.values()].flatMap((answer) =>
    answer.state === 'present' && answer.change?.kind === 'upsert' ? [answer.change] : [],
  )
  return storeBrought(ctx, tx, brought, sourceId, judges)
}

async function takePresence(
  ctx: Context,
  tx: Tx,
  posts: DuePost[],
  answers: Map<string, Checked>,
): Promise<{ gone: number; back: number; shown: number[] }> {
  const now: Instant = ctx.clock.now()
  const postIds = posts.map(({ postId }) => postId)
  await lockPosts(tx, postIds)
  const answered = posts.flatMap(({ id, postId }) => {
    const answer = answers.get(id)
    return answer ? [{ postId, answer }] : []
  })
  const present = answered.flatMap(({ postId, answer }) => (answer.state === 'present' ? postId : []))
  const missing = answered.flatMap(({ postId, answer }) =>
    answer.state === 'gone' ? [{ postId, why: answer.why }] : [],
  )
  await recordAsked(tx, postIds, now)
  const back = await recordPresent(tx, present)
  const gone = await recordGone(tx, missing, now, GONE_APART)
  const shown = await judgeStored(tx, [...back, ...gone], now)
  return { gone: gone.length, back: back.length, shown }
}
