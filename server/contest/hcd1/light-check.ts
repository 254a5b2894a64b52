import { isIncluded } from '../merkle.ts'
import { fromHex, toHex, utf8 } from './bytes.ts'
import { checkCommit, commitHash } from './commit.ts'
import { type Hcd1Code, Hcd1Fault } from './fault.ts'
import { DIGEST, type Hashing } from './hashing.ts'
import { parseEntrants } from './parse-entrants.ts'
import { pidOf } from './participant.ts'
import { checkRandomness, seedOf } from './randomness.ts'
import type { DrawRecord } from './record.ts'
import type { Statement } from './statement.ts'
import { drawTickets, type ItemTickets } from './tickets.ts'

/**
 * What one participant finds out with a statement and the record, without the list. Unsound, with the first thing that
 * does not fit: `pid` (not made of this participant and salt), `commitment` (the record is of another one), `list` (the
 * line is not in it), `randomness` (not what was committed to), `seed`.
 */
export type LightCheck =
  | { sound: false; fault: 'pid' | 'commitment' | 'list' | 'randomness' | 'seed' }
  | { sound: true; items: LightItem[] }

/**
 * How a participant fared for one item. `behind`: every winner has a better number. `void`: no ticket is left. `capped`:
 * holds as many prizes as allowed. `look`: a winner's number is worse, or a prize was not given: others' scores or an
 * earlier void may explain it, which only the full verification can tell.
 */
export interface LightItem {
  item: string
  outcome: 'won' | 'behind' | 'void' | 'capped' | 'look'
  /** The best ticket that is not void, and its value as hex; null where all are. */
  best: { ticket: number; value: string } | null
}

/**
 * The check one participant can make alone (hcd1, "Light check"). The beacon's signature is not part of it.
 * `record` is trusted in its shape only; what is wrong with it shows as a fault.
 */
export async function lightCheck(
  statement: Statement,
  record: DrawRecord,
  hashing: Hashing,
): Promise<LightCheck> {
  if (!(await ownsPid(statement, hashing))) return { sound: false, fault: 'pid' }
  try {
    const commit = checkCommit(record.commit)
    const hash = await commitHash(commit, hashing)
    if (hash !== statement.commit_hash || hash !== record.commit_hash)
      return { sound: false, fault: 'commitment' }
    if (!(await isListed(statement, commit.n, commit.root, hashing))) return { sound: false, fault: 'list' }
    const { bytes } = await checkRandomness(record.randomness, commit.randomness, hashing)
    const seed = await seedOf(hash, bytes, hashing)
    if (toHex(seed) !== record.seed) return { sound: false, fault: 'seed' }
    return { sound: true, items: await fare(statement, record, seed, hashing) }
  } catch (error) {
    if (!(error instanceof Hcd1Fault)) throw error
    return { sound: false, fault: faultOf(error.code) }
  }
}

function faultOf(code: Hcd1Code): 'commitment' | 'list' | 'randomness' {
  if (code.startsWith('commit')) return 'commitment'
  return code.startsWith('list') ? 'list' : 'randomness'
}

async function ownsPid({ participant, salt, pid, line }: Statement, hashing: Hashing): Promise<boolean> {
  const key = fromHex(salt)
  if (key?.length !== DIGEST || !line.startsWith(`${pid} `)) return false
  return (await pidOf(participant, key, hashing)) === pid
}

async function isListed(
  { line, index, n, path }: Statement,
  count: number,
  root: string,
  hashing: Hashing,
): Promise<boolean> {
  const hashes = path.map(fromHex)
  const rootHash = fromHex(root)
  if (n !== count || rootHash === null || !hashes.every((hash) => hash !== null)) return false
  return isIncluded(utf8(line), index, n, hashes, rootHash, hashing)
}

/** The participant's own line, drawn as a list of one. */
async function fare(
  { line, pid }: Statement,
  record: DrawRecord,
  seed: Uint8Array,
  hashing: Hashing,
): Promise<LightItem[]> {
  const own = parseEntrants(utf8(`${line}\n`))
  const given = record.commit.items.map(({ id }) => id).filter((id) => own.items.includes(id))
  return (await drawTickets(own, given, seed, hashing)).map((tickets) => {
    const best = bestTicket(tickets, pid, record)
    return { item: tickets.item, outcome: outcomeOf(tickets.item, pid, best?.value ?? null, record), best }
  })
}

function bestTicket(tickets: ItemTickets, pid: string, { events }: DrawRecord): LightItem['best'] {
  const isVoid = (ticket: number) =>
    events.some(
      (event) =>
        event.pid === pid &&
        (event.item === null || event.item === tickets.item) &&
        (event.ticket === null || event.ticket === ticket),
    )
  const ticket = tickets.order.find((one) => !isVoid(one))
  if (ticket === undefined) return null
  return { ticket, value: toHex(tickets.values.subarray(ticket * DIGEST, (ticket + 1) * DIGEST)) }
}

function outcomeOf(
  item: string,
  pid: string,
  value: string | null,
  record: DrawRecord,
): LightItem['outcome'] {
  const won = record.result.filter(({ winners }) => winners.some((winner) => winner.pid === pid))
  const result = record.result.find((one) => one.item === item)
  if (result === undefined) return 'look'
  if (won.includes(result)) return 'won'
  if (value === null) return 'void'
  if (result.unfilled === 0 && result.winners.every((winner) => winner.value < value)) return 'behind'
  const { max_prizes } = record.commit
  return max_prizes > 0 && won.length >= max_prizes ? 'capped' : 'look'
}
