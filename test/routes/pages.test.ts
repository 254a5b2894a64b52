import t, { type Test } from 'tap'
import { HOUR } from '../../server/contest/instant.ts'
import { listDraws } from '../../server/db/draws.ts'
import { runDraw } from '../../server/steps/run-draw.ts'
import { type Html, readHtml } from '../support/html.ts'
import type { Answer } from '../support/http.ts'
import { AS_BROWSER, approve, busyContest, startSite, waitingCards } from '../support/site.ts'

t.setTimeout(120_000)

const site = await startSite(t)
const busy = await busyContest(t, site)
const { contest, owner, network } = busy
const base = `/c/${contest.slug}`
const [krakk, another, third, fourth] = await waitingCards(site, busy)
for (const card of [krakk, another, third]) if (card) await approve(site, busy, card.entry)
if (fourth) await approve(site, busy, fourth.entry, 'vindskjerm')

/** Gets a page as a browser without script does, and holds it against what every page keeps to. */
async function visit(
  t: Test,
  path: string,
  lang: 'en' | 'nb',
  as?: { cookie: string },
): Promise<{ answer: Answer; page: Html }> {
  const headers = { ...AS_BROWSER, 'accept-language': lang }
  const first = await site.ask(path, { headers, as })
  const answer = first.status === 302 ? await site.ask(first.headers.location ?? '', { headers, as }) : first
  const page = readHtml(answer.text)
  t.equal(answer.status, 200, path)
  t.equal(page.lang, /[?&]lang=(\w+)/.exec(path)?.[1] ?? lang, `${path} is in its language`)
  t.ok(page.title.length > 3, `${path} has a title`)
  t.same(page.inline, [], `${path} has nothing inline`)
  t.notMatch(page.text, /undefined|\bnull\b|NaN|\[object|\{\w+\}|Invalid Date/, `${path} is worded`)
  return { answer, page }
}

const originals = new Set([new URL(network.server.url).host])

/** Where a link leads inside the site; null for what leaves it. Leaving is for originals and mail only. */
function inside(t: Test, from: string, url: string): string | null {
  if (/^(data|mailto):/.test(url)) return null
  const target = new URL(url, `${site.address}${from}`)
  if (target.origin === site.address) return `${target.pathname}${target.search}`
  t.ok(originals.has(target.host) || target.host.endsWith('.example'), `${from} leads to ${url}`)
  return null
}

/** Follows every link from a page on. Answers the addresses met. */
async function crawl(
  t: Test,
  start: string,
  lang: 'en' | 'nb',
  as?: { cookie: string },
): Promise<Set<string>> {
  const met = new Set([start])
  const queue = [start]
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const { page } = await visit(t, path, lang, as)
    for (const { url, tag } of page.links) {
      const found = inside(t, path, url)
      if (found === null || met.has(found)) continue
      met.add(found)
      if (tag === 'a' && !/\.(txt|json|webp|jpg)$/.test(found.split('?')[0] ?? '')) queue.push(found)
      else t.equal((await site.ask(found, { as })).status, 200, `${path} needs ${found}`)
    }
  }
  return met
}

const PUBLIC = [
  base,
  `${base}/items`,
  `${base}/items/krakk`,
  `${base}/items/kopp`,
  `${base}/entries/${krakk?.entry}`,
  `${base}/take-part`,
  `${base}/check`,
  `${base}/winners`,
  `${base}/draws`,
  `${base}/rules`,
  `${base}/theme.css`,
  '/privacy',
  '/imprint',
]

t.test(
  'while it is open, every link of the site leads to a page in its language, or to an original',
  async (t) => {
    for (const lang of ['en', 'nb'] as const) {
      const met = await crawl(t, base, lang)
      for (const path of PUBLIC) t.ok(met.has(path), `${path} is met in ${lang}`)
    }
  },
)

t.test('the console leads its managers only where there is something', async (t) => {
  const met = await crawl(t, '/console', 'nb', owner)
  for (const path of ['', `/c/${contest.slug}`, `/c/${contest.slug}/moderate`, '/outbox'])
    t.ok(met.has(`/console${path}`), path)
})

