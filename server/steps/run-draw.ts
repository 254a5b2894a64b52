import type { Randomness } from '../contest/hcd1/randomness.ts'
import { formatRecord } from '../contest/hcd1/record.ts'
import { revisionHash } from '../contest/hcd1/revision.ts'
import type { Context } from '../context.ts'
import { lockContests, touchContests } from '../db/contests.ts'
import { storeRecord } from '../db/draw-records.ts'
import { type Draw, readDraw, readEntrants, recordDrawError } from '../db/draws.ts'
import { inTransaction } from '../db/transaction.ts'
import { nodeHashing } from '../hashing.ts'
import { fetchBeacon } from '../net/drand.ts'
import { computeDraw } from './compute-draw.ts'

/** What became of one try. `late`: the round is not there yet, or no relay hands it out; the same round is asked for again. */
export type DrawOutcome = 'drawn' | 'already' | 'late'

/**
 * Draws what was committed to. The record is a pure function of the commitment, the list and the randomness: a second
 * server, or a second try after a crash, computes the same bytes and finds them stored.
 */
export async function runDraw(ctx: Context, drawId: number, signal: AbortSignal): Promise<DrawOutcome> {
  const draw = await readDraw(ctx.db, drawId)
  if (draw.state === 'drawn') return 'already'
  if (ctx.clock.now() < draw.drawAt) return 'late'
  try {
    return await perform(ctx, draw, signal)
  } catch (error) {
    if (!signal.aborted) await recordDrawError(ctx.db, drawId, BROKEN)
    throw error
  }
}

/** Shown in public, so what the error says stays in the log. */
const BROKEN = 'The record could not be computed. The log of the server says why; it is tried again.'

async function perform(ctx: Context, draw: Draw, signal: AbortSignal): Promise<DrawOutcome> {
  const randomness = await randomnessFor(ctx, draw, signal)
  if (randomness === null) return 'late'
  const record = await computeDraw(
    {
      commit: JSON.parse(draw.commit),
      entrants: Buffer.from(await readEntrants(ctx.db, draw.id), 'ascii'),
      randomness,
      events: [],
    },
    { chains: ctx.chains, signal },
  )
  const revision = {
    rev: record.rev,
    text: formatRecord(record),
    hash: await revisionHash(record, nodeHashing),
  }
  const isFirst = await inTransaction(ctx.db, async (tx) => {
    await lockContests(tx, [draw.contestId])
    const stored = await storeRecord(tx, draw.id, revision, ctx.clock.now())
    if (stored) await touchContests(tx, [draw.contestId])
    return stored
  })
  if (!isFirst) return 'already'
  ctx.events.tell({ contest: draw.contestId })
  ctx.log.info({ draw: draw.id, contest: draw.contestId }, 'drawn')
  return 'drawn'
}

async function randomnessFor(ctx: Context, draw: Draw, signal: AbortSignal): Promise<Randomness | null> {
  const { randomness } = JSON.parse(draw.commit) as {
    randomness: { type: string; chain?: string; round?: number }
  }
  if (draw.kind === 'local') {
    if (draw.secret === null) throw new Error(`Draw ${draw.id} is of kind local and has no secret`)
    return { type: 'local', secret: ctx.secrets.open('draw.secret', draw.secret) }
  }
  const chain = ctx.chains.find((known) => known.hash === randomness.chain)
  if (!chain || randomness.round === undefined)
    throw new Error(`Draw ${draw.id} names a chain that is not pinned`)
  const answer = await fetchBeacon({
    relays: ctx.config.drandRelays,
    chain,
    round: randomness.round,
    fetch: ctx.fetch,
    clock: ctx.clock,
    signal,
  })
  if (answer.state === 'found') {
    const { round, signature, value } = answer.beacon
    return { type: 'drand', chain: chain.hash, round, signature, value }
  }
  await recordDrawError(
    ctx.db,
    draw.id,
    answer.state === 'not-yet' ? 'The round is not there yet.' : 'No relay hands out the round.',
  )
  return null
}
