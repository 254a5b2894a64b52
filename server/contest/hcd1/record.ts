import { sortedJson } from '../canonical-json.ts'
import { checkBeacon } from './bls.ts'
import { toHex } from './bytes.ts'
import { type Commit, checkCommit, checkList, commitHash } from './commit.ts'
import type { DrandChain } from './drand.ts'
import { limitTickets } from './entrants.ts'
import { checkEvents, type VoidEvent } from './events.ts'
import { type Hashing, sha256Hex } from './hashing.ts'
import { parseEntrants } from './parse-entrants.ts'
import { checkRandomness, type Randomness, seedOf } from './randomness.ts'
import { drawResult, type ItemResult } from './result.ts'
import type { Reveal } from './reveal.ts'
import { NOTHING_BEFORE } from './shape.ts'

/** record.json, field for field. */
export interface DrawRecord {
  v: 'hcd1'
  /** From 1; one more whenever events were added. */
  rev: number
  /** The revision hash of the record before; `NOTHING_BEFORE` for revision 1. */
  prev: string
  commit: Commit
  commit_hash: string
  randomness: Randomness
  seed: string
  entrants_sha256: string
  events: VoidEvent[]
  /** In the commitment's order of items. */
  result: ItemResult[]
  /** Names that may be published. Outside the revision hash, so that one can be withdrawn. */
  reveals?: Reveal[]
}

/** What a record is a function of. What is `unknown` is checked as strictly as a stranger's. */
export interface DrawInputs {
  commit: unknown
  /** The bytes of entrants.txt. */
  entrants: Uint8Array
  randomness: unknown
  events: unknown
}

/** What drawing and verifying need from their surroundings. */
export interface DrawTools {
  hashing: Hashing
  /** Whose rounds are believed: `PINNED_CHAINS`; tests bring their own. */
  chains: readonly DrandChain[]
  /** Lists with more tickets throw `TooManyTickets`. A ticket takes some 60 bytes of memory. */
  mostTickets: number
}

/** Revision 1 of a draw's record, without `reveals`. Throws `Hcd1Fault`, in the order of `HCD1_CODES`. */
export async function drawRecord(inputs: DrawInputs, tools: DrawTools): Promise<DrawRecord> {
  const { hashing, chains, mostTickets } = tools
  const entrants = parseEntrants(inputs.entrants)
  limitTickets(entrants, mostTickets)
  const commit = checkCommit(inputs.commit)
  await checkList(commit, entrants, hashing)
  const { randomness, bytes } = await checkRandomness(inputs.randomness, commit.randomness, hashing)
  const events = checkEvents(inputs.events, entrants)
  await checkBeacon(randomness, chains, hashing)
  const hash = await commitHash(commit, hashing)
  const seed = await seedOf(hash, bytes, hashing)
  return {
    v: 'hcd1',
    rev: 1,
    prev: NOTHING_BEFORE,
    commit,
    commit_hash: hash,
    randomness,
    seed: toHex(seed),
    entrants_sha256: await sha256Hex(inputs.entrants, hashing),
    events,
    result: await drawResult(commit, entrants, seed, events, hashing),
  }
}

/** What is served as record.json: canonical but for the names in `reveals`, which may hold any Unicode. */
export function formatRecord(record: DrawRecord): string {
  return sortedJson(record)
}
