import t from 'tap'
import { DAY } from '../../server/contest/instant.ts'
import type { Post } from '../../server/contest/post.ts'
import { AHEAD, LONGEST_IDENTITY, MOST_TAGS, toBlogPost } from '../../server/sources/blog-post.ts'
import { EXCERPT_LENGTH, TITLE_LENGTH } from '../../server/sources/excerpt.ts'
import { readFeed } from '../../server/sources/feed-read.ts'
import { NOON } from '../support/mastodon.ts'

const FEED = 'https://kari.example/feed?key=secret'

const NAMESPACES =
  'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
const rss = (item: string, channel = '') =>
  `<rss version="2.0" ${NAMESPACES}><channel><title>Kari &amp; co</title><link>https://kari.example/</link>${channel}<item>${item}</item></channel></rss>`
const atom = (entry: string, feed = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nb"><id>x</id><title>Kari</title><link href="https://kari.example/"/>${feed}<entry>${entry}</entry></feed>`
const json = (item: object, feed: object = {}) =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Kari',
    home_page_url: 'https://kari.example/',
    ...feed,
    items: [item],
  })

/** The posts of a feed, or the reasons why there are none. */
function read(text: string, now = NOON): (Post | string)[] {
  const read = readFeed(text, FEED)
  if ('fault' in read) return [read.fault]
  return [
    ...read.feed.items.map((item) => {
      const post = toBlogPost(item, read.feed.blog, FEED, now)
      return 'why' in post ? post.why : post.post
    }),
    ...read.feed.odd.map(({ why }) => why),
  ]
}

t.test('RSS: every column of the mapping', async (t) => {
  const item = `<title>Om &lt;b&gt;krakken&lt;/b&gt;</title><link>/1</link><guid isPermaLink="false">12</guid>
    <category domain="x">Folke Katalog</category><category>#krakk</category><dc:subject>stol</dc:subject>
    <author>kari@kari.example (Kari N)</author><dc:creator>Kari Nordby</dc:creator>
    <pubDate>Tue, 01 Sep 2026 10:00:00 +0200</pubDate><description>kort</description>
    <content:encoded><![CDATA[<p>Lang <script>alert(1)</script>tekst #hjemme</p>]]></content:encoded>
    <enclosure url="/e.jpg" type="image/jpeg" length="1"/>`
  t.match(read(rss(item, '<language>nb</language>')), [
    {
      network: 'blog',
      id: 'https://kari.example/feed 12',
      url: 'https://kari.example/1',
      title: 'Om krakken',
      text: 'Lang tekst #hjemme',
      tags: ['FolkeKatalog', 'krakk', 'stol', 'hjemme'],
      author: {
        id: 'https://kari.example/#Kari%20Nordby',
        name: 'Kari Nordby',
        handle: 'kari.example',
        url: 'https://kari.example/',
      },
      pictures: [{ url: 'https://kari.example/e.jpg', kind: 'image' }],
      postedAt: NOON - 4 * 3_600_000,
      language: 'nb',
    },
  ])
  t.notMatch(JSON.stringify(read(rss(item))), /secret|kari@kari/)
})

t.test('an identity is the guid, else the link; a URI stands for itself', async (t) => {
  const ids = (item: string) =>
    read(rss(`<title>x</title>${item}`)).map((post) =>
      typeof post === 'string' ? post : [post.id, post.url],
    )
  t.same(ids('<guid>https://kari.example/1</guid>'), [['https://kari.example/1', 'https://kari.example/1']])
  t.same(ids('<guid isPermaLink="false">https://kari.example/?p=1</guid>'), [
    ['https://kari.example/?p=1', null],
  ])
  t.same(ids('<guid>tag:kari,2026:1</guid><link>https://kari.example/1</link>'), [
    ['tag:kari,2026:1', 'https://kari.example/1'],
  ])
  t.same(ids('<link>https://kari.example/1</link>'), [['https://kari.example/1', 'https://kari.example/1']])
  t.same(ids('<guid>7</guid>'), [['https://kari.example/feed 7', null]])
  t.match(ids(''), [/neither an identity/])
  t.same(
    read(json({ id: 7, title: 'x' })).map((post) => (typeof post === 'string' ? post : post.id)),
    ['https://kari.example/feed 7'],
  )
})

