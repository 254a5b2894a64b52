import { canonicalJson } from '../canonical-json.ts'
import { merkleRoot, merkleTree } from '../merkle.ts'
import { toHex, utf8 } from './bytes.ts'
import { countEntrants, type Entrants, ITEM_ID } from './entrants.ts'
import { Hcd1Fault, must } from './fault.ts'
import { type Hashing, sha256Hex } from './hashing.ts'
import { hasExactly, isHex32, isInteger, isObject, isSomeText } from './shape.ts'

/** What is promised before a draw: commit.json, field for field. */
export interface Commit {
  v: 'hcd1'
  /** The contest's public address. */
  contest: string
  /** 1 for a contest's first commitment, one more after each that was withdrawn. */
  draw: number
  /** The commit hash of the previous draw; `NOTHING_BEFORE` for the first. */
  prev: string
  /** SHA-256 of the published rules text. */
  rules: string
  /** Lines of entrants.txt, and the Merkle root over them. */
  n: number
  root: string
  /** In the order in which prizes are given. */
  items: CommitItem[]
  /** Prizes one participant may win over all items; 0 for no limit. Within one item it is always 1. */
  max_prizes: number
  randomness: CommitRandomness
}

export interface CommitItem {
  id: string
  winners: number
  alternates: number
}

/** Where the draw's randomness will come from. */
export type CommitRandomness =
  | { type: 'drand'; chain: string; round: number }
  | { type: 'manual'; source: string }
  | { type: 'local'; commit: string }

const FIELDS = ['v', 'contest', 'draw', 'prev', 'rules', 'n', 'root', 'items', 'max_prizes', 'randomness']

/**
 * Reads a commitment out of parsed JSON. Decisions where the specification is brief: text must be canonical and not
 * empty; `draw` counts from 1; there is at least one item; an item gives at least one prize. `draw` and `prev` are not
 * held against each other, as only the previous commitment can say whether they fit.
 * Throws `Hcd1Fault`: `commit-fields`, `commit-value`, `commit-items`, `commit-randomness`, in this order.
 */
export function checkCommit(value: unknown): Commit {
  must(isObject(value), 'commit-fields', 'the commitment is not an object')
  must(hasExactly(value, FIELDS), 'commit-fields', `expected exactly the fields ${FIELDS.join(', ')}`)
  const { v, contest, draw, prev, rules, n, root, max_prizes } = value
  must(v === 'hcd1', 'commit-value', 'v: expected "hcd1"')
  must(isSomeText(contest), 'commit-value', 'contest: expected printable ASCII without " and \\')
  must(isInteger(draw, 1), 'commit-value', 'draw: expected an integer from 1')
  must(isHex32(prev), 'commit-value', 'prev: expected 64 lower-case hex digits')
  must(isHex32(rules), 'commit-value', 'rules: expected 64 lower-case hex digits')
  must(isInteger(n, 0), 'commit-value', 'n: expected an integer from 0')
  must(isHex32(root), 'commit-value', 'root: expected 64 lower-case hex digits')
  must(isInteger(max_prizes, 0), 'commit-value', 'max_prizes: expected an integer from 0')
  const items = checkItems(value.items)
  const randomness = checkCommitRandomness(value.randomness)
  return { v, contest, draw, prev, rules, n, root, items, max_prizes, randomness }
}

function checkItems(value: unknown): CommitItem[] {
  must(Array.isArray(value) && value.length > 0, 'commit-items', 'expected a list of at least one item')
  const items = value.map(checkItem)
  must(new Set(items.map(({ id }) => id)).size === items.length, 'commit-items', 'an item id comes twice')
  return items
}

function checkItem(value: unknown, index: number): CommitItem {
  const where = `item ${index + 1}`
  must(isObject(value), 'commit-items', `${where} is not an object`)
  must(
    hasExactly(value, ['id', 'winners', 'alternates']),
    'commit-items',
    `${where}: expected id, winners, alternates`,
  )
  const { id, winners, alternates } = value
  must(typeof id === 'string' && ITEM_ID.test(id), 'commit-items', `${where}: id: expected ${ITEM_ID.source}`)
  must(isInteger(winners, 1), 'commit-items', `${where}: winners: expected an integer from 1`)
  must(isInteger(alternates, 0), 'commit-items', `${where}: alternates: expected an integer from 0`)
  return { id, winners, alternates }
}

function checkCommitRandomness(value: unknown): CommitRandomness {
  must(isObject(value), 'commit-randomness', 'expected an object')
  const { type, chain, round, source, commit } = value
  if (type === 'drand' && hasExactly(value, ['type', 'chain', 'round'])) {
    must(isHex32(chain), 'commit-randomness', 'chain: expected 64 lower-case hex digits')
    must(isInteger(round, 1), 'commit-randomness', 'round: expected an integer from 1')
    return { type, chain, round }
  }
  if (type === 'manual' && hasExactly(value, ['type', 'source'])) {
    must(isSomeText(source), 'commit-randomness', 'source: expected printable ASCII without " and \\')
    return { type, source }
  }
  if (type === 'local' && hasExactly(value, ['type', 'commit'])) {
    must(isHex32(commit), 'commit-randomness', 'commit: expected 64 lower-case hex digits')
    return { type, commit }
  }
  throw new Hcd1Fault(
    'commit-randomness',
    'expected type, chain, round of drand; type, source of manual; or type, commit of local',
  )
}

/** The hash that stands for a commitment: H(canonical commit), hex. */
export async function commitHash(commit: Commit, hashing: Hashing): Promise<string> {
  return sha256Hex(utf8(canonicalJson(commit)), hashing)
}

/** `commit-n` or `commit-root` unless the commitment is one for this list. Throws `Hcd1Fault`. */
export async function checkList(commit: Commit, entrants: Entrants, hashing: Hashing): Promise<void> {
  const count = countEntrants(entrants)
  must(
    commit.n === count,
    'commit-n',
    `the commitment is for ${commit.n} participants, the list has ${count}`,
  )
  const root = await listRoot(entrants, hashing)
  must(commit.root === root, 'commit-root', `the list's root is ${root}`)
}

/** The Merkle root over the lines of a list, hex. */
export async function listRoot({ lines }: Entrants, hashing: Hashing): Promise<string> {
  return toHex(merkleRoot(await merkleTree(lines, hashing)))
}
