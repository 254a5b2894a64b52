import t from 'tap'
import { openedContest } from '../support/builders.ts'
import { startSite } from '../support/site.ts'

const site = await startSite(t)
const { contest, owner } = await openedContest(site.ctx)
const { cookie } = owner
const own = site.address
const host = new URL(own).host

/** What browsers and programs say about where a request comes from, and whether it is let through. */
const CASES: [string, Record<string, string>, boolean][] = [
  ['a form of ours in a browser of today', { 'sec-fetch-site': 'same-origin', origin: own, cookie }, true],
  ['a form of ours in an older browser', { origin: own, cookie }, true],
  ['a form of ours without cookies', { origin: own }, true],
  ['a reader who typed the address', { 'sec-fetch-site': 'none', cookie }, true],
  ['a program without cookies', {}, true],
  [
    'a form of another site',
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', cookie },
    false,
  ],
  ['a form of another site without cookies', { 'sec-fetch-site': 'cross-site' }, false],
  [
    'a form of a neighbour',
    { 'sec-fetch-site': 'same-site', origin: 'https://a.folkalog.example', cookie },
    false,
  ],
  ['another site that claims to be us', { 'sec-fetch-site': 'cross-site', origin: own, cookie }, false],
  ['another site in an older browser', { origin: 'https://evil.example', cookie }, false],
  ['another port', { origin: `${own}1`, cookie }, false],
  ['another scheme', { origin: own.replace('http:', 'https:'), cookie }, false],
  ['a page without an origin', { origin: 'null', cookie }, false],
  ['an origin that begins as ours', { origin: `${own}.evil.example`, cookie }, false],
  ['a cookie and no word of where from', { cookie }, false],
  ['a word that no browser says', { 'sec-fetch-site': 'same-origin, cross-site', cookie }, false],
]

t.test('what writes is let through from our own pages and from programs only', async (t) => {
  const paths = ['/console/sign-out', `/c/${contest.slug}/check`, `/api/v1/contests/${contest.slug}/open`]
  for (const [who, headers, isLet] of CASES) {
    for (const path of paths) {
      const type = path.startsWith('/api/') ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
      // Nobody is signed out by it: the cookie of this request is none.
      const given =
        path.endsWith('sign-out') && headers.cookie ? { ...headers, cookie: 'folkalog=x' } : headers
      const { status } = await site.ask(path, { method: 'POST', headers: { host, ...type, ...given } })
      t.equal(status === 403, !isLet, `${who}: ${path}, found ${status}`)
    }
  }
})

t.test('what only reads is let through from everywhere', async (t) => {
  const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', cookie }
  for (const path of [`/c/${contest.slug}`, '/console', `/api/v1/contests/${contest.slug}/items`]) {
    const answer = await site.ask(path, { headers })
    t.equal(answer.status, 200, path)
    t.equal(answer.headers['access-control-allow-origin'], undefined, 'and not handed to scripts of others')
  }
})