t.test('Atom: content by its type, people, categories and links', async (t) => {
  const entry = `<id>tag:kari.example,2026:1</id><title type="html">Om &amp;lt;krakken&amp;gt;</title>
    <link rel="enclosure" type="image/png" href="/e.png"/><link rel="alternate" type="text/html" href="/1"/>
    <category term="krakk" label="Krakken"/><published>2026-09-01T10:00:00Z</published><updated>2026-09-01T11:00:00Z</updated>
    <author><name>Kari</name><uri>https://kari.example/om</uri><email>kari@kari.example</email></author>`
  const xhtml =
    '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Lang <b>tekst</b></p></div></content>'
  t.match(read(atom(entry + xhtml)), [
    {
      id: 'tag:kari.example,2026:1',
      url: 'https://kari.example/1',
      title: 'Om <krakken>',
      text: 'Lang tekst',
      tags: ['krakk', 'Krakken'],
      author: { id: 'https://kari.example/om', name: 'Kari', handle: 'kari.example/om' },
      pictures: [{ url: 'https://kari.example/e.png' }],
      postedAt: Date.UTC(2026, 8, 1, 10),
      language: 'nb',
    },
  ])
  t.match(read(atom(`${entry}<content type="html">&lt;p&gt;Hei&lt;/p&gt;</content>`)), [{ text: 'Hei' }])
  t.match(read(atom(`${entry}<content type="text">1 &lt; 2</content>`)), [{ text: '1 < 2' }])
  t.match(read(atom(`${entry}<summary>Kort</summary>`)), [{ text: 'Kort' }])
  t.match(read(atom(`${entry}<content type="image/png">aGVp</content>`)), [{ text: '' }])
})

t.test('JSON Feed: numbers as ids, both forms of authors, tags that are no hashtags', async (t) => {
  const item = {
    id: 3,
    url: 'https://kari.example/1',
    title: '1 < 2',
    content_html: '<p>Hei</p>',
    tags: ['folke katalog', 'krakk'],
    image: '/i.jpg',
    date_published: '2026-09-01T10:00:00Z',
    author: { name: 'Old', url: 'https://kari.example/old' },
    authors: [{ name: 'Kari', url: 'https://kari.example/kari' }],
  }
  t.match(read(json(item)), [
    {
      title: '1 < 2',
      text: 'Hei',
      tags: ['folkekatalog', 'krakk'],
      author: { id: 'https://kari.example/kari' },
      pictures: [{ url: 'https://kari.example/i.jpg' }],
    },
  ])
  const { authors: _, ...older } = item
  t.match(read(json(older)), [{ author: { id: 'https://kari.example/old' } }])
  t.match(read(json({ id: '1', content_text: 'Fra feeden' }, { authors: [{ name: 'Feeden' }] })), [
    { author: { name: 'Feeden' } },
  ])
  t.match(read(json({ title: 'no id' })), [/expected an item with an id/])
})

t.test('RDF: items beside their channel', async (t) => {
  const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="x"><title>Kari</title><link>https://kari.example/</link></channel>
    <item rdf:about="https://kari.example/1"><title>Hei</title><link>https://kari.example/1</link><dc:date>2026-09-01</dc:date><dc:subject>krakk</dc:subject></item></rdf:RDF>`
  t.match(read(rdf), [{ id: 'https://kari.example/1', tags: ['krakk'], postedAt: Date.UTC(2026, 8, 1) }])
})

