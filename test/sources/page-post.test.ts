import { createServer } from 'node:http'
import t from 'tap'
import { manualClock } from '../../server/clock.ts'
import { askBlogPage, PAGE_LIMITS } from '../../server/sources/blog-page.ts'
import { PAGE_MARKS, PAGE_RELS } from '../../server/sources/page-marks.ts'
import { NOON } from '../support/mastodon.ts'
import { ioFor, loopbackFetch } from '../support/source-io.ts'
import { startPages } from '../support/web-page.ts'

const clock = manualClock(NOON)
const pages = await startPages(t)
const io = ioFor(t, clock)

/** Reads a page of this markup. */
async function read(body: string, path = '/post') {
  const asked = await askBlogPage(pages.set(path, body), io)
  return asked.kind === 'read' ? { ...asked.upsert.post, copies: asked.copies } : asked
}

t.test('an h-entry is read whole', async (t) => {
  const post =
    await read(`<html lang="nb"><head><title>Bloggen</title><meta property="og:site_name" content="Karis blogg"></head>
    <div class="h-entry"><h1 class="p-name">Om krakken</h1><a class="u-url" href="/post">her</a>
    <img class="u-photo" src="/p.jpg" alt="Krakk"><div class="e-content"><p>Lang <b>tekst</b> <script>x</script>#hjemme</p></div>
    <a class="p-author h-card" href="/kari">Kari</a><time class="dt-published" datetime="2026-09-01T12:00:00+02:00">i dag</time>
    <a class="p-category" href="/t">Folke Katalog</a><a class="u-syndication" href="https://social.example/1">m</a></div>`)
  t.match(post, {
    network: 'blog',
    id: `${pages.url}/post`,
    url: `${pages.url}/post`,
    title: 'Om krakken',
    text: 'Lang tekst #hjemme',
    tags: ['FolkeKatalog', 'hjemme'],
    author: { id: `${pages.url}/kari`, name: 'Kari' },
    pictures: [{ url: `${pages.url}/p.jpg`, alt: 'Krakk' }],
    postedAt: Date.UTC(2026, 8, 1, 10),
    language: 'nb',
    copies: ['https://social.example/1'],
  })
})

t.test('the entry with the address of the page comes before the first', async (t) => {
  const entry = (url: string, name: string) =>
    `<div class="h-entry"><p class="p-name">${name}</p><a class="u-url" href="${url}">x</a></div>`
  t.match(await read(entry('/other', 'Annet') + entry('/post', 'Dette')), { title: 'Dette' })
  t.match(await read(entry('/a', 'Første') + entry('/b', 'Andre')), { title: 'Første' })
  t.match(await read(`<div class="h-feed">${entry('/a', 'A')}${entry('/post', 'I en liste')}</div>`), {
    title: 'I en liste',
  })
})

t.test('a picture without words, an author as text, and a summary before the content', async (t) => {
  const post = await read(
    '<div class="h-entry"><p class="p-name">x</p><img class="u-photo" src="/p.jpg"><span class="p-author">Kari</span><p class="p-summary">Kort</p><div class="e-content">Lang</div></div>',
  )
  t.match(post, {
    text: 'Kort',
    author: { name: 'Kari' },
    pictures: [{ url: `${pages.url}/p.jpg`, alt: null }],
  })
})

t.test('a note has no title, only words', async (t) => {
  t.match(await read('<p class="h-entry"><span class="p-name e-content">Bare en setning.</span></p>'), {
    title: null,
    text: 'Bare en setning.',
  })
})

t.test('without an h-entry, previews tell; without these, the title and the first picture', async (t) => {
  const previews = `<title>T</title><meta property="og:title" content="Tittel &amp; &lt;b&gt;"><meta property="og:description" content="Kort">
    <meta property="og:image" content="/o.jpg"><meta property="og:image:alt" content="Alt"><meta property="article:published_time" content="2026-09-01">
    <meta property="article:tag" content="krakk"><meta property="article:tag" content="stol"><meta name="author" content="Kari">
    <a rel="tag" href="/t">Folkekatalog</a>`
  t.match(await read(previews), {
    title: 'Tittel & <b>',
    text: 'Kort',
    tags: ['krakk', 'stol', 'Folkekatalog'],
    pictures: [{ url: `${pages.url}/o.jpg`, alt: 'Alt' }],
    postedAt: Date.UTC(2026, 8, 1),
    author: { name: 'Kari' },
  })
  t.match(
    await read('<title> Bare \n tittel </title><img src="/1.gif" width="1"><img src="/f.jpg" alt="F"><p>mer'),
    {
      title: 'Bare tittel',
      text: '',
      pictures: [{ url: `${pages.url}/f.jpg`, alt: 'F' }],
      postedAt: NOON,
    },
  )
})

