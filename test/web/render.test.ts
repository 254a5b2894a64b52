import t from 'tap'
import type { PageName, PageProps } from '../../web/pages.ts'
import { webAddress, withoutLang } from '../../web/parts/address.ts'
import { aContext, aFrame, LONG_NAME } from './fixtures/basics.ts'
import { anItemView, aSpread } from './fixtures/catalogue.ts'
import { everyPage } from './fixtures/every-page.ts'
import { anEntry } from './fixtures/people.ts'
import { sampleOf } from './fixtures/sample.ts'
import { loadRenderer } from './serve-pages.ts'

const { render, assetsFrom } = await loadRenderer()

const html = <Name extends PageName>(page: Name, props: PageProps[Name], path = '/c/hverdag') =>
  render(page, props, aContext('en', path, aFrame()))

t.test(
  'every page is a whole document in its language, with a title and nothing left unfilled',
  async (t) => {
    for (const lang of ['en', 'nb'] as const) {
      for (const { title, page, props, context } of everyPage(lang)) {
        const text = render(page, props, context)
        t.match(text, new RegExp(`^<!doctype html><html lang="${lang}"><head>`), title)
        t.match(text, /<title>[^<]+<\/title>/, title)
        t.equal(text.match(/<h1/g)?.length, 1, `${title} has one main heading`)
        t.notMatch(text, /undefined|NaN|\[object|Invalid Date|>\{[a-z]+\}</, title)
      }
    }
  },
)

t.test('no page carries a style, a script or a handler of its own', async (t) => {
  for (const { title, page, props, context } of everyPage('en')) {
    const text = render(page, props, context)
    t.notMatch(text, /\sstyle=|<style|\son[a-z]+=|javascript:/i, title)
    const scripts = text.match(/<script[^>]*>/g) ?? []
    t.same(
      scripts.filter((tag) => !/ src=|application\/ld\+json/.test(tag)),
      [],
      title,
    )
  }
})

t.test('what people wrote stays text', async (t) => {
  const evil = '</script><script>alert(1)</script>"\'<img src=x onerror=alert(1)>'
  const text = html(
    'entry',
    anEntry('en', {
      caption: evil,
      item: { id: 'x', name: evil, page: 1 },
      credit: { handle: evil, name: evil, url: null },
    }),
  )
  t.notMatch(text, /<script>|<img src=x/)
  const spread = html(
    'item',
    aSpread('en', 3, { item: { ...anItemView('en', 0), name: evil, summary: evil } }),
  )
  t.notMatch(spread, /<script>|<img src=x/)
})

t.test(
  'the language a reader chose goes along on every link, and is left out of the canonical address',
  async (t) => {
    const chosen = html('item', aSpread('en', 41), '/c/hverdag/items/somlebo?lang=en')
    t.match(
      chosen,
      'href="/c/hverdag/items?section=stua&amp;lang=en"'.replace(
        'section=stua&amp;lang=en',
        'lang=en&amp;section=stua',
      ),
    )
    t.match(chosen, '<link rel="canonical" href="https://katalog.example/c/hverdag/items/somlebo"/>')
    t.match(chosen, 'hreflang="nb" href="https://katalog.example/c/hverdag/items/somlebo?lang=nb"')
    const context = { ...aContext('en', '/c/hverdag', aFrame()), langChosen: false }
    t.notMatch(
      render('item', aSpread('en', 3), context).replace(/<a class="other-language".*?<\/a>|<link[^>]*>/g, ''),
      'lang=en&',
    )
  },
)

t.test('an address keeps its other questions when the language leaves it', async (t) => {
  t.equal(withoutLang('/c/x/items?lang=nb&show=gaps'), '/c/x/items?show=gaps')
  t.equal(withoutLang('/c/x?lang=nb'), '/c/x')
  t.equal(withoutLang('/c/x?q=a%20b'), '/c/x?q=a+b')
})

t.test('a rehearsal is marked on every one of its pages and kept from search engines', async (t) => {
  for (const { title, page, props, context } of everyPage('en')) {
    if (!context.contest?.rehearsal) continue
    const text = render(page, props, context)
    t.match(text, 'Rehearsal: invented people and pictures', title)
    t.match(text, '<meta name="robots" content="noindex"/>', title)
  }
})

t.test('the same arguments give the same text', async (t) => {
  t.equal(html('item', aSpread('en', 7)), html('item', aSpread('en', 7)))
})

t.test('a build that lacks a file is said so', async (t) => {
  t.throws(() => assetsFrom({}), { message: /lack .*run "npm run build:web"/ })
})

t.test('five hundred pages stay one row of little pages, five thousand become a bar', async (t) => {
  const { page, props, context } = sampleOf(everyPage('en'), 'console-overview', 'consoleOverview')
  const withPages = (count: number) =>
    render(page, { ...props, pages: Array.from({ length: count }, () => true) }, context)
  t.equal(withPages(500).match(/<i class="on">/g)?.length, 500)
  t.match(withPages(5000), '<progress class="little-bar" value="5000" max="5000"')
})

t.test('an address that a stranger gave is followed only where it leads to a web page', async (t) => {
  const links = [
    'https://stua.example/@kari',
    'HTTP://stua.example',
    'javascript:alert(1)',
    ' https://x',
    'data:text/html,x',
  ]
  t.same(links.map(webAddress).map(Boolean), [true, true, false, false, false])
  t.equal(webAddress(null), null)
  const evil = 'javascript:alert(document.domain)'
  const text = html(
    'entry',
    anEntry('en', { original: evil, credit: { handle: 'kari', name: null, url: evil } }),
  )
  t.notMatch(text, /href="javascript/)
})

t.test('rules are set with headings and lists, and say every word of the text that is hashed', async (t) => {
  const rules = 'Katalogen\n=========\n\n1. Who\n\nWe do.\n\n- the first\n- the second\n'
  const text = html('rules', { text: rules, hash: 'ab', lockedAt: null })
  t.match(text, '<h2>1. Who</h2><p>We do.</p><ul><li>the first</li><li>the second</li></ul>')
})

t.test('a very long name is in every place it belongs', async (t) => {
  const text = html('item', aSpread('en', 2, { item: { ...anItemView('en', 0), name: LONG_NAME } }))
  t.match(text, `<h1 class="fit-40">${LONG_NAME}</h1>`)
})
