import { canonicalJson } from '../contest/canonical-json.ts'
import type { CommitRandomness } from '../contest/hcd1/commit.ts'
import { checkClock, firstRoundAt, LEAST_LEAD, timeOfRound } from '../contest/hcd1/drand.ts'
import { limitTickets, TooManyTickets } from '../contest/hcd1/entrants.ts'
import { makeCommit } from '../contest/hcd1/make-commit.ts'
import { parseEntrants } from '../contest/hcd1/parse-entrants.ts'
import { NOTHING_BEFORE } from '../contest/hcd1/shape.ts'
import { type Instant, MINUTE } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import { type Contest, lockContest, readContest, readLocalSecret, touchContests } from '../db/contests.ts'
import { type Draw, insertDraw, listDraws, readDraw } from '../db/draws.ts'
import { listItems } from '../db/items.ts'
import { countFetching, countWaiting } from '../db/moderation-queue.ts'
import type { Tx } from '../db/pool.ts'
import { insertEntrants } from '../db/tickets.ts'
import { inTransaction } from '../db/transaction.ts'
import { nodeHashing } from '../hashing.ts'
import { newestBeacon } from '../net/drand.ts'
import { Refusal } from '../refusal.ts'
import { DRAW_LEAD } from './create-contest.ts'
import { chainOf } from './draw-chain.ts'
import { MAX_TICKETS } from './draw-task.ts'
import { listEntrants } from './list-entrants.ts'

export interface FreezeOptions {
  /** Entries that still wait for a person or their picture get no ticket; otherwise they stop the freezing. */
  leaveWaiting: boolean
  /**
   * Where the time of the draw has passed, or is less than `LEAST_LEAD` away: the draw is `DRAW_LEAD` after the list is
   * published. Otherwise that stops the freezing.
   */
  postpone?: boolean
  by: string | null
}

/**
 * Freezes the list of a contest and publishes the commitment to its draw: from now on neither the list nor the round
 * that decides can change. Throws `Refusal` `conflict` with what stands in the way.
 */
export async function freezeDraw(ctx: Context, contestId: number, options: FreezeOptions): Promise<Draw> {
  // Asked before the contest is locked: a relay that is slow must not hold up its moderators.
  const newest = await newestRound(ctx, await readContest(ctx.db, contestId))
  const draw = await inTransaction(ctx.db, async (tx) => {
    const contest = await lockContest(tx, contestId)
    await refuseUnlessReady(ctx, tx, contest, options)
    const drawAt = drawTime(ctx, contest, newest, options.postpone ?? false)
    return readDraw(tx, await commit(ctx, tx, contest, drawAt, options.by))
  })
  ctx.events.tell({ contest: contestId })
  ctx.log.info({ contest: contestId, draw: draw.id }, 'list frozen')
  return draw
}

async function commit(
  ctx: Context,
  tx: Tx,
  contest: Contest,
  drawAt: Instant,
  by: string | null,
): Promise<number> {
  const items = await listItems(tx, contest.id)
  const { entrants, lines } = await listEntrants(ctx, tx, contest, items)
  refuseTooMany(lines)
  const secret = contest.drawKind === 'local' ? await readLocalSecret(tx, contest.id) : null
  const { commit, hash } = await makeCommit(
    {
      contest: `${ctx.config.publicUrl}/c/${contest.slug}`,
      draw: 1,
      prev: NOTHING_BEFORE,
      rules: contest.rulesHash ?? '',
      entrants: lines,
      items: items
        .filter((item) => item.winners > 0)
        .map(({ slug, winners, alternates }) => ({ id: slug, winners, alternates })),
      maxPrizes: contest.maxPrizes,
      randomness: randomnessOf(ctx, contest, drawAt),
    },
    nodeHashing,
  )
  const id = await insertDraw(tx, {
    contestId: contest.id,
    number: commit.draw,
    kind: contest.drawKind,
    commit: canonicalJson(commit),
    commitHash: hash,
    entrants: Buffer.from(lines).toString('ascii'),
    drawAt,
    secret,
    frozenBy: by,
    frozenAt: ctx.clock.now(),
  })
  await insertEntrants(tx, id, entrants)
  await touchContests(tx, [contest.id])
  return id
}

