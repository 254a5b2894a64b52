import { DIGEST, digestMany, type Hashing, type Messages, single } from './hcd1/hashing.ts'

/**
 * A Merkle tree of RFC 9162 section 2.1.1, level by level: the leaves' hashes first, 32 bytes each, the root alone
 * last. A node without a neighbour on its right moves up as it is, which gives the same tree as the RFC's
 * "largest power of two smaller than n". No leaves: one level, the hash of nothing.
 */
export interface MerkleTree {
  leaves: number
  levels: Uint8Array[]
}

/** Builds the tree over leaves: leaf hash SHA-256(00 ‖ leaf), node hash SHA-256(01 ‖ left ‖ right). */
export async function merkleTree(leaves: Messages, hashing: Hashing): Promise<MerkleTree> {
  const count = leaves.starts.length
  if (count === 0) return { leaves: 0, levels: [await hashing.sha256(single(new Uint8Array()))] }
  let level = await leafHashes(leaves, hashing)
  const levels = [level]
  while (level.length > DIGEST) {
    level = await nextLevel(level, hashing)
    levels.push(level)
  }
  return { leaves: count, levels }
}

/** The root of a tree, 32 bytes. */
export function merkleRoot({ levels }: MerkleTree): Uint8Array {
  return levels.at(-1) ?? new Uint8Array()
}

/**
 * The inclusion proof of RFC 9162 section 2.1.3.1: the neighbours from the leaf upwards, 32 bytes each.
 * Throws `RangeError` for an index without leaf.
 */
export function inclusionProof({ leaves, levels }: MerkleTree, index: number): Uint8Array[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves) {
    throw new RangeError(`leaf ${index}: expected 0 to ${leaves - 1}`)
  }
  const path: Uint8Array[] = []
  let place = index
  for (const level of levels.slice(0, -1)) {
    const neighbour = (place ^ 1) * DIGEST
    if (neighbour < level.length) path.push(level.slice(neighbour, neighbour + DIGEST))
    place >>>= 1
  }
  return path
}

/** Whether `leaf` is the leaf `index` of the `count` under `root` (RFC 9162 section 2.1.3.2). */
export async function isIncluded(
  leaf: Uint8Array,
  index: number,
  count: number,
  path: Uint8Array[],
  root: Uint8Array,
  hashing: Hashing,
): Promise<boolean> {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(count) || index < 0 || index >= count)
    return false
  let hash = await leafHash(leaf, hashing)
  let place = index
  let last = count - 1
  for (const neighbour of path) {
    if (last === 0 || neighbour.length !== DIGEST) return false
    if (place % 2 === 1 || place === last) {
      hash = await nodeHash(neighbour, hash, hashing)
      while (place % 2 === 0 && place !== 0) {
        place /= 2
        last = Math.floor(last / 2)
      }
    } else {
      hash = await nodeHash(hash, neighbour, hashing)
    }
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && hash.length === root.length && hash.every((byte, i) => byte === root[i])
}

function leafHashes({ bytes, starts, ends }: Messages, hashing: Hashing): Promise<Uint8Array> {
  return digestMany(
    starts.length,
    (i) => (ends[i] ?? 0) - (starts[i] ?? 0) + 1,
    (i, into, at) => into.set(bytes.subarray(starts[i], ends[i]), at + 1),
    (messages) => hashing.sha256(messages),
  )
}

async function nextLevel(below: Uint8Array, hashing: Hashing): Promise<Uint8Array> {
  const count = below.length / DIGEST
  const pairs = Math.floor(count / 2)
  const hashes = await digestMany(
    pairs,
    () => 2 * DIGEST + 1,
    (i, into, at) => {
      into[at] = 1
      into.set(below.subarray(2 * i * DIGEST, 2 * (i + 1) * DIGEST), at + 1)
    },
    (messages) => hashing.sha256(messages),
  )
  if (count % 2 === 0) return hashes
  const level = new Uint8Array(hashes.length + DIGEST)
  level.set(hashes)
  level.set(below.subarray(2 * pairs * DIGEST), hashes.length)
  return level
}

function leafHash(leaf: Uint8Array, hashing: Hashing): Promise<Uint8Array> {
  return leafHashes({ bytes: leaf, starts: Uint32Array.of(0), ends: Uint32Array.of(leaf.length) }, hashing)
}

async function nodeHash(left: Uint8Array, right: Uint8Array, hashing: Hashing): Promise<Uint8Array> {
  const pair = new Uint8Array(2 * DIGEST)
  pair.set(left)
  pair.set(right, DIGEST)
  return nextLevel(pair, hashing)
}
