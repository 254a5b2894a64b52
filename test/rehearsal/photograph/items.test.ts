import sharp from 'sharp'
import t from 'tap'
import { sampleCatalogue } from '../../../server/rehearsal/catalogue.ts'
import { photograph } from '../../../server/rehearsal/photograph/photograph.ts'
import type { PictureSpec } from '../../../server/rehearsal/photograph/picture-spec.ts'

/** Bits that must differ, of 64, for two pictures to be two. */
const DIFFERENT = 6

/** Sixty-four bits: whether each of 8 × 8 places is brighter than the one to its right (dHash, Krawetz 2013). */
async function brightnessHash(spec: PictureSpec): Promise<boolean[]> {
  const { bytes } = await photograph(spec)
  const grey = await sharp(bytes).greyscale().resize(9, 8, { fit: 'fill' }).raw().toBuffer()
  return Array.from({ length: 64 }, (_, i) => {
    const at = Math.floor(i / 8) * 9 + (i % 8)
    return (grey[at] ?? 0) > (grey[at + 1] ?? 0)
  })
}

t.test('three photographs of one thing are three pictures, for every thing', async (t) => {
  for (const { slug } of sampleCatalogue.items) {
    const hashes = []
    for (const [seed, framing] of [
      [1, 'portrait'],
      [2, 'square'],
      [3, 'portrait'],
    ] as const)
      hashes.push(await brightnessHash({ seed, item: slug, framing, longEdge: 120, twist: 'plain' }))
    for (const [i, one] of hashes.entries())
      for (const other of hashes.slice(i + 1)) {
        const differing = one.filter((bit, k) => bit !== other[k]).length
        t.ok(differing >= DIFFERENT, `${slug}: ${differing} of 64 bits differ`)
      }
  }
})
