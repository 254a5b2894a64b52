import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { toHex } from '../../../server/contest/hcd1/bytes.ts'
import {
  digestMany,
  HASH_BATCH,
  type Hashing,
  type Messages,
  single,
} from '../../../server/contest/hcd1/hashing.ts'
import { webHashing } from '../../../server/contest/hcd1/web-hashing.ts'
import { nodeHashing } from '../../../server/hashing.ts'

const bytes = fc.uint8Array({ maxLength: 200 })
const key = fc.uint8Array({ minLength: 1, maxLength: 100 })

function side(messages: Uint8Array[]): Messages {
  const starts = messages.map((_, i) => messages.slice(0, i).reduce((sum, { length }) => sum + length, 0))
  return {
    bytes: Uint8Array.from(messages.flatMap((message) => [...message])),
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(messages.map(({ length }, i) => (starts[i] ?? 0) + length)),
  }
}

const implementations: [string, Hashing][] = [
  ['Node', nodeHashing],
  ['WebCrypto', webHashing],
]
for (const [name, hashing] of implementations) {
  t.test(`${name} hashes many messages as one by one`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { maxLength: 5 }), key, async (messages, key) => {
        const hashes = messages.map((message) => createHash('sha256').update(message).digest('hex')).join('')
        const macs = messages
          .map((message) => createHmac('sha256', key).update(message).digest('hex'))
          .join('')
        const all = side(messages)
        return toHex(await hashing.sha256(all)) === hashes && toHex(await hashing.hmac(key, all)) === macs
      }),
      { numRuns: 60 },
    )
  })

  t.test(`${name} takes messages that overlap, and leaves them as they are`, async (t) => {
    const bytes = Uint8Array.of(1, 2, 3)
    const overlapping = { bytes, starts: Uint32Array.of(0, 1), ends: Uint32Array.of(2, 3) }
    const expected = toHex(await hashing.hmac(bytes, side([Uint8Array.of(1, 2), Uint8Array.of(2, 3)])))
    t.equal(toHex(await hashing.hmac(bytes, overlapping)), expected)
    t.same(bytes, Uint8Array.of(1, 2, 3))
  })
}

t.test('HMAC-SHA-256 is that of RFC 4231, keys longer than a block included', async (t) => {
  const mac = async (key: Uint8Array, text: string) =>
    toHex(await nodeHashing.hmac(key, single(new TextEncoder().encode(text))))
  t.equal(
    await mac(new TextEncoder().encode('Jefe'), 'what do ya want for nothing?'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
  t.equal(
    await mac(new Uint8Array(131).fill(0xaa), 'Test Using Larger Than Block-Size Key - Hash Key First'),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  )
})

t.test('digests come in order over the edge of a batch', async (t) => {
  for (const count of [0, 1, HASH_BATCH, HASH_BATCH + 1]) {
    const sizes: number[] = []
    const digests = await digestMany(
      count,
      (i) => 1 + (i % 3),
      (i, into, at) => into.fill(i % 251, at, at + 1 + (i % 3)),
      (messages) => {
        sizes.push(messages.starts.length)
        return nodeHashing.sha256(messages)
      },
    )
    t.equal(digests.length, 32 * count)
    t.ok(sizes.every((size) => size <= HASH_BATCH))
    const last = new Uint8Array(1 + ((((count - 1) % 3) + 3) % 3)).fill((count - 1) % 251)
    if (count > 0) t.equal(toHex(digests.slice(-32)), createHash('sha256').update(last).digest('hex'))
  }
})
