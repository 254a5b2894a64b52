import { setTimeout as sleep } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { aContestDraft, openedContest } from '../support/builders.ts'
import type { Answer } from '../support/http.ts'
import {
  AS_BROWSER,
  approve,
  type BusyContest,
  busyContest,
  type Site,
  startSite,
  waitingCards,
} from '../support/site.ts'

t.setTimeout(120_000)

const site = await startSite(t)
const busy = await busyContest(t, site)
const { slug } = busy.contest
const page = `/c/${slug}`
const api = `/api/v1/contests/${slug}`

/** Answers from kept bytes come before the rate limit, whose headers they lack. */
function isKept({ headers }: Answer): boolean {
  return headers['x-ratelimit-limit'] === undefined
}

/** News of what a test did before may still be on its way: an answer made across it is not kept. */
async function askTwice(t: Test, path: string, from: Site = site): Promise<Answer> {
  let answer = await from.ask(path)
  for (let tries = 0; tries < 5 && !isKept(answer); tries++) answer = await from.ask(path)
  t.ok(isKept(answer), `${path} is kept`)
  return answer
}

async function nextCard({ contest, owner }: BusyContest) {
  const [card] = await waitingCards(site, { contest, owner, items: [], sourceId: 0 })
  if (!card) throw new Error('No card is left')
  return card
}

t.test('what was approved stands in the very next answer', async (t) => {
  const paths = [
    page,
    `${page}/items`,
    `${page}/items/krakk`,
    `${api}/items`,
    `${api}/entries`,
    `${api}/coverage`,
  ]
  const before = new Map<string, Answer>()
  for (const path of paths) before.set(path, await askTwice(t, path))
  const { entry } = await nextCard(busy)
  t.equal((await approve(site, busy, entry)).status, 200)
  for (const path of paths) {
    const after = await site.ask(path)
    t.not(after.headers.etag, before.get(path)?.headers.etag, path)
    t.match(after.text, path === `${api}/coverage` ? '"filled":1' : /krakk/i, path)
  }
  t.equal((await site.ask(`${page}/entries/${entry}`)).status, 200)
  const reopened = await site.ask(`${api}/entries/${entry}/reopen`, { as: busy.owner, method: 'POST' })
  t.equal(reopened.status, 200)
  t.equal((await site.ask(`${page}/entries/${entry}`)).status, 404, 'and what was taken back is gone at once')
  t.match((await site.ask(`${api}/coverage`)).text, '"filled":0')
})

t.test('another server on the same database tells of it within a second', async (t) => {
  const other = await startSite(t, { beside: site })
  const before = await askTwice(t, `${api}/coverage`, other)
  const { entry } = await nextCard(busy)
  await approve(site, busy, entry)
  const by = performance.now() + 1_000
  let after = await other.ask(`${api}/coverage`)
  while (after.headers.etag === before.headers.etag && performance.now() < by) {
    await sleep(10)
    after = await other.ask(`${api}/coverage`)
  }
  t.match(after.text, '"filled":1')
})

t.test('each language is kept by itself, however it was asked for', async (t) => {
  const ask = (language: string | undefined, query = '') =>
    site.ask(`${page}/rules${query}`, { headers: language ? { 'accept-language': language } : {} })
  for (let round = 0; round < 2; round++) {
    t.match((await ask('en')).text, '<html lang="en"')
    t.match((await ask('nb-NO, nb;q=0.9')).text, '<html lang="nb"')
    t.match((await ask('nn')).text, '<html lang="nb"')
    t.match((await ask('de, fr')).text, '<html lang="en"', 'the contest’s own')
    t.match((await ask(undefined)).text, '<html lang="en"')
    t.match((await ask('en', '?lang=nb')).text, '<html lang="nb"')
    t.match((await ask('nb', '?lang=en')).text, '<html lang="en"')
  }
  t.ok(isKept(await ask('no')), 'those who wish for the same share it')
})

t.test('nothing of one reader is told to another', async (t) => {
  const strange = { host: 'evil.example', 'x-forwarded-host': 'evil.example', ...AS_BROWSER }
  const cookie = { ...busy.owner }
  await forget()
  const first = await site.ask(page, { headers: strange, as: cookie })
  t.notOk(isKept(first), 'it was made for a signed-in manager at a strange host')
  const second = await site.ask(page)
  t.ok(isKept(second))
  t.equal(second.text, first.text, 'and is what everybody gets')
  t.notMatch(second.text, 'evil.example')
  t.notMatch(second.text, busy.owner.email)
  for (const header of ['set-cookie', 'x-ratelimit-remaining', 'x-ratelimit-reset'])
    t.notHas(second.headers, { [header]: /./ }, header)
})

