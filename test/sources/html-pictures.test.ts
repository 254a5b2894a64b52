import fc from 'fast-check'
import t from 'tap'
import { MOST_INLINE_PICTURES, picturesInHtml } from '../../server/sources/html-pictures.ts'

t.test('pictures between words are found, each once, the widest of their sizes', async (t) => {
  const markup = `<p>En <img src="https://a.example/1.jpg" alt=" Kjele &amp; kopp "></p>
    <figure><img srcset="https://a.example/540.jpg 540w, https://a.example/1280.jpg 1280w,
      https://a.example/75.jpg 75w" src="https://a.example/540.jpg"></figure>
    <IMG SRC=https://a.example/1.jpg><img><img src="data:image/png;base64,AAAA"><img src="javascript:x"><img src="/rel.jpg">
    <img srcset="https://a.example/2x.jpg 2x" src="https://a.example/plain.jpg">`
  t.same(picturesInHtml(markup), [
    { kind: 'image', url: 'https://a.example/1.jpg', poster: null, alt: 'Kjele & kopp' },
    { kind: 'image', url: 'https://a.example/1280.jpg', poster: null, alt: null },
    { kind: 'image', url: 'https://a.example/plain.jpg', poster: null, alt: null },
  ])
})

t.test('sizes are read however they are put together', async (t) => {
  const widest = (srcset: string) => picturesInHtml(`<img srcset="${srcset}">`).map(({ url }) => url)
  const found = ['https://a.example/2.jpg']
  t.same(widest('https://a.example/1.jpg 1w,https://a.example/2.jpg 2w'), found)
  t.same(widest('https://a.example/2.jpg 2w'), found)
  t.same(widest(' https://a.example/2.jpg\n 2w ,'), found)
  t.same(widest('https://a.example/1.jpg 1x, https://a.example/2.jpg 2w'), found)
  t.same(widest('/rel.jpg 900w, https://a.example/2.jpg 2w'), found)
})

t.test('so many are read and no more', async (t) => {
  const images = (n: number) =>
    Array.from({ length: n }, (_, i) => `<img src="https://a.example/${i}.jpg">`).join('')
  t.equal(picturesInHtml(images(MOST_INLINE_PICTURES)).length, MOST_INLINE_PICTURES)
  t.equal(picturesInHtml(images(MOST_INLINE_PICTURES + 1)).length, MOST_INLINE_PICTURES)
})

t.test('any text is read without a throw, and depth costs nothing', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) =>
      picturesInHtml(`<img srcset="${text}" src="${text}">${text}`).every(({ url }) =>
        /^https?:/.test(url ?? ''),
      ),
    ),
  )
  t.same(picturesInHtml('<div>'.repeat(100_000)), [])
  t.same(picturesInHtml(`<img srcset="${'https://a.example/x '.repeat(5_000)}">`), [])
  t.same(picturesInHtml(`<img srcset="${'a'.repeat(1_000_000)}">`), [])
})
