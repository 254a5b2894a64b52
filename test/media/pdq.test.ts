import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { z } from 'zod'
import {
  analyse,
  hashDistance,
  type Luminance,
  MIN_SIDE,
  mirror,
  PDQ_BYTES,
  toHash,
} from '../../server/media/pdq.ts'
import { drawScene, seededRandom } from '../support/scene.ts'

// Hashes that Meta's reference implementation (ThreatExchange, pdq/cpp) gives for the pictures drawn below.
const vectors = z
  .array(
    z.object({
      seed: z.int(),
      width: z.int(),
      height: z.int(),
      hash: z.string(),
      mirrored: z.string(),
      quality: z.int(),
    }),
  )
  .parse(JSON.parse(readFileSync(new URL('../fixtures/media/pdq.json', import.meta.url), 'utf8')))

/** Whole grey steps only, so that every implementation is given the very same picture. */
function drawGrey(seed: number, width: number, height: number): Luminance {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const data = new Float32Array(width * height).fill(below(256))
  for (let shape = 0; shape < 30; shape++) {
    const [left, top, grey] = [below(width), below(height), below(256)]
    const [right, bottom] = [left + 1 + below(width), top + 1 + below(height)]
    for (let y = top; y < Math.min(bottom, height); y++) {
      for (let x = left; x < Math.min(right, width); x++) data[y * width + x] = (grey + x + y) % 256
    }
  }
  return { data, width, height }
}

/** A scene in grey, or its mirror image. */
async function sceneGrey(seed: number, mirrored: boolean): Promise<Luminance> {
  const scene = drawScene(seed, 512, 384).greyscale().flop(mirrored)
  return { data: Float32Array.from(await scene.raw().toBuffer()), width: 512, height: 384 }
}

const hex = (hash: Uint8Array) => Buffer.from(hash).toString('hex')

t.test('hashes are those of the reference implementation, bit for bit', async (t) => {
  t.ok(vectors.length >= 20)
  for (const { seed, width, height, hash, mirrored, quality } of vectors) {
    const found = analyse(drawGrey(seed, width, height))
    t.equal(hex(toHash(found.coefficients)), hash, `${seed}: ${width} × ${height}`)
    t.equal(hex(toHash(mirror(found.coefficients))), mirrored, `${seed}, mirrored`)
    t.equal(found.quality, quality, `${seed}, quality`)
  }
})

t.test(
  'the mirrored hash is close to the hash of the mirrored picture, and the plain one is far',
  async (t) => {
    for (let seed = 1; seed <= 6; seed++) {
      const { coefficients } = analyse(await sceneGrey(seed, false))
      const turned = toHash(analyse(await sceneGrey(seed, true)).coefficients)
      // Not the same bits: each 64th is sampled one pixel right of its middle.
      t.ok(hashDistance(toHash(mirror(coefficients)), turned) <= 24, `seed ${seed}`)
      t.ok(hashDistance(toHash(coefficients), turned) >= 100, `seed ${seed}, plain`)
    }
  },
)

t.test('a picture of one colour has no quality, and one below the least side is not hashed', async (t) => {
  const flat = (side: number) => ({ data: new Float32Array(side * side).fill(80), width: side, height: side })
  t.equal(analyse(flat(100)).quality, 0)
  const coarse = (side: number) => ({ ...flat(side), data: flat(side).data.map((_, i) => (i % 2) * 255) })
  t.ok(analyse(coarse(MIN_SIDE)).quality > 0)
  t.equal(analyse(coarse(MIN_SIDE - 1)).quality, 0)
})

t.test('half of the bits of a hash are set, since they are above the median', async () => {
  const side = fc.integer({ min: MIN_SIDE, max: 150 })
  fc.assert(
    fc.property(fc.integer(), side, side, (seed, width, height) => {
      const { coefficients, quality } = analyse(drawGrey(seed, width, height))
      return quality === 0 || hashDistance(toHash(coefficients), new Uint8Array(PDQ_BYTES)) === 128
    }),
    { numRuns: 30 },
  )
})

t.test('the distance counts bits: none to itself, the same both ways, never a detour', async () => {
  const hash = fc.uint8Array({ minLength: PDQ_BYTES, maxLength: PDQ_BYTES })
  fc.assert(
    fc.property(hash, hash, hash, (a, b, c) => {
      const ab = hashDistance(a, b)
      return (
        hashDistance(a, a) === 0 && ab === hashDistance(b, a) && hashDistance(a, c) <= ab + hashDistance(b, c)
      )
    }),
  )
})

t.test('one bit is a distance of one', async (t) => {
  for (const bit of [0, 7, 100, 255]) {
    const hash = new Uint8Array(PDQ_BYTES)
    hash[bit >> 3] = 1 << (bit & 7)
    t.equal(hashDistance(hash, new Uint8Array(PDQ_BYTES)), 1)
  }
})
