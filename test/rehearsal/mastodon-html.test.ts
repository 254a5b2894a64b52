import fc from 'fast-check'
import t from 'tap'
import { escapeHtml, toMarkup } from '../../server/rehearsal/mastodon-html.ts'
import { tagName, tagNames } from '../../server/rehearsal/tagging.ts'
import { readHtml } from '../../server/sources/html-text.ts'

const BASE = 'https://fjord.example'

t.test('a typed text becomes the markup that Mastodon writes', async (t) => {
  t.equal(
    toMarkup('Stua & deg #HøstGåte\nhos @kari@fjord.example\n\n<hei>', BASE),
    '<p>Stua &amp; deg <a href="https://fjord.example/tags/hostgate" class="mention hashtag" rel="tag">#<span>HøstGåte</span></a>' +
      '<br />hos <span class="h-card" translate="no"><a href="https://fjord.example/@kari@fjord.example" class="u-url mention">@<span>kari</span></a></span></p>' +
      '<p>&lt;hei&gt;</p>',
  )
})

t.test('a long address is cut short for the eye only', async (t) => {
  const url = 'https://www.example.com/a/rather/long/address?with=query'
  t.equal(
    toMarkup(url, BASE),
    `<p><a href="${url}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">https://www.</span>` +
      '<span class="ellipsis">example.com/a/rather/long/addr</span><span class="invisible">ess?with=query</span></a></p>',
  )
  t.equal(readHtml(toMarkup(url, BASE)).text, url)
  t.match(toMarkup('https://kort.example', BASE), /<span class="">kort\.example<\/span>/)
})

t.test('a fragment of an address is no tag, and a sign after a word is none either', async (t) => {
  t.same(tagNames('https://x.example/#rom og a#b, (#c) d/#e &#39; #123 #_'), ['c', '_'])
})

t.test('tags are filed as Mastodon does: folded, but for æ', async (t) => {
  t.equal(tagName('BlåBær'), 'blabær')
  t.equal(tagName('Høst'), 'host')
  t.equal(tagName('ｉｋｅａ'), 'ikea')
  t.equal(tagName('cafe\u0301'), 'cafe')
  t.same(tagNames('#Blåbær #blabær #en'), ['blabær', 'en'])
})

t.test('what is written as markup is read back as it was typed', async (t) => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((s) => s.replace(/[\s\0@#＃/:]+/g, 'x')),
    fc.constantFrom('#Blåbær', '#stue', '&amp;', '<b>', 'https://example.com/a?b=c&d=e', "p'en", '"'),
  )
  const line = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' ').trim())
  fc.assert(
    fc.property(
      fc.array(
        line.filter((s) => s !== ''),
        { minLength: 1, maxLength: 4 },
      ),
      fc.constantFrom('\n', '\n\n'),
      (lines, apart) => {
        const typed = lines.join(apart)
        t.equal(readHtml(toMarkup(typed, BASE)).text, typed.replaceAll('\u00a0', ' ').trim())
      },
    ),
  )
})

t.test('nothing of a text can leave its place in a page', async (t) => {
  t.equal(escapeHtml(`<script>"x" & 'y'`), '&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;')
})
