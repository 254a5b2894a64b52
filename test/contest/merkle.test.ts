import fc from 'fast-check'
import t from 'tap'
import { fromHex, toHex, utf8 } from '../../server/contest/hcd1/bytes.ts'
import type { Messages } from '../../server/contest/hcd1/hashing.ts'
import { inclusionProof, isIncluded, merkleRoot, merkleTree } from '../../server/contest/merkle.ts'
import { nodeHashing } from '../../server/hashing.ts'
import { draw, vectors } from './hcd1/vectors.ts'

function bytesOf(hex: string): Uint8Array {
  return fromHex(hex) ?? new Uint8Array()
}

function toMessages(leaves: Uint8Array[]): Messages {
  const ends = leaves.map((_, i) => leaves.slice(0, i + 1).reduce((sum, { length }) => sum + length, 0))
  return {
    bytes: Uint8Array.from(leaves.flatMap((leaf) => [...leaf])),
    starts: Uint32Array.from([0, ...ends.slice(0, -1)].slice(0, leaves.length)),
    ends: Uint32Array.from(ends),
  }
}

function treeOf(leaves: Uint8Array[]) {
  return merkleTree(toMessages(leaves), nodeHashing)
}

const { leaves, roots, proofs } = vectors.merkle

t.test('the roots of Certificate Transparency come out, that of nothing included', async (t) => {
  for (const [count, root] of roots.entries()) {
    t.equal(toHex(merkleRoot(await treeOf(leaves.slice(0, count).map(bytesOf)))), root, `${count} leaves`)
  }
})

t.test('the proofs of the vectors come out and hold', async (t) => {
  for (const { n, index, path } of proofs) {
    const some = leaves.slice(0, n).map(bytesOf)
    const tree = await treeOf(some)
    t.same(inclusionProof(tree, index).map(toHex), path)
    const leaf = some[index] ?? new Uint8Array()
    t.ok(await isIncluded(leaf, index, n, path.map(bytesOf), merkleRoot(tree), nodeHashing))
  }
})

t.test("an entrant's line is proved to be in the list", async (t) => {
  for (const { vector, line, index, n, path } of vectors.inclusion) {
    const { root } = Object(draw(vector).record.commit)
    t.ok(await isIncluded(utf8(line), index, n, path.map(bytesOf), bytesOf(root), nodeHashing))
    t.notOk(await isIncluded(utf8(`${line}0`), index, n, path.map(bytesOf), bytesOf(root), nodeHashing))
  }
})

t.test('every leaf of every tree up to 64 has a proof, which proves no other place', async (t) => {
  const faults: string[] = []
  let proofs = 0
  for (let n = 1; n <= 64; n += 1) {
    const some = Array.from({ length: n }, (_, i) => utf8(`leaf ${i}`))
    const tree = await treeOf(some)
    const root = merkleRoot(tree)
    for (const [index, leaf] of some.entries()) {
      const path = inclusionProof(tree, index)
      if (!(await isIncluded(leaf, index, n, path, root, nodeHashing))) faults.push(`leaf ${index} of ${n}`)
      const next = (index + 1) % n
      if (n > 1 && (await isIncluded(leaf, next, n, path, root, nodeHashing)))
        faults.push(`leaf ${index} as ${next} of ${n}`)
      proofs += 1
    }
  }
  t.same(faults, [])
  t.equal(proofs, (64 * 65) / 2)
})

t.test('a proof with anything changed proves nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.nat(), fc.nat(), async (n, i, j, bit) => {
      const some = Array.from({ length: n }, (_, leaf) => utf8(`leaf ${leaf}`))
      const tree = await treeOf(some)
      const index = i % n
      const path = inclusionProof(tree, index)
      const step = path[j % path.length] ?? new Uint8Array()
      step[bit % 32] = (step[bit % 32] ?? 0) ^ (1 << (bit % 8))
      return !(await isIncluded(some[index] ?? step, index, n, path, merkleRoot(tree), nodeHashing))
    }),
    { numRuns: 50 },
  )
})

t.test('a path too short, too long or of odd pieces proves nothing', async (t) => {
  const some = [utf8('a'), utf8('b'), utf8('c')]
  const tree = await treeOf(some)
  const root = merkleRoot(tree)
  const path = inclusionProof(tree, 0)
  const holds = (way: Uint8Array[], index = 0, count = 3) =>
    isIncluded(utf8('a'), index, count, way, root, nodeHashing)
  t.ok(await holds(path))
  t.notOk(await holds(path.slice(0, 1)))
  t.notOk(await holds([...path, new Uint8Array(32)]))
  t.notOk(await holds(path.map((hash) => hash.subarray(0, 31))))
  t.notOk(await holds(path, -1))
  t.notOk(await holds(path, 3))
  t.notOk(await holds(path, 0.5))
  t.notOk(await holds(path, 0, Number.NaN))
  t.notOk(await isIncluded(utf8('a'), 0, 3, path, root.subarray(0, 31), nodeHashing))
})

t.test('a proof of one tree proves nothing of a longer or shorter one', async (t) => {
  const tree = await treeOf([utf8('a'), utf8('b')])
  const root = merkleRoot(tree)
  const holds = (leaf: string, index: number, count: number) =>
    isIncluded(utf8(leaf), index, count, inclusionProof(tree, leaf === 'a' ? 0 : 1), root, nodeHashing)
  t.ok(await holds('a', 0, 2))
  t.notOk(await holds('a', 0, 3), 'a path too short for three leaves')
  t.notOk(await holds('b', 0, 1), 'a path too long for one leaf')
})

t.test('there is no proof for a leaf that is not there', async (t) => {
  const tree = await treeOf([utf8('a')])
  for (const index of [-1, 1, 0.5]) t.throws(() => inclusionProof(tree, index), RangeError)
  t.throws(() => inclusionProof({ leaves: 0, levels: [] }, 0), RangeError)
})
