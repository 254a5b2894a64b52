import type { CountedEntry } from '../entry.ts'
import { inclusionProof, type MerkleTree } from '../merkle.ts'
import { toHex } from './bytes.ts'
import type { Commit } from './commit.ts'
import { countEntrants, type Entrants, lineAt, lineOf, weightOf } from './entrants.ts'

/** What a participant is given before the draw: with it they can prove alone what was promised to them. */
export interface Statement {
  participant: string
  /** Hex. */
  salt: string
  pid: string
  /** Their line of entrants.txt without its LF; its place, from 0, among how many; and the proof of that, hex. */
  line: string
  index: number
  n: number
  path: string[]
  /** Each ticket with the id of the post it is for. */
  tickets: { item: string; ticket: number; post: string }[]
  commit_hash: string
  /** When the draw is: RFC 3339 in UTC. */
  at: string
  /** The drand round that decides it; null for other randomness. */
  round: number | null
}

/**
 * One participant's eligible entries by item, in the order of their tickets: the t-th entry, ascending by (source post
 * time, post id), owns ticket t.
 */
export function ticketEntries(entries: CountedEntry[]): Map<string, CountedEntry[]> {
  const sorted = entries.toSorted((a, b) => a.postedAt - b.postedAt || (a.postId < b.postId ? -1 : 1))
  return Map.groupBy(sorted, ({ item }) => item)
}

/** What all statements of a draw share. `tree` is the one over `entrants.lines`. */
export interface StatementBasis {
  entrants: Entrants
  tree: MerkleTree
  commit: Commit
  commitHash: string
  at: string
}

/**
 * The statement of one participant; `entries` as given to the list. Throws `RangeError` when the list has no such pid,
 * or other numbers of tickets than there are entries.
 */
export function writeStatement(
  { entrants, tree, commit, commitHash, at }: StatementBasis,
  person: { participant: string; salt: Uint8Array; pid: string; entries: CountedEntry[] },
): Statement {
  const index = lineOf(entrants, person.pid)
  if (index < 0) throw new RangeError(`pid ${person.pid} is not in the list of ${commit.contest}`)
  const tickets = [...ticketEntries(person.entries)].flatMap(([item, entries]) => {
    const weight = weightOf(entrants, index, item)
    if (weight !== entries.length) {
      throw new RangeError(
        `pid ${person.pid} has ${weight} tickets for ${item} but ${entries.length} entries`,
      )
    }
    return entries.map(({ postId }, ticket) => ({ item, ticket, post: postId }))
  })
  return {
    participant: person.participant,
    salt: toHex(person.salt),
    pid: person.pid,
    line: lineAt(entrants, index),
    index,
    n: countEntrants(entrants),
    path: inclusionProof(tree, index).map(toHex),
    tickets,
    commit_hash: commitHash,
    at,
    round: commit.randomness.type === 'drand' ? commit.randomness.round : null,
  }
}
