import fc from 'fast-check'
import t from 'tap'
import { allPaths, fitInside, RENDITIONS, renditionPath } from '../../server/media/names.ts'
import { checkName } from '../../server/media/store.ts'

const ID = 'ab'.padEnd(64, '0')

t.test('a rendition lies in two folders made from the media id', async (t) => {
  t.equal(renditionPath(ID, '640.webp'), `ab/${ID}/640.webp`)
  t.equal(allPaths(ID).length, RENDITIONS.length)
  for (const path of allPaths(ID)) t.doesNotThrow(() => checkName(path), path)
})

t.test('what is no media id makes no path', async (t) => {
  for (const id of [
    '',
    '..',
    ID.toUpperCase(),
    ID.slice(1),
    `${ID}0`,
    `../${ID.slice(3)}`,
    `${ID.slice(1)}\n`,
  ]) {
    t.throws(() => renditionPath(id, '640.webp'), TypeError, JSON.stringify(id))
  }
})

t.test('renditions go from large to small', async (t) => {
  const widths = RENDITIONS.map(({ width }) => width)
  t.same(
    widths,
    widths.toSorted((a, b) => b - a),
  )
})

t.test('a picture inside a box keeps its shape and is never enlarged', async (t) => {
  t.same(fitInside({ width: 1_080, height: 1_350 }, { width: 640, height: 1_280 }), {
    width: 640,
    height: 800,
  })
  t.same(fitInside({ width: 1_000, height: 5_000 }, { width: 640, height: 1_280 }), {
    width: 256,
    height: 1_280,
  })
  t.same(fitInside({ width: 100, height: 50 }, { width: 640, height: 1_280 }), { width: 100, height: 50 })
  const side = fc.integer({ min: 1, max: 40_000 })
  const size = fc.record({ width: side, height: side })
  fc.assert(
    fc.property(size, size, (picture, box) => {
      const { width, height } = fitInside(picture, box)
      const inside = width <= box.width && height <= box.height
      const smaller = width <= picture.width && height <= picture.height
      const skew = Math.abs(width * picture.height - height * picture.width)
      return width >= 1 && height >= 1 && inside && smaller && skew <= Math.max(picture.width, picture.height)
    }),
  )
})
