import { createHash, randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Challenge } from '../../../web/pages/part/challenge.tsx'
import type { Context } from '../../context.ts'
import type { Contest } from '../../db/contests.ts'
import { countKept } from '../../db/kept.ts'
import { networkOf } from '../../net/client-network.ts'
import { sameDigest } from '../../secrets.ts'

/** Milliseconds in which a challenge has to be answered. */
export const CHALLENGE_LIFETIME = 600_000

/**
 * A proof is one number for each piece, so that SHA-256 of `token.piece.number` begins with so many zero bits: about 65,000
 * hashes in all, whatever the luck of one piece. Measured in docs/decisions/0027-uploads-in-pieces-and-a-proof.md.
 */
export const PROOF_PIECES = 16
export const PROOF_BITS = 12

/** Digits of a number in a proof: nobody needs more than 2^50 tries. */
const NUMBER = /^\d{1,16}$/

/** For this contest and this network, spent by one upload. `wait`: seconds until none is asked for. */
export function makeChallenge(
  ctx: Context,
  request: FastifyRequest,
  contest: Contest,
  wait: number,
): Challenge {
  const now = ctx.clock.now()
  const given = `${now + CHALLENGE_LIFETIME}.${randomBytes(16).toString('hex')}`
  const token = `${given}.${sign(ctx, request, contest, given)}`
  return { token, bits: PROOF_BITS, pieces: PROOF_PIECES, retryAt: now + wait * 1_000 }
}

/** Whether a challenge of ours was answered in time, and for the first time on any server. */
export async function spendProof(
  ctx: Context,
  request: FastifyRequest,
  contest: Contest,
  { challenge, proof }: { challenge: string; proof: string },
): Promise<boolean> {
  const [, given = '', until = '', signature = ''] =
    /^((\d{13,15})\.[0-9a-f]{32})\.([0-9a-f]{64})$/.exec(challenge) ?? []
  if (given === '' || !sameDigest(signature, sign(ctx, request, contest, given))) return false
  if (ctx.clock.now() >= Number(until) || !isSolved(challenge, proof)) return false
  const hash = createHash('sha256').update(`upload.challenge/${given}`).digest('hex')
  return (await countKept(ctx.db, hash, (2 * CHALLENGE_LIFETIME) / 1_000)) === 1
}

function sign(ctx: Context, request: FastifyRequest, contest: Contest, given: string): string {
  return ctx.secrets.mac('upload.challenge', `${contest.id}/${networkOf(request.ip)}/${given}`)
}

/** `proof`: a number for each piece, with blanks between. */
export function isSolved(token: string, proof: string): boolean {
  const numbers = proof.split(' ')
  return (
    numbers.length === PROOF_PIECES &&
    numbers.every((number, piece) => NUMBER.test(number) && isPiece(token, piece, number))
  )
}

function isPiece(token: string, piece: number, number: string): boolean {
  const head = createHash('sha256').update(`${token}.${piece}.${number}`).digest().readUInt32BE(0)
  return head < 2 ** (32 - PROOF_BITS)
}
