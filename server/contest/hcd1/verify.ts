import { canonicalJson } from '../canonical-json.ts'
import { checkBeacon } from './bls.ts'
import { toHex } from './bytes.ts'
import { checkCommit, checkList, commitHash } from './commit.ts'
import { countEntrants, limitTickets } from './entrants.ts'
import { checkEvents } from './events.ts'
import { type Hcd1Code, Hcd1Fault, must } from './fault.ts'
import { sha256Hex } from './hashing.ts'
import { parseEntrants } from './parse-entrants.ts'
import { checkRandomness, type Level, levelOf, seedOf } from './randomness.ts'
import type { DrawTools } from './record.ts'
import { drawResult } from './result.ts'
import { checkReveals } from './reveal.ts'
import { isHex32, isInteger, isObject, NOTHING_BEFORE } from './shape.ts'

/** What a verifier says: what was drawn, or the first fault. */
export type Verdict =
  | { valid: true; contest: string; draw: number; rev: number; n: number; level: Level }
  | { valid: false; code: Hcd1Code; message: string }

/**
 * Checks a record (parsed JSON of any shape) against the bytes of its entrants.txt, in the order of `HCD1_CODES`,
 * the beacon's signature last. One file cannot show that a revision or a commitment before it was another one: for
 * that, compare `prev` with the files it names.
 */
export async function verifyRecord(
  record: unknown,
  entrants: Uint8Array,
  tools: DrawTools,
): Promise<Verdict> {
  try {
    return await verify(record, entrants, tools)
  } catch (error) {
    if (error instanceof Hcd1Fault) return { valid: false, code: error.code, message: error.message }
    throw error
  }
}

async function verify(
  record: unknown,
  bytes: Uint8Array,
  { hashing, chains, mostTickets }: DrawTools,
): Promise<Verdict> {
  const entrants = parseEntrants(bytes)
  limitTickets(entrants, mostTickets)
  must(isObject(record), 'entrants-hash', 'the record is not an object')
  const sameList = record.entrants_sha256 === (await sha256Hex(bytes, hashing))
  must(sameList, 'entrants-hash', 'the record was made of another list')
  const commit = checkCommit(record.commit)
  const hash = await commitHash(commit, hashing)
  must(record.commit_hash === hash, 'commit-hash', `the commitment's hash is ${hash}`)
  await checkList(commit, entrants, hashing)
  const { randomness, bytes: value } = await checkRandomness(record.randomness, commit.randomness, hashing)
  const seed = await seedOf(hash, value, hashing)
  must(record.seed === toHex(seed), 'seed', `these inputs give the seed ${toHex(seed)}`)
  const events = checkEvents(record.events, entrants)
  const result = canonicalJson(await drawResult(commit, entrants, seed, events, hashing))
  must(canonicalOrNull(record.result) === result, 'result', 'these inputs give another result')
  const rev = checkEnvelope(record)
  await checkReveals(record.reveals, entrants, hashing)
  await checkBeacon(randomness, chains, hashing)
  const { contest, draw } = commit
  return { valid: true, contest, draw, rev, n: countEntrants(entrants), level: levelOf(commit.randomness) }
}

const FIELDS = [
  'v',
  'rev',
  'prev',
  'commit',
  'commit_hash',
  'randomness',
  'seed',
  'entrants_sha256',
  'events',
  'result',
  'reveals',
]

/** What stands around the rest and has no code of its own: `result` again. Returns the revision. */
function checkEnvelope(record: Record<string, unknown>): number {
  const odd = Object.keys(record).find((field) => !FIELDS.includes(field))
  must(odd === undefined, 'result', `the record has an unknown field ${JSON.stringify(odd)}`)
  const { v, rev, prev } = record
  must(v === 'hcd1', 'result', 'v of the record: expected "hcd1"')
  must(isInteger(rev, 1), 'result', 'rev: expected an integer from 1')
  const fits = isHex32(prev) && (prev === NOTHING_BEFORE) === (rev === 1)
  must(fits, 'result', 'prev: expected the hash of the revision before, 64 zeros for revision 1')
  return rev
}

function canonicalOrNull(value: unknown): string | null {
  try {
    return canonicalJson(value)
  } catch {
    return null
  }
}