t.test('what is not the same for everybody is not kept', async (t) => {
  const paths = [
    '/',
    `${page}/take-part`,
    `${page}/check`,
    `${page}/confirm/x`,
    '/privacy',
    '/console/sign-in',
    '/nope',
  ]
  for (const path of [...paths, `${page}/entries/999999`, `${api}/draws`, api]) {
    for (let round = 0; round < 2; round++) {
      const answer = await site.ask(path)
      t.notOk(isKept(answer), path)
      t.equal(answer.headers['cache-control'], 'no-store', path)
    }
  }
  for (const path of [`${api}/queue`, `${api}/overview`, '/console', `/console/c/${slug}`]) {
    for (let round = 0; round < 2; round++) {
      const answer = await site.ask(path, { as: busy.owner })
      t.same([answer.status, answer.headers['cache-control'], isKept(answer)], [200, 'no-store', false], path)
    }
  }
})

t.test('the colours of a draft are for those who run it, and not kept', async (t) => {
  const { contest } = await openedContest(site.ctx, { owner: busy.owner, state: 'draft' })
  const path = `/c/${contest.slug}/theme.css`
  for (let round = 0; round < 2; round++) {
    const own = await site.ask(path, { as: busy.owner })
    t.same([own.status, own.headers['cache-control'], isKept(own)], [200, 'no-store', false])
    t.equal((await site.ask(path)).status, 404)
  }
})

t.test('an answer that was being made while something changed is not kept', async (t) => {
  await forget()
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  let isLocked = () => {}
  const locked = new Promise<void>((resolve) => {
    isLocked = resolve
  })
  const transaction = site.ctx.db.transaction().execute(async (tx) => {
    await sql`lock table item in access exclusive mode`.execute(tx)
    isLocked()
    await held
  })
  await locked
  const slow = site.ask(`${api}/items`)
  await untilSomebodyWaits()
  await forget()
  release()
  await transaction
  t.notOk(isKept(await slow))
  t.notOk(isKept(await site.ask(`${api}/items`)), 'so it is made again')
  t.ok(isKept(await site.ask(`${api}/items`)), 'and that one is kept')
})

t.test('a change of one contest leaves the answers of others', async (t) => {
  const other = await openedContest(site.ctx, { owner: busy.owner, draft: aContestDraft() })
  await askTwice(t, `/c/${other.contest.slug}`)
  await askTwice(t, page)
  await forget()
  t.ok(isKept(await site.ask(`/c/${other.contest.slug}`)))
  t.notOk(isKept(await site.ask(page)))
})

t.test('fresh or kept, an answer is encoded as the reader takes it and reads the same', async (t) => {
  await forget()
  const decode = { br: brotliDecompressSync, gzip: gunzipSync, identity: (bytes: Buffer) => bytes }
  const plain = await site.ask(page)
  for (const encoding of ['br', 'gzip', 'identity'] as const) {
    const headers = { 'accept-encoding': encoding }
    await forget()
    for (const what of ['fresh', 'kept']) {
      const answer = await site.ask(page, { headers })
      t.equal(isKept(answer), what === 'kept')
      t.equal(answer.headers['content-encoding'] ?? 'identity', encoding, `${what} ${encoding}`)
      t.match(answer.headers.vary, 'accept-encoding')
      t.match(answer.headers.vary, 'accept-language')
      t.equal(decode[encoding](answer.bytes).toString(), plain.text, `${what} ${encoding}`)
    }
  }
})

t.test('whoever has it already is told so, fresh or kept', async (t) => {
  await forget()
  const { etag = '' } = (await site.ask(page)).headers
  await forget()
  for (const what of ['fresh', 'kept']) {
    for (const given of [etag, etag.replace('W/', ''), `"x", ${etag}`, '*']) {
      const headers = { 'if-none-match': given, 'accept-encoding': 'br' }
      const answer = await site.ask(page, { headers })
      t.same([answer.status, answer.text, answer.headers.etag], [304, '', etag], `${what} ${given}`)
      t.equal(answer.headers['cache-control'], 'public, max-age=0, must-revalidate')
    }
    t.equal((await site.ask(page, { headers: { 'if-none-match': '"x"' } })).status, 200)
  }
})

t.test('HEAD tells the same and sends nothing', async (t) => {
  await forget()
  for (let round = 0; round < 2; round++) {
    const head = await site.ask(page, { method: 'HEAD' })
    const get = await site.ask(page)
    t.same([head.status, head.text], [200, ''])
    for (const name of ['etag', 'content-type', 'content-length', 'cache-control', 'vary'])
      t.equal(head.headers[name], get.headers[name], name)
  }
})

/** Everything that is kept of the contest is forgotten, though nothing of it has changed. */
async function forget(): Promise<void> {
  site.ctx.events.tell({ contest: busy.contest.id })
}

async function untilSomebodyWaits(): Promise<void> {
  const waiting = sql<{ n: number }>`
    select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  for (let tries = 0; tries < 500; tries++) {
    const { rows } = await waiting.execute(site.ctx.db)
    if ((rows[0]?.n ?? 0) > 0) return
    await sleep(10)
  }
  throw new Error('Nobody waited for the lock')
}
