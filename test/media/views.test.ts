import t from 'tap'
import type { Luminance } from '../../server/media/pdq.ts'
import { cutCentre, trimBorders, viewsOf } from '../../server/media/views.ts'

/** Grey by a function of the place. */
function draw(width: number, height: number, grey: (x: number, y: number) => number): Luminance {
  return {
    width,
    height,
    data: Float32Array.from({ length: width * height }, (_, at) => grey(at % width, Math.floor(at / width))),
  }
}

const busy = (x: number, y: number) => (x * 37 + y * 91) % 256
const size = ({ width, height }: Luminance) => [width, height]

t.test('there are four views: whole, two cuts, and without borders', async (t) => {
  t.same(viewsOf(draw(200, 100, busy)).map(size), [
    [200, 100],
    [188, 94],
    [168, 84],
    [200, 100],
  ])
})

t.test('a cut takes the same share of every side', async (t) => {
  const cut = cutCentre(
    draw(100, 50, (x, y) => x + y),
    0.08,
  )
  t.same(size(cut), [84, 42])
  t.equal(cut.data[0], 8 + 4)
  t.equal(cut.data.at(-1), 91 + 45)
})

t.test('borders of any colour are trimmed, each side by itself', async (t) => {
  const bordered = draw(100, 80, (x, y) => {
    if (y < 7) return 255
    if (y >= 80 - 11) return 0
    return x < 5 ? 128 : busy(x, y)
  })
  const trimmed = trimBorders(bordered)
  t.same(size(trimmed), [100 - 5, 80 - 7 - 11])
  t.equal(trimmed.data[0], busy(5, 7))
})

t.test('a border may be as uneven as paper and JPEG make it, and no more', async (t) => {
  const uneven = (by: number) => draw(60, 60, (x, y) => (y < 10 ? 200 + (x % 2) * by : busy(x, y)))
  t.same(size(trimBorders(uneven(12))), [60, 50])
  t.same(size(trimBorders(uneven(13))), [60, 60])
})

t.test('a picture of one colour keeps its middle', async (t) => {
  t.same(size(trimBorders(draw(50, 100, () => 90))), [10, 20])
})
