import t from 'tap'
import { rgbaToThumbHash } from 'thumbhash'
import { largestOf, shapeOf, srcOf, srcsetOf } from '../../web/image-set.ts'
import { averageColour } from '../../web/placeholder.ts'
import { anImage } from './fixtures/basics.ts'

t.test('a placeholder has the average colour of its picture', async (t) => {
  const red = Uint8Array.from({ length: 10 * 10 * 4 }, (_, at) => [200, 40, 40, 255][at % 4] ?? 0)
  const colour = averageColour(rgbaToThumbHash(10, 10, red).toBase64())
  t.match(colour, /^#[bc-d][0-9a-f][23][0-9a-f][23][0-9a-f]$/)
})

t.test('what is no thumbhash has no colour', async (t) => {
  t.equal(averageColour(''), null)
  t.equal(averageColour('AAA='), null)
  t.equal(averageColour('not base64!'), null)
})

t.test('a picture offers all its renditions and falls back to the middle one', async (t) => {
  const image = anImage('kanne')
  t.equal(
    srcsetOf(image),
    '/media/kanne/0/320.webp 320w, /media/kanne/0/640.webp 640w, /media/kanne/0/1280.webp 1280w',
  )
  t.equal(srcOf(image), '/media/kanne/0/640.webp')
  t.equal(largestOf(image), '/media/kanne/0/1280.webp')
})

t.test('the most extreme formats still leave room for others in their row', async (t) => {
  t.equal(shapeOf({ width: 1000, height: 1000 }), 10)
  t.equal(shapeOf({ width: 100, height: 4000 }), 6)
  t.equal(shapeOf({ width: 9000, height: 300 }), 18)
})
