import t from 'tap'
import { decodeText } from '../../server/sources/decode-text.ts'
import { cutWords } from '../../server/sources/excerpt.ts'
import {
  DEEPEST,
  jsonFault,
  LONGEST_PERSON,
  LONGEST_TAG,
  MOST_TAGS,
  xmlFault,
} from '../../server/sources/feed-guard.ts'
import { readFeed } from '../../server/sources/feed-read.ts'
import {
  PAGE_ATTRIBUTES,
  PAGE_DEPTH,
  PAGE_OPEN,
  PAGE_TAGS,
  pageFault,
} from '../../server/sources/page-tree.ts'

const nest = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth)

t.test('document types and entities are refused before anything is parsed', async (t) => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">${'bcdefghij'
    .split('')
    .map((name, i) => `<!ENTITY ${name} "${`&${'abcdefghi'[i]};`.repeat(10)}">`)
    .join('')}]><rss version="2.0"><channel><title>&j;</title></channel></rss>`
  const file =
    '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&x;</title></channel></rss>'
  const other = '<rss version="2.0"><!ENTITY x "y"><channel></channel></rss>'
  for (const text of [bomb, file, other])
    t.match(readFeed(text, 'https://x.example/'), { fault: /document type or entity/ })
})

t.test('a post about document types is no document type', async (t) => {
  const item =
    '<item><title>x</title><guid>1</guid><description><![CDATA[<!DOCTYPE html><p>x</p>]]></description></item>'
  const read = readFeed(
    `<!-- <!DOCTYPE a> --><rss version="2.0"><channel><title>b</title>${item}</channel></rss>`,
    'https://x.example/',
  )
  t.match(read, { feed: { items: [{ html: '<!DOCTYPE html><p>x</p>' }] } })
})

t.test('depth, tags and length of tags are bounded, on both sides of each limit', async (t) => {
  t.equal(xmlFault(nest('<a>', '</a>', DEEPEST)), null)
  t.match(xmlFault(nest('<a>', '</a>', DEEPEST + 1)), /deep/)
  t.match(xmlFault(nest('<a>', '</a>', 100_000)), /deep/)
  t.equal(xmlFault('<br>'.repeat(DEEPEST + 1)), null, 'elements without an end are not nested')
  t.equal(xmlFault('<a/>'.repeat(MOST_TAGS)), null)
  t.match(xmlFault('<a/>'.repeat(MOST_TAGS + 1)), /more than 50000 tags/)
  const tag = (length: number) => `<a b="${'x'.repeat(length - 8)}">`
  t.equal(tag(LONGEST_TAG).length, LONGEST_TAG)
  t.equal(xmlFault(tag(LONGEST_TAG)), null)
  t.match(xmlFault(tag(LONGEST_TAG + 1)), /a tag of 20001 characters/)
  t.equal(jsonFault(nest('[', ']', DEEPEST)), null)
  t.match(jsonFault(nest('[', ']', DEEPEST + 1)), /deep/)
  t.match(jsonFault('{"a":'.repeat(100_000)), /deep/)
  t.equal(
    jsonFault(JSON.stringify({ a: '['.repeat(1_000), b: '\\"[{'.repeat(1_000) })),
    null,
    'text is no bracket',
  )
})

t.test('ends without a beginning make no room for more depth', async (t) => {
  t.match(xmlFault('</a>'.repeat(1_000) + nest('<a>', '</a>', DEEPEST + 1)), /deep/)
  t.equal(xmlFault('</a>'.repeat(1_000) + nest('<a>', '</a>', DEEPEST)), null)
})

t.test('what names a person is short, whatever it is wrapped in', async (t) => {
  const author = (inner: string) =>
    xmlFault(`<item><author>${inner}</author><b>${'x'.repeat(9_000)}</b></item>`)
  t.equal(author('('.repeat(LONGEST_PERSON)), null)
  t.match(author('('.repeat(LONGEST_PERSON + 1)), /a person of more than 2000 characters/)
  t.match(author(`<![CDATA[</author>${'('.repeat(LONGEST_PERSON)}]]>`), /a person/)
  t.match(author(`<!-- </author> -->${'('.repeat(LONGEST_PERSON)}`), /a person/)
  t.match(
    xmlFault(`<managingEditor>${'('.repeat(LONGEST_PERSON + 1)}`),
    /a person/,
    'also where it does not end',
  )
})

t.test('every character of JSON is looked at once, in texts of any length', async (t) => {
  t.equal(jsonFault(`"${'\\"'.repeat(1_000_000)}"`), null)
  t.equal(jsonFault(`["${'a'.repeat(4_000_000)}", "\\\\", []]`), null)
  for (const text of [`"${'\\"'.repeat(1_000_000)}`, `"${'a'.repeat(4_000_000)}`, '["', '"\\', '"\\"'])
    t.equal(jsonFault(text), 'a text without an end', text.slice(0, 10))
})