t.test('a page that asks not to be listed is not', async (t) => {
  t.match(await read('<title>x</title><meta name="robots" content="noindex, follow">'), {
    hints: ['no_index'],
  })
  t.match(await read('<title>x</title><meta name="robots" content="index">'), { hints: [] })
})

t.test('a page names nobody elsewhere as its author, and no other address as its own', async (t) => {
  const post = await read(
    '<div class="h-entry"><p class="p-name">x</p><a class="u-url u-uid" href="https://ola.example/1">x</a><a class="p-author h-card" href="https://ola.example/">Ola</a></div>',
  )
  t.match(post, { id: `${pages.url}/post`, author: { id: `${pages.url}#Ola`, name: 'Ola' } })
})

t.test(
  'tangled, deep and endless pages are refused, and take neither the stack nor the memory',
  async (t) => {
    const cases: [string, RegExp][] = [
      ['<div>'.repeat(1_000), /deep/],
      ['<div>'.repeat(100_000), /tags/],
      ['<b a>'.repeat(1_000) + '<p>'.repeat(100_000), /tags/],
      ['<b>'.repeat(100) + '<p>'.repeat(5_000), /left open/],
      ['<img>'.repeat(20_000), /tags/],
      ['x'.repeat(PAGE_LIMITS.maxBytes + 1), /more than 1000000 bytes/],
    ]
    const faults: unknown[] = []
    for (const [body, why] of cases) {
      const asked = await askBlogPage(pages.set('/tangled', body), io)
      if (asked.kind !== 'refused' || !why.test(asked.why)) faults.push([body.slice(0, 20), asked])
    }
    t.same(faults, [])
    t.match(await read('x'.repeat(PAGE_LIMITS.maxBytes)), { why: /no title/ })
  },
)

t.test('addresses that lead inside are refused before anything is asked', async (t) => {
  const guarded = ioFor(t, clock, { fetch: loopbackFetch(t) })
  const inside = [
    'http://169.254.169.254/',
    'http://10.0.0.1/',
    'http://[::ffff:10.0.0.1]/',
    'http://0x0a000001/',
    'file:///etc/passwd',
    'http://kari:pw@kari.example/',
    'http://kari.example:22/',
  ]
  const states: unknown[] = []
  for (const url of inside) {
    const asked = await askBlogPage(url, guarded)
    if (asked.kind !== 'refused') states.push([url, asked])
    const redirected = await askBlogPage(
      pages.set('/inside', { status: 302, headers: { location: url } }),
      guarded,
    )
    if (redirected.kind !== 'refused') states.push(['redirect', url, redirected])
  }
  t.same(states, [])
})

t.test('what does not answer is unknown', async (t) => {
  const server = createServer((_request, response) => response.write('<title>'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  t.match(await askBlogPage(`http://127.0.0.1:${port}/`, { ...io, fetch: loopbackFetch(t, 200) }), {
    kind: 'unknown',
  })
  t.match(await askBlogPage('http://127.0.0.1:1/', io), { kind: 'unknown' })
})

t.test('microformats are read on both sides of each of their limits', async (t) => {
  const entry = (around: number, rel: string) =>
    read(`<meta property="og:title" content="Forhånd">${'<div class="p-x">'.repeat(around)}
      <div class="h-entry"><p class="p-name">Merket</p><a rel="${rel}" href="/x">x</a></div>${'</div>'.repeat(around)}`)
  const rels = (n: number) => Array.from({ length: n }, () => 'me').join(' ')
  t.match(await entry(PAGE_MARKS - 2, 'me'), { title: 'Merket' })
  t.match(await entry(PAGE_MARKS - 1, 'me'), { title: 'Forhånd' }, 'the page is read by its preview then')
  t.match(await entry(0, rels(PAGE_RELS)), { title: 'Merket' })
  t.match(await entry(0, rels(PAGE_RELS + 1)), { title: 'Forhånd' })
})

t.test('entries within entries cost neither memory nor time', async (t) => {
  for (const classes of ['h-entry u-url p-name e-content', 'hentry vcard fn entry-content']) {
    const page = `<div class="${classes}">`.repeat(150) + 'x'.repeat(900_000) + '</div>'.repeat(150)
    t.match(await read(`<title>Ovn</title>${page}`), { title: 'Ovn', text: '' })
  }
})