t.test(
  'the picture is the widest of the media, an enclosure, a thumbnail, or the first of the text',
  async (t) => {
    const media =
      '<media:group><media:content url="/m.jpg" medium="image" width="300"/><media:content url="/l.jpg" type="image/jpeg" width="900"><media:description>Krakk</media:description></media:content><media:content url="/v.mp4" type="video/mp4" width="4000"/></media:group>'
    const enclosures =
      '<enclosure url="/a.mp3" type="audio/mpeg" length="1"/><enclosure url="/e.jpg" type="image/jpeg" length="1"/>'
    const thumbnail = '<media:thumbnail url="/t.jpg"/>'
    const body =
      '<description><![CDATA[<img src="/pixel.gif" width="1" height="1"><img class="emoji" src="/smile.png"><img src="data:image/png;base64,x"><img src="/b.jpg" alt="Benk">]]></description>'
    const pictures = (parts: string[]) =>
      read(rss(`<title>x</title><guid>1</guid>${parts.join('')}`)).flatMap((post) =>
        typeof post === 'string' ? [post] : post.pictures.map(({ url, alt }) => `${url} ${alt}`),
      )
    t.same(pictures([body, thumbnail, enclosures, media]), ['https://kari.example/l.jpg Krakk'])
    t.same(pictures([body, thumbnail, enclosures]), ['https://kari.example/e.jpg null'])
    t.same(pictures([body, thumbnail]), ['https://kari.example/t.jpg null'])
    t.same(pictures([body]), ['https://kari.example/b.jpg Benk'])
    t.same(pictures([]), [])
    t.same(pictures(['<enclosure url="javascript:x" type="image/png" length="1"/>']), [])
  },
)

t.test('times are bounded, item by item, and one without a time is of now', async (t) => {
  const dated = (pubDate: string) => read(rss(`<title>x</title><guid>1</guid><pubDate>${pubDate}</pubDate>`))
  for (const odd of [
    '0000-01-01T00:00:00Z',
    '9999-01-01T00:00:00Z',
    'nonsense',
    new Date(NOON + AHEAD + 1_000).toUTCString(),
  ])
    t.match(dated(odd), [/^time: found/], odd)
  t.match(dated(new Date(NOON + AHEAD).toUTCString()), [{ postedAt: NOON + DAY }])
  t.match(read(rss('<title>x</title><guid>1</guid>')), [{ postedAt: NOON }])
})

t.test('long titles, texts, tags and names are cut or refused, each by itself', async (t) => {
  const long = 'ord '.repeat(300_000)
  const [post] = read(rss(`<title>${long}</title><guid>1</guid><description>${long}</description>`))
  if (typeof post !== 'object') throw new Error(post)
  t.ok((post.title?.length ?? 0) <= TITLE_LENGTH + 1)
  t.ok(post.text.length <= EXCERPT_LENGTH + 1)
  t.match(post.text, /ord…$/)
  const name = (length: number) => read(rss(`<title>x</title><guid>${'x:'.padEnd(length, 'y')}</guid>`))
  t.match(name(LONGEST_IDENTITY - 30), [{ title: 'x' }])
  t.match(name(LONGEST_IDENTITY + 1), [/more than 2000 characters/])
  const tags = Array.from({ length: MOST_TAGS + 5 }, (_, i) => `<category>t${i}</category>`).join('')
  t.match(read(rss(`<title>x</title><guid>1</guid>${tags}`)), [{ tags: { length: MOST_TAGS } }])
})

t.test('somebody elsewhere cannot be spoken for', async (t) => {
  const spoof = json({
    id: '1',
    url: 'https://kari.example/1',
    title: 'x',
    authors: [{ name: 'Ola', url: 'https://ola.example/' }],
  })
  t.match(read(spoof), [{ author: { id: 'https://kari.example/#Ola', name: 'Ola', handle: 'kari.example' } }])
})

t.test('what is no feed is told apart', async (t) => {
  const cases: [string, RegExp][] = [
    ['', /is empty/],
    ['hei', /neither XML nor JSON/],
    ['<!DOCTYPE html><html></html>', /is a web page/],
    ['\n<html lang="nb"></html>', /is a web page/],
    ['<svg></svg>', /not RSS, RDF or Atom/],
    ['{"a":1}', /not JSON Feed/],
    ['{', /not JSON Feed/],
    ['<rss version="2.0"><channel>', /not RSS, RDF or Atom/],
  ]
  t.same(
    cases.filter(([text, words]) => !words.test(String(read(text)[0]))),
    [],
  )
})
