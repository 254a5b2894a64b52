import fc from 'fast-check'
import t from 'tap'
import { readHtml } from '../../server/sources/html-text.ts'

const text = (html: string) => readHtml(html).text

t.test('paragraphs are apart by an empty line and <br> begins a new line', async (t) => {
  t.equal(text('<p>Stua vår</p><p>før<br />og<br>etter</p>'), 'Stua vår\n\nfør\nog\netter')
  t.equal(text('en<br><br>to'), 'en\n\nto')
  t.equal(text('en<br><br><br><br>to'), 'en\n\nto', 'no more than one empty line')
  t.equal(text('<div>en</div><div>to</div>'), 'en\nto')
  t.equal(text('<ul><li>en</li><li>to</li></ul>'), 'en\nto')
})

t.test('blanks of the markup run into one, and none is left at the edge of a line', async (t) => {
  t.equal(text('<p>  en \n\t to  <br />  tre </p>  '), 'en to\ntre')
  t.equal(text('<p>en&nbsp;to</p>'), 'en to')
  t.equal(text('<pre>en\nto</pre>'), 'en\nto', 'a line break in preformatted text is one')
})

t.test('entities become their characters', async (t) => {
  t.equal(text('<p>Bl&aring;b&aelig;r &amp; fl&#248;te &lt;3 p&#x27;en</p>'), "Blåbær & fløte <3 p'en")
  t.equal(text('AT&T &amp;#39; &unknown;'), 'AT&T &#39; &unknown;')
})

t.test('links of tags and mentions read as they were written', async (t) => {
  const html =
    '<p>Se <span class="h-card" translate="no"><a href="https://a.example/@kari" class="u-url mention">@<span>kari</span></a></span> ' +
    '<a href="https://a.example/tags/blabaer" class="mention hashtag" rel="tag">#<span>Blåbær</span></a></p>'
  t.same(readHtml(html), { text: 'Se @kari #Blåbær', hashtags: ['Blåbær'] })
})

t.test('only links that are marked as tags and begin with the sign are tags', async (t) => {
  const { hashtags } = readHtml(
    '<a rel="tag" href="/t">#en</a> <a class="hashtag">＃to</a> <a class="hashtag">tre</a> <a href="/x">#fire</a> #fem',
  )
  t.same(hashtags, ['en', 'to'])
})

t.test('the hidden parts of a long address belong to it', async (t) => {
  const html =
    '<p><a href="https://example.com/a/long/address"><span class="invisible">https://</span>' +
    '<span class="ellipsis">example.com/a</span><span class="invisible">/long/address</span></a></p>'
  t.equal(text(html), 'https://example.com/a/long/address')
})

t.test('what a page hides or does not show is left out', async (t) => {
  t.equal(text('en<span class="invisible">skjult <span>dypt</span></span> to'), 'en to')
  t.equal(text('<p class="quote-inline">RE: <a href="https://x.example">x</a></p><p>hei</p>'), 'hei')
  t.equal(text('<style>p{}</style>en<script>alert("<p>")</script> to<!-- nei -->'), 'en to')
  t.equal(text('en <script>resten'), 'en')
})

t.test('custom emoji keep their shortcode, pictures in the text are not words', async (t) => {
  t.equal(
    text('hei :kaffe: <img class="custom-emoji" alt=":katt:"> <img src="x" alt="en ting">'),
    'hei :kaffe: :katt:',
  )
})

t.test('broken markup still gives its text', async (t) => {
  t.equal(text('<p>en <b>to <p>tre</b> <a href="'), 'en to\n\ntre')
  t.equal(text('3 < 4 og a<b'), '3 < 4 og a')
  t.equal(text('\0<p>en\0to</p>'), 'ento')
  t.equal(text(''), '')
})

t.test('deep nesting and a hundred thousand tags take no more than their length', async (t) => {
  t.equal(text(`${'<div><b>'.repeat(50_000)}dypt`), 'dypt')
  t.equal(text(`${'<a class="hashtag">#x '.repeat(20_000)}`).length, 20_000 * 3 - 1)
})

t.test('text that was escaped comes back as it was', async (t) => {
  const line = fc.string({ unit: 'grapheme', maxLength: 40 }).map((s) => s.replace(/[\s\0]+/g, ' ').trim())
  fc.assert(
    fc.property(
      fc.array(
        line.filter((s) => s !== ''),
        { minLength: 1, maxLength: 5 },
      ),
      (lines) => {
        const html = lines
          .map((one) => one.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
          .join('<br />')
        t.equal(text(`<p>${html}</p>`), lines.join('\n').replaceAll('\u00a0', ' ').trim())
      },
    ),
  )
})

t.test('any text at all is read without an error and without markup', async (t) => {
  const noise = fc.array(
    fc.constantFrom(
      '<',
      '>',
      '/',
      'p',
      'br',
      'a',
      'span',
      ' class="invisible"',
      '&',
      ';',
      '#',
      '"',
      'x',
      '\n',
      '!--',
      '&lt',
    ),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(noise, (parts) => {
      const read = text(parts.join(''))
      t.equal(read, read.trim())
      t.notMatch(read, /\n\n\n/)
    }),
  )
})
