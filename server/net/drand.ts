import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { isBeacon } from '../contest/hcd1/bls.ts'
import { fromHex } from '../contest/hcd1/bytes.ts'
import { type Beacon, type DrandChain, MOST_BEHIND, timeOfRound } from '../contest/hcd1/drand.ts'
import { sha256Hex } from '../contest/hcd1/hashing.ts'
import type { Instant } from '../contest/instant.ts'
import { nodeHashing } from '../hashing.ts'
import type { FetchLimits, GuardedFetch } from './fetch.ts'
import { FetchError } from './fetch-error.ts'

/** Public relays of the League of Entropy (drand's documentation). Settings may name others: no relay is trusted. */
export const DRAND_RELAYS: readonly string[] = [
  'https://api.drand.sh',
  'https://api2.drand.sh',
  'https://api3.drand.sh',
  'https://drand.cloudflare.com',
]

/** What one relay may cost (1.7 of the draw's notes). An answer has some 200 bytes. */
export const RELAY_LIMITS: FetchLimits = { maxBytes: 4096, deadline: 5000, maxRedirects: 3 }

export interface RelayIo {
  /** Addresses without the path, asked in this order. */
  relays: readonly string[]
  chain: DrandChain
  fetch: GuardedFetch
  clock: Clock
  signal?: AbortSignal
  /** In place of `RELAY_LIMITS`. */
  limits?: Partial<FetchLimits>
}

/** Why a relay brought nothing. */
export interface RelayFailure {
  relay: string
  why: string
}

/** `failures` names the relays asked in vain, also where a later one answered. */
export type BeaconAnswer =
  | { state: 'found'; beacon: Beacon; relay: string; failures: RelayFailure[] }
  | { state: 'not-yet'; dueAt: Instant; failures: RelayFailure[] }
  | { state: 'failed'; failures: RelayFailure[] }

/**
 * The number of one round: the first answer that the chain really signed. `not-yet`: its time has not come, which is
 * not worth a request, or a relay says that the round does not exist so far; the same round will come. `failed`: no
 * relay could be used.
 */
export async function fetchBeacon({ round, ...io }: RelayIo & { round: number }): Promise<BeaconAnswer> {
  const dueAt = timeOfRound(io.chain, round)
  if (io.clock.now() < dueAt) return { state: 'not-yet', dueAt, failures: [] }
  const failures: RelayFailure[] = []
  let missing = false
  for (const relay of io.relays) {
    const answer = await askRelay(relay, round, io)
    if ('beacon' in answer) return { state: 'found', ...answer, failures }
    missing ||= answer.missing
    failures.push({ relay, why: answer.why })
  }
  return missing ? { state: 'not-yet', dueAt, failures } : { state: 'failed', failures }
}

/**
 * The newest round that a relay can prove, to hold clocks and commitments against. A relay may hide new rounds but not
 * invent them: one that is more than `MOST_BEHIND` old is believed only when no other relay has a newer one.
 */
export async function newestBeacon(io: RelayIo): Promise<Exclude<BeaconAnswer, { state: 'not-yet' }>> {
  const failures: RelayFailure[] = []
  let newest: { beacon: Beacon; relay: string } | null = null
  for (const relay of io.relays) {
    const answer = await askRelay(relay, null, io)
    if (!('beacon' in answer)) failures.push({ relay, why: answer.why })
    else if (newest === null || answer.beacon.round > newest.beacon.round) newest = answer
    if (newest && io.clock.now() - timeOfRound(io.chain, newest.beacon.round) <= MOST_BEHIND) break
  }
  return newest ? { state: 'found', ...newest, failures } : { state: 'failed', failures }
}

/** A beacon's JSON that is not one, or not the one asked for. The message is for whoever pasted it. */
export class BeaconRefused extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'BeaconRefused'
  }
}

/**
 * The beacon in a relay's JSON, which staff of a host without a network may paste from a phone: the signature makes
 * its way here irrelevant. `round` null takes any. Throws `BeaconRefused`.
 */
export async function readBeacon(text: string, chain: DrandChain, round: number | null): Promise<Beacon> {
  const parsed = BeaconJson.safeParse(parse(text))
  if (!parsed.success) {
    throw new BeaconRefused(`Not a beacon: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`)
  }
  const { round: found, signature } = parsed.data
  if (round !== null && found !== round) throw new BeaconRefused(`Round ${found}, expected round ${round}`)
  const signed = fromHex(signature)
  if (signed === null || !(await isBeacon(chain, found, signature, nodeHashing))) {
    throw new BeaconRefused(`Not signed by ${chain.beaconId} for round ${found}`)
  }
  return { round: found, signature, value: await sha256Hex(signed, nodeHashing) }
}

/** What we use of an answer; its `randomness` is computed, not believed. A signature on G1 has 48 bytes. */
const BeaconJson = z.object({
  round: z.int().min(1),
  signature: z
    .string()
    .regex(/^[0-9a-f]{96}$/i, 'expected 96 hex digits')
    .toLowerCase(),
})

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Asks one relay for a round, or for its newest (null). `missing`: it says that there is no such round. */
async function askRelay(
  relay: string,
  round: number | null,
  { chain, fetch, signal, limits }: RelayIo,
): Promise<{ beacon: Beacon; relay: string } | { why: string; missing: boolean }> {
  signal?.throwIfAborted()
  try {
    const { status, body } = await fetch(`${relay}/${chain.hash}/public/${round ?? 'latest'}`, {
      limits: { ...RELAY_LIMITS, ...limits },
      ...(signal && { signal }),
    })
    if (status !== 200) return { why: `status ${status}`, missing: ABSENT.has(status) }
    return { beacon: await readBeacon(new TextDecoder().decode(body), chain, round), relay }
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof FetchError || error instanceof BeaconRefused) {
      return { why: error.message, missing: false }
    }
    throw error
  }
}

/** 404, and 425 Too Early, with which some relays answer for a round to come. */
const ABSENT = new Set([404, 425])