/**
 * The newest round that can be proved, in time; null for draws that need none. A clock that is behind is refused: by it
 * a round might seem to come that is known already.
 */
async function newestRound(ctx: Context, contest: Contest): Promise<Instant | null> {
  if (contest.drawKind === 'local') return null
  const chain = chainOf(ctx)
  const { fetch, clock } = ctx
  const newest = await newestBeacon({ relays: ctx.config.drandRelays, chain, fetch, clock })
  if (newest.state !== 'found') {
    throw new Refusal(
      'conflict',
      'No drand relay answers, so it cannot be shown that the round is still to come. Try again later.',
    )
  }
  if (checkClock(chain, newest.beacon.round, clock.now()) === 'refuse') {
    throw new Refusal(
      'conflict',
      'The clock of this server is more than 30 seconds behind the beacon. Set it, then freeze.',
    )
  }
  return timeOfRound(chain, newest.beacon.round)
}

async function refuseUnlessReady(
  ctx: Context,
  tx: Tx,
  contest: Contest,
  { leaveWaiting }: FreezeOptions,
): Promise<void> {
  const collectedAt = contest.rules.closesAt + contest.rules.grace
  if (contest.state !== 'open') throw conflict(`${contest.slug} is a draft: open it first.`)
  if ((await listDraws(tx, contest.id)).length > 0)
    throw conflict(`The list of ${contest.slug} is frozen already; there is one draw.`)
  if (ctx.clock.now() < collectedAt)
    throw conflict(`Posts made before closing are collected until ${iso(collectedAt)}; freeze after that.`)
  if (leaveWaiting) return
  const waiting = await countWaiting(tx, contest.id)
  if (waiting > 0)
    throw conflict(
      `${waiting} ${waiting === 1 ? 'entry waits' : 'entries wait'} for a decision; decide, or freeze with leaveWaiting and they carry no ticket.`,
    )
  const fetching = await countFetching(tx, contest.id)
  if (fetching > 0)
    throw conflict(
      `The pictures of ${fetching} ${fetching === 1 ? 'entry are' : 'entries are'} still being fetched; wait, or freeze with leaveWaiting and they carry no ticket.`,
    )
}

/**
 * When the draw is: at the time the rules name, or where that can no longer be, a fixed time after the list is public.
 * Nobody chooses it, and the round of it is as unknown as the other was.
 */
function drawTime(ctx: Context, contest: Contest, newest: Instant | null, postpone: boolean): Instant {
  const now = Math.max(ctx.clock.now(), newest ?? 0)
  if (now + LEAST_LEAD <= contest.drawAt) return contest.drawAt
  if (postpone) return Math.ceil((now + DRAW_LEAD) / MINUTE) * MINUTE
  throw conflict(
    `The draw was to be at ${iso(contest.drawAt)}, and its list has to be public ${LEAST_LEAD / MINUTE} minutes before. ` +
      `Freeze with postpone, and the draw is ${DRAW_LEAD / (60 * MINUTE)} hours after the list is published. Nothing was frozen.`,
  )
}

function randomnessOf(ctx: Context, contest: Contest, drawAt: Instant): CommitRandomness {
  if (contest.drawKind === 'local') {
    if (contest.localCommit === null) throw new Error(`${contest.slug} draws by a secret and has none`)
    return { type: 'local', commit: contest.localCommit }
  }
  const chain = chainOf(ctx)
  return { type: 'drand', chain: chain.hash, round: firstRoundAt(chain, drawAt) }
}

function refuseTooMany(lines: Uint8Array): void {
  try {
    limitTickets(parseEntrants(lines), MAX_TICKETS)
  } catch (error) {
    if (!(error instanceof TooManyTickets)) throw error
    throw conflict(`The list has ${error.found} tickets; a draw takes at most ${MAX_TICKETS}.`)
  }
}

function conflict(message: string): Refusal {
  return new Refusal('conflict', message)
}

function iso(at: Instant): string {
  return new Date(at).toISOString()
}
