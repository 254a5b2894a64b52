import { type Instant, MINUTE, SECOND } from '../instant.ts'
import { concat, fromHex, u32, u64, utf8 } from './bytes.ts'
import { type Hashing, sha256Hex } from './hashing.ts'

/** A beacon of the drand network: what never changes of it. Hex throughout. */
export interface DrandChain {
  hash: string
  publicKey: string
  /** Seconds between rounds. */
  period: number
  /** When round 1 was made, in seconds since 1970. */
  genesis: number
  scheme: 'bls-unchained-g1-rfc9380'
  beaconId: string
  groupHash: string
}

/** The League of Entropy's chain of 3 seconds. Pinned: a chain that could be fetched could be swapped. */
export const QUICKNET: DrandChain = {
  hash: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
  publicKey:
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451' +
    '0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  period: 3,
  genesis: 1_692_803_367,
  scheme: 'bls-unchained-g1-rfc9380',
  beaconId: 'quicknet',
  groupHash: 'f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e',
}

/** The only chains whose rounds decide a draw in production. */
export const PINNED_CHAINS: readonly DrandChain[] = [QUICKNET]

/** The number a chain published for a round, after its signature was checked. `value` is SHA-256 of the signature. */
export interface Beacon {
  round: number
  signature: string
  value: string
}

/** The round that decides a draw set for `at`: the first one made at or after it. Round 1 for times before genesis. */
export function firstRoundAt({ genesis, period }: DrandChain, at: Instant): number {
  return Math.max(1, Math.ceil((at - genesis * SECOND) / (period * SECOND)) + 1)
}

/** When a round is made. */
export function timeOfRound({ genesis, period }: DrandChain, round: number): Instant {
  return (genesis + (round - 1) * period) * SECOND
}

/**
 * The hash of a chain's facts, by which it is named: H(u32 period ‖ i64 genesis ‖ public key ‖ group hash ‖ beacon id
 * unless "default"). Equal to `chain.hash`, or the chain was copied wrongly.
 */
export async function chainHash(chain: DrandChain, hashing: Hashing): Promise<string> {
  const key = fromHex(chain.publicKey)
  const group = fromHex(chain.groupHash)
  if (key === null || group === null) throw new RangeError('publicKey and groupHash: expected lower-case hex')
  const id = utf8(chain.beaconId === 'default' ? '' : chain.beaconId)
  return sha256Hex(concat(u32(chain.period), u64(chain.genesis), key, group, id), hashing)
}

/** A commitment comes at least so long before its round (1.7 of the draw's notes: nobody can foresee it, all can see it). */
export const LEAST_LEAD = 15 * MINUTE

/** A round lies at most so far in the host's future before freezing and drawing stop: the clock is slow. */
export const MOST_AHEAD = 30 * SECOND

/** The newest round lies at most so far in the host's past before staff are warned: the clock is fast, or the chain late. */
export const MOST_BEHIND = 120 * SECOND

/** Whether a commitment to `round` may be published when `newest` is the newest round that was verified. */
export function leavesLead(chain: DrandChain, round: number, newest: number): boolean {
  return timeOfRound(chain, round) - timeOfRound(chain, newest) >= LEAST_LEAD
}

/**
 * The host's clock against the newest verified round. `refuse`: the host is behind the chain, neither freeze nor draw.
 * `warn`: the round is old; the clock may be fast.
 */
export function checkClock(chain: DrandChain, newest: number, now: Instant): 'good' | 'warn' | 'refuse' {
  const ahead = timeOfRound(chain, newest) - now
  if (ahead > MOST_AHEAD) return 'refuse'
  return ahead < -MOST_BEHIND ? 'warn' : 'good'
}

/** How long a late round is waited for: then a new commitment is allowed, explained in public. */
export const PATIENCE = 7 * 24 * 60 * MINUTE

const FIRST_WAIT = 15 * SECOND
const LONGEST_WAIT = 10 * MINUTE

/**
 * How long to wait after so many fruitless attempts (1, 2, 3 …) at a round: 15 s, doubled each time, at most 10 min;
 * null once the round is `PATIENCE` late. It will be the same round: never another one, never another source.
 */
export function waitForRound(attempts: number, late: number): number | null {
  if (late >= PATIENCE) return null
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts - 1))
}
