import sharp from 'sharp'
import t from 'tap'
import type { SampleItem } from '../../../server/rehearsal/catalogue/sample-item.ts'
import { sampleCatalogue } from '../../../server/rehearsal/catalogue.ts'
import { productImage, productPicture } from '../../../server/rehearsal/photograph/studio.ts'

function item(slug: string): SampleItem {
  const found = sampleCatalogue.items.find((i) => i.slug === slug)
  if (!found) throw new Error(`No item '${slug}'`)
  return found
}

t.test('the printed picture is a square WebP, smaller where it is asked for', async (t) => {
  for (const [most, size] of [
    [undefined, 800],
    [160, 160],
    [1600, 800],
  ] as const) {
    const picture = await productImage(item('kokelur'), most)
    const { format, width, height } = await sharp(picture).metadata()
    t.same([format, width, height], ['webp', size, size])
  }
})

t.test('the drawing is an SVG of shapes alone, of the asked width', async (t) => {
  const svg = productPicture(item('tikkvaer'), 320)
  const { width, height } = await sharp(Buffer.from(svg)).metadata()
  t.same([width, height], [320, 320])
  t.match(svg, /<title>TIKKVÆR<\/title>/)
  const tags = new Set([...svg.matchAll(/<(\w+)/g)].map((match) => match[1]))
  t.same([...tags].sort(), ['g', 'path', 'svg', 'title'])
  t.ok(svg.length < 60_000)
})

t.test('the drawing shows the thing in its own colours on paper', async (t) => {
  const svg = productPicture(item('kokelur'))
  const data = await sharp(Buffer.from(svg)).resize(40, 40).removeAlpha().raw().toBuffer()
  const dots = Array.from({ length: 1600 }, (_, i) => [data[i * 3] ?? 0, data[i * 3 + 2] ?? 0] as const)
  t.ok(dots.filter(([red, blue]) => blue > red + 30).length > 80, 'the kettle is blue')
  const [red, blue] = dots[0] ?? [0, 0]
  t.ok(red > blue && red > 200, 'the paper is warm and light')
})

t.test('the same thing is drawn alike twice', async (t) => {
  t.equal(productPicture(item('nysven')), productPicture(item('nysven')))
})