t.test('what does not end is a fault', async (t) => {
  for (const text of [
    '<!--',
    '<![CDATA[',
    '<?',
    '<a "',
    '<a b="',
    '<',
    '<'.repeat(1_000_000),
    '<a '.repeat(300_000),
    `<${'a'.repeat(4_000_000)}`,
  ])
    t.match(xmlFault(text), /without an end|begins no tag/)
})

t.test('pages are bounded likewise', async (t) => {
  t.equal(pageFault('<div>'.repeat(PAGE_DEPTH)), null)
  t.match(pageFault('<div>'.repeat(PAGE_DEPTH + 1)), /deep/)
  t.equal(pageFault('<img>'.repeat(PAGE_TAGS)), null)
  t.match(pageFault('<img>'.repeat(PAGE_TAGS + 1)), /tags/)
  t.equal(pageFault('<b>'.repeat(PAGE_OPEN)), null)
  t.match(pageFault('<b>'.repeat(PAGE_OPEN + 1)), /left open/)
  t.equal(pageFault('<b>x</b>'.repeat(1_000)), null)
  const attributes = (n: number) => Array.from({ length: n }, (_, i) => `a${i}`).join(' ')
  t.equal(pageFault(`<a ${attributes(PAGE_ATTRIBUTES)}>`), null)
  t.match(pageFault(`<a ${attributes(PAGE_ATTRIBUTES + 1)}>`), /501 attributes/)
  const root = `<html ${attributes(PAGE_ATTRIBUTES / 2)}>`
  t.equal(pageFault(root.repeat(2)), null)
  t.match(pageFault(root.repeat(3)), /750 attributes/, 'put together')
  t.equal(pageFault('<p>x</p>'.repeat(PAGE_TAGS)), null)
  for (const end of ['</p>', '</br>']) t.match(pageFault(end.repeat(PAGE_TAGS + 1)), /tags/, 'made by an end')
})

t.test('text is read by whichever of its labels is true', async (t) => {
  const utf16 = (text: string, mark: boolean) => Buffer.from(`${mark ? '\uFEFF' : ''}${text}`, 'utf16le')
  const cases: [Uint8Array, string | null, string][] = [
    [Buffer.from('blåbær'), null, 'blåbær'],
    [Buffer.from('\uFEFFblåbær'), 'text/xml; charset=iso-8859-1', 'blåbær'],
    [Buffer.from('blåbær', 'latin1'), 'text/xml; charset=iso-8859-1', 'blåbær'],
    [Buffer.from('blåbær', 'latin1'), 'text/xml; charset=utf-8', 'blåbær'],
    [Buffer.from('blåbær', 'latin1'), null, 'blåbær'],
    [Buffer.from('<?xml encoding="iso-8859-15"?>\u00a4', 'latin1'), null, '<?xml encoding="iso-8859-15"?>€'],
    [
      Buffer.from('<?xml encoding="windows-1252"?>\u0093å\u0094', 'latin1'),
      null,
      '<?xml encoding="windows-1252"?>“å”',
    ],
    [Buffer.from('blåbær'), 'text/xml; charset="x-nobody-knows"', 'blåbær'],
    [Buffer.from('<meta charset=latin1>blåbær', 'latin1'), 'text/html', '<meta charset=latin1>blåbær'],
    [utf16('<rss>å', true), null, '<rss>å'],
    [utf16('<rss>å', false), null, '<rss>å'],
    [Buffer.from('a\0b'), null, 'ab'],
    [new Uint8Array(), null, ''],
  ]
  const faults = cases.flatMap(([bytes, type, wanted]) => {
    const found = decodeText(bytes, type)
    return found === wanted ? [] : [[type, found, wanted]]
  })
  t.same(faults, [])
})

t.test('a beginning is cut between words, and never within a character', async (t) => {
  t.equal(cutWords(' to ord ', 7), 'to ord')
  t.equal(cutWords('to lange ord', 8), 'to…')
  t.equal(cutWords('to lange ord', 12), 'to lange ord')
  t.equal(cutWords('x'.repeat(20), 10), `${'x'.repeat(10)}…`)
  t.equal(cutWords('a😀', 2), 'a…')
  t.equal(cutWords('x'.repeat(1_000_000), 200).length, 201)
})
