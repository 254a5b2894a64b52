import t from 'tap'
import type { Problem } from '../../server/routes/problem.ts'
import { LOOKUPS_PER_NETWORK } from '../../server/routes/public/check.ts'
import { REPORTS_PER_NETWORK } from '../../server/routes/public/entries.ts'
import { UPLOADS_WITH_PROOF } from '../../server/routes/public/upload.ts'
import { REQUESTS_PER_MINUTE, REQUESTS_SIGNED_IN } from '../../server/routes/rate-limit.ts'
import { openedContest } from '../support/builders.ts'
import type { Answer, Ask } from '../support/http.ts'
import { AS_BROWSER, type Site, startSite } from '../support/site.ts'

t.setTimeout(120_000)

const behindProxy = await startSite(t, { env: { TRUST_PROXY: '127.0.0.1' } })
const { contest, owner } = await openedContest(behindProxy.ctx)

/** A network that has asked too often, where nothing hangs on which it is: it costs hundreds of requests to make one. */
const SPENT = '203.0.113.1'

/** Asks from an address; answers how many were let through before the first that was not, and that one. */
async function askUntilRefused(
  site: Site,
  path: string,
  address: string,
  options: Ask & { as?: { cookie: string } } = {},
  most = 10_000,
): Promise<{ taken: number; refused: Answer | null }> {
  for (let taken = 0; taken < most; taken++) {
    const headers = { 'x-forwarded-for': address, ...options.headers }
    const answer = await site.ask(path, { ...options, headers })
    if (answer.status === 429) return { taken, refused: answer }
  }
  return { taken: most, refused: null }
}

t.test('a network may ask so often in a minute, and then is told when to come again', async (t) => {
  const { taken, refused } = await askUntilRefused(behindProxy, '/nowhere', SPENT)
  t.equal(taken, REQUESTS_PER_MINUTE, 'addresses that lead nowhere count too')
  const wait = Number(refused?.headers['retry-after'])
  t.ok(wait > 0 && wait <= 60, `wait ${wait} s`)
  t.match(refused?.json<Problem>(), { status: 429, code: 'throttled', detail: /Try again in \d+ seconds/ })
  const page = await behindProxy.ask('/imprint', {
    headers: { 'x-forwarded-for': SPENT, ...AS_BROWSER },
  })
  t.equal(page.status, 429)
  t.match(page.headers['content-type'], 'text/html', 'people get a page')
  const from = (address: string) => behindProxy.ask('/imprint', { headers: { 'x-forwarded-for': address } })
  t.equal((await from('203.0.113.2')).status, 200, 'another network is let in')
  t.equal((await from(`::ffff:${SPENT}`)).status, 429, 'the same one in another spelling is not')
})

t.test('an IPv6 network is 64 bits wide', async (t) => {
  const from = (address: string) => behindProxy.ask('/imprint', { headers: { 'x-forwarded-for': address } })
  await askUntilRefused(behindProxy, '/nowhere', '2001:db8:0:1::1')
  t.equal((await from('2001:db8:0:1:ffff::2')).status, 429)
  t.equal((await from('2001:db8:0:2::1')).status, 200)
})

t.test('kept answers, pictures, the files of the pages and health are free', async (t) => {
  const from = (path: string) => behindProxy.ask(path, { headers: { 'x-forwarded-for': SPENT } })
  const [, asset = ''] = /href="(\/assets\/[^"]+\.css)"/.exec((await behindProxy.ask('/imprint')).text) ?? []
  await behindProxy.ask(`/c/${contest.slug}`)
  await askUntilRefused(behindProxy, '/nowhere', SPENT)
  t.equal((await from('/imprint')).status, 429)
  t.equal((await from(`/c/${contest.slug}`)).status, 200)
  t.equal((await from(asset)).status, 200)
  t.equal((await from(`/media/ab/${'ab'.repeat(32)}/640.webp`)).status, 404)
  t.equal((await from('/health/live')).status, 200)
})

t.test('whoever is signed in counts as a person and may ask more often', async (t) => {
  const path = '/console/sign-in'
  await askUntilRefused(behindProxy, '/nowhere', SPENT)
  const most = REQUESTS_PER_MINUTE + 10
  const signedIn = await askUntilRefused(behindProxy, path, SPENT, { as: owner }, most)
  t.equal(signedIn.refused, null, `${most} and more`)
  t.ok(REQUESTS_SIGNED_IN > most)
  for (const cookie of ['folkalog=made-up', 'folkalog=a.b', `${owner.cookie}x`, 'anything=1']) {
    const headers = { cookie, 'x-forwarded-for': SPENT }
    t.equal((await behindProxy.ask(path, { headers })).status, 429, 'a made-up cookie gives nothing')
  }
})

t.test('forms have limits of their own, which leave the rest of the site open', async (t) => {
  const origin = behindProxy.address
  const forms: [string, Ask, number, number][] = [
    [`/c/${contest.slug}/take-part/upload`, { upload: new FormData() }, UPLOADS_WITH_PROOF, 1_800],
    [`/c/${contest.slug}/entries/1/report`, { form: { reason: '' } }, REPORTS_PER_NETWORK, 600],
    [`/c/${contest.slug}/check`, { form: { q: 'x' } }, LOOKUPS_PER_NETWORK, 300],
  ]
  for (const [i, [path, options, limit, seconds]] of forms.entries()) {
    const address = `203.0.113.${10 + i}`
    const { taken, refused } = await askUntilRefused(behindProxy, path, address, {
      ...options,
      headers: { origin },
    })
    t.equal(taken, limit, path)
    const wait = Number(refused?.headers['retry-after'])
    t.ok(wait > seconds - 60 && wait <= seconds, `${path}: wait ${wait} s of ${seconds}`)
    const home = await behindProxy.ask('/imprint', { headers: { 'x-forwarded-for': address } })
    t.equal(home.status, 200)
  }
})

t.test('X-Forwarded-For is believed from the configured proxy only', async (t) => {
  const open = await startSite(t)
  const taken = new Set<number>()
  for (let n = 0; n < REQUESTS_PER_MINUTE; n++) {
    const headers = { 'x-forwarded-for': `198.51.100.${n % 250}`, forwarded: `for=198.51.100.${n % 250}` }
    taken.add((await open.ask('/nowhere', { headers })).status)
  }
  t.same([...taken], [404])
  const headers = { 'x-forwarded-for': '192.0.2.1' }
  t.equal((await open.ask('/nowhere', { headers })).status, 429)
})

t.test('a proxy that passes on what its client claims does not let the client choose', async (t) => {
  await askUntilRefused(behindProxy, '/nowhere', SPENT)
  const headers = { 'x-forwarded-for': `192.0.2.77, ${SPENT}` }
  t.equal((await behindProxy.ask('/imprint', { headers })).status, 429)
})

t.test('a server that cannot keep up sends new requests away for a moment', async (t) => {
  const busy = await startSite(t)
  // The whole process stands still, the server in it too. It goes by the mean since it last looked, which it does
  // after each time, so that hardly anything but the next is in it.
  let answer = await busy.ask('/imprint')
  t.equal(answer.status, 200)
  for (let tries = 0; tries < 6 && answer.status !== 503; tries++) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6_000)
    answer = await busy.ask('/imprint')
  }
  t.equal(answer.status, 503)
  t.match(answer.json<Problem>(), { code: 'busy' })
  t.equal(answer.headers['retry-after'], '5')
})