t.test('one open contest is the front page; several stand on a shelf', async (t) => {
  const one = await site.ask('/?lang=nb')
  t.same([one.status, one.headers.location], [302, `${base}?lang=nb`])
  const other = await busyContest(t, site)
  originals.add(new URL(other.network.server.url).host)
  const { page } = await visit(t, '/', 'en')
  const links = page.links.map(({ url }) => url)
  t.ok(links.includes(base) && links.includes(`/c/${other.contest.slug}`))
})

t.test('pages name their other language and their own address', async (t) => {
  const { answer } = await visit(t, `${base}/items/krakk`, 'en')
  const own = `${site.address}${base}/items/krakk`
  t.match(answer.text, `<link rel="canonical" href="${own}"`)
  t.match(answer.text, `hreflang="nb" href="${own}?lang=nb"`)
})

t.test('what is shared elsewhere brings a title, a sentence and a picture of somebody’s', async (t) => {
  for (const path of [base, `${base}/items/krakk`, `${base}/entries/${krakk?.entry}`]) {
    const { answer } = await visit(t, path, 'en')
    const said = (name: string) =>
      new RegExp(`property="og:${name}" content="([^"]+)"`).exec(answer.text)?.[1] ?? ''
    t.match(said('title'), path === base ? contest.title : 'Krakk', path)
    t.ok(said('description').length > 10)
    t.ok(said('image').startsWith(`${site.address}/media/`))
    t.equal(said('image:type'), 'image/jpeg')
    const picture = await site.ask(new URL(said('image')).pathname)
    t.same([picture.status, picture.headers['content-type']], [200, 'image/jpeg'])
  }
})

t.test('the catalogue shows who filled a page, and what is still a gap', async (t) => {
  const cover = await visit(t, base, 'en')
  t.match(cover.page.text, '2 of 3 pages rebuilt')
  const sheet = await visit(t, `${base}/items`, 'en')
  t.match(sheet.page.text, '#kopp')
  const spread = await visit(t, `${base}/items/krakk`, 'nb')
  t.match(spread.page.text, '@kari')
  const gaps = await visit(t, `${base}/items?gaps=1`, 'en')
  t.match(gaps.page.text, 'Kopp')
  t.notMatch(gaps.page.text, 'Vindskjerm ')
  const found = await visit(t, `${base}/items?q=KRAK`, 'en')
  t.match(found.page.text, 'Krakk')
  t.notMatch(found.page.text, '#kopp')
  const none = await visit(t, `${base}/items?q=zzz`, 'nb')
  t.notMatch(none.page.text, '#krakk')
})

t.test('after the draw, winners and everything that proves them are there to be read', async (t) => {
  const { rules } = contest
  site.clock.set(rules.closesAt + rules.grace + HOUR)
  const frozen = await site.ask(`/api/v1/contests/${contest.slug}/draws`, { as: owner, json: {} })
  t.equal(frozen.status, 201, frozen.text)
  const committed = await visit(t, `${base}/draws/1`, 'en')
  t.match(committed.page.text, frozen.json<{ commitHash: string }>().commitHash.slice(0, 8))
  for (const file of ['commit.json', 'entrants.txt', 'revisions.json'])
    t.equal((await site.ask(`${base}/draws/1/${file}`)).status, 200, file)
  t.equal((await site.ask(`${base}/draws/1/record.json`)).status, 404, 'there is no record yet')
  site.clock.set(contest.drawAt)
  const [draw] = await listDraws(site.ctx.db, contest.id)
  t.equal(await runDraw(site.ctx, draw?.id ?? 0, new AbortController().signal), 'drawn')
  for (const lang of ['en', 'nb'] as const) {
    const met = await crawl(t, base, lang)
    for (const path of ['', '/commit.json', '/entrants.txt', '/record.json'])
      t.ok(met.has(`${base}/draws/1${path}`), `${path} is met in ${lang}`)
  }
  const winners = await visit(t, `${base}/winners`, 'en')
  t.match(winners.page.text, /@\w+@fjordposten\.example/)
  const record = await site.ask(`${base}/draws/1/record.json`)
  t.equal(record.headers['content-type'], 'application/json; charset=utf-8')
  t.equal((await site.ask(`${base}/draws/1/record-1.json`)).text, record.text)
  t.equal((await site.ask(`${base}/draws/1/record-2.json`)).status, 404)
  t.match((await site.ask(`${base}/rules.txt`)).headers['content-type'], 'text/plain')
})
