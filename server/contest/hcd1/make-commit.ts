import {
  type Commit,
  type CommitItem,
  type CommitRandomness,
  checkCommit,
  commitHash,
  listRoot,
} from './commit.ts'
import { countEntrants } from './entrants.ts'
import { must } from './fault.ts'
import type { Hashing } from './hashing.ts'
import { parseEntrants } from './parse-entrants.ts'
import { NOTHING_BEFORE } from './shape.ts'

/** What a commitment is made of. */
export interface CommitPlan {
  /** The contest's public address. */
  contest: string
  /** 1, or one more than the withdrawn draw whose commit hash is `prev`. */
  draw: number
  prev: string
  /** Hex SHA-256 of the published rules text. */
  rules: string
  /** The bytes of entrants.txt. */
  entrants: Uint8Array
  items: CommitItem[]
  maxPrizes: number
  randomness: CommitRandomness
}

/**
 * The commitment of a plan, and its hash. What we publish is stricter than what we accept from others: `draw` 1, and no
 * other, has nothing before it (`commit-value`). Throws `Hcd1Fault`, also for a list or values that are not hcd1's.
 */
export async function makeCommit(
  plan: CommitPlan,
  hashing: Hashing,
): Promise<{ commit: Commit; hash: string }> {
  const entrants = parseEntrants(plan.entrants)
  const commit = checkCommit({
    v: 'hcd1',
    contest: plan.contest,
    draw: plan.draw,
    prev: plan.prev,
    rules: plan.rules,
    n: countEntrants(entrants),
    root: await listRoot(entrants, hashing),
    items: plan.items,
    max_prizes: plan.maxPrizes,
    randomness: plan.randomness,
  })
  const fits = (commit.draw === 1) === (commit.prev === NOTHING_BEFORE)
  must(fits, 'commit-value', 'prev: expected 64 zeros for draw 1, the withdrawn commitment for any other')
  return { commit, hash: await commitHash(commit, hashing) }
}
