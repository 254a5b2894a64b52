import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { MAX_BYTES } from '../../server/media/limits.ts'
import type { Problem } from '../../server/routes/problem.ts'
import { openedContest } from '../support/builders.ts'
import { formOn, type Opened, openPage, sendForm } from '../support/forms.ts'
import { readHtml } from '../support/html.ts'
import { claimPng } from '../support/png.ts'
import { scenePhoto } from '../support/scene.ts'
import { AS_BROWSER, approve, busyContest, startSite, waitingCards } from '../support/site.ts'

t.setTimeout(120_000)

const site = await startSite(t, { env: { TRUST_PROXY: '127.0.0.1' } })
const photo = await scenePhoto(42, 400, 300)

const PERSON = {
  item: 'kopp',
  name: 'Åse',
  email: 'ase@participant.example',
  words: 'Koppen vi alltid slåss om.',
  consent: 'yes',
}

const words = ({ answer }: Opened) => readHtml(answer.text).text

/** Nobody's address, receipt or link is in what everybody sees. */
const linkIn = (text: string) => /https?:\S+\/confirm\/\S+/.exec(text)?.[0] ?? ''

t.test('a photograph sent directly goes the whole way, without script', async (t) => {
  const { contest, owner } = await openedContest(site.ctx)
  const base = `/c/${contest.slug}`
  const page = await openPage(site, `${base}/take-part?item=kopp`)
  t.equal(formOn(page, '/upload').values.item, 'kopp', 'the thing one came for is chosen')
  const receipt = await sendForm(site, page, '/upload', PERSON, { photo })
  t.equal(receipt.answer.status, 201, words(receipt))
  t.equal(receipt.answer.headers['cache-control'], 'no-store')
  const code = formOn(receipt, '/check').values.q ?? ''
  t.match(code, /^[0-9a-z]{8}(-[0-9a-z]{8}){3}$/)

  const waiting = await sendForm(site, receipt, '/check')
  t.equal(waiting.answer.status, 200)
  t.match(words(waiting), 'Kopp')
  t.notMatch(waiting.path, code, 'the receipt is in no address')

  const outbox = await openPage(site, '/console/outbox', owner)
  t.match(words(outbox), 'ase@participant.example')
  const link = new URL(linkIn(outbox.answer.text.replaceAll('&amp;', '&').replaceAll('"', ' ')))
  t.equal(link.origin, site.address)
  const ask = await openPage(site, `${link.pathname}${link.search}`)
  t.equal(ask.answer.status, 200)
  t.equal(ask.answer.headers['referrer-policy'], 'no-referrer')
  const { rows } = await sql`select from upload where confirmed_at is not null`.execute(site.ctx.db)
  t.equal(rows.length, 0, 'looking at the link confirms nothing')
  const done = await sendForm(site, ask, link.pathname)
  t.equal(done.answer.status, 200)
  t.equal((await sendForm(site, ask, link.pathname)).answer.status, 200, 'twice is harmless')

  const queue = await openPage(site, `/console/c/${contest.slug}/moderate`, owner)
  t.match(words(queue), 'Koppen vi alltid slåss om.')
  const decided = await sendForm(site, queue, '/decide', { decision: 'approve' })
  t.equal(decided.answer.status, 200)
  t.notMatch(words(decided), 'Koppen vi alltid slåss om.')

  const spread = await openPage(site, `${base}/items/kopp`)
  t.match(words(spread), 'Åse')
  const cover = await openPage(site, base)
  t.match(words(cover), '1 of 3 pages rebuilt')
  for (const shown of [spread, cover])
    for (const secret of [PERSON.email, code, link.pathname]) t.notMatch(shown.answer.text, secret)
  const followed = await sendForm(site, await openPage(site, `${base}/check`), '/check', { q: ` ${code} ` })
  t.match(words(followed), 'Approved')
})

t.test('the upload form keeps what was typed, says what to put right, and keeps no file', async (t) => {
  const { contest } = await openedContest(site.ctx)
  const page = await openPage(site, `/c/${contest.slug}/take-part`)
  const nothing = Buffer.alloc(0)
  const cases: [string, Record<string, string>, Uint8Array][] = [
    ['photo', {}, nothing],
    ['photo', {}, Buffer.from('no picture at all')],
    ['photo', {}, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['photo', {}, Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['photo', {}, claimPng(9_000, 9_000)],
    ['photo', {}, photo.subarray(0, 900)],
    ['photo', {}, Buffer.concat([photo, Buffer.alloc(MAX_BYTES)])],
    ['item', { item: '' }, photo],
    ['item', { item: 'krakk-og-kopp' }, photo],
    ['name', { name: '  ' }, photo],
    ['name', { name: 'Å'.repeat(61) }, photo],
    ['email', { email: '' }, photo],
    ['email', { email: 'ase' }, photo],
    ['email', { email: `${'a'.repeat(250)}@b.example` }, photo],
    ['words', { words: 'å'.repeat(201) }, photo],
    ['consent', { consent: '' }, photo],
  ]
  for (const [n, [field, change, bytes]] of cases.entries()) {
    const back = await sendForm(site, page, '/upload', { ...PERSON, ...change }, { photo: bytes })
    const name = `${field} ${JSON.stringify(change).slice(0, 40)} ${bytes.length} bytes (${n})`
    t.equal(back.answer.status, 400, name)
    t.match(back.answer.text, `id="${field}-fault"`, name)
    const kept = formOn(back, '/upload').values
    if (field !== 'name') t.equal(kept.name, PERSON.name, `${name} keeps the name`)
    if (field !== 'email') t.equal(kept.email, PERSON.email, `${name} keeps the address`)
  }
  t.same(await readdir(join(site.ctx.config.dataDir, 'incoming')), [], 'no file is left')
  const { rows } = await sql`select from upload where contest_id = ${contest.id}`.execute(site.ctx.db)
  t.equal(rows.length, 0)
  const longest = { name: '🫐'.repeat(60), words: 'å'.repeat(200) }
  const taken = await sendForm(site, page, '/upload', { ...PERSON, ...longest }, { photo })
  t.equal(taken.answer.status, 201, 'the longest that is taken')
})

t.test('a form that is no form, or breaks off, leaves nothing', async (t) => {
  const { contest } = await openedContest(site.ctx)
  const path = `/c/${contest.slug}/take-part/upload`
  const type = 'multipart/form-data; boundary=x'
  const part = (name: string, value: string) =>
    `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const file = (name: string) =>
    `--x\r\ncontent-disposition: form-data; name="${name}"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\nabc\r\n`
  const cases: [string, string, string, number][] = [
    ['no boundary', 'multipart/form-data', 'x', 400],
    ['another boundary', type, '--y\r\n\r\n--y--', 400],
    ['a part that breaks off', type, '--x\r\ncontent-disposition: form-data; name="item"\r\n\r\nkopp', 400],
    ['a file that breaks off', type, file('photo'), 400],
    ['more files than any form of ours', type, `${file('photo').repeat(13)}--x--`, 413],
    ['a file in another field', type, `${file('item')}--x--`, 400],
    [
      'too many fields',
      type,
      `${Array.from({ length: 17 }, (_, i) => part(`f${i}`, '1')).join('')}--x--`,
      413,
    ],
    ['a field of every object', type, `${part('__proto__', '1')}--x--`, 400],
    ['NUL', type, `${part('name', 'a\0b')}--x--`, 400],
    ['a long field', type, `${part('words', 'x'.repeat(100_000))}--x--`, 400],
    ['JSON', 'application/json', '{}', 415],
    ['a plain form', 'application/x-www-form-urlencoded', 'item=kopp', 415],
  ]
  for (const [what, contentType, body, status] of cases) {
    const headers = { ...AS_BROWSER, 'content-type': contentType, 'x-forwarded-for': '203.0.113.1' }
    const answer = await site.ask(path, { body, headers })
    t.equal(answer.status, status, what)
    const program = await site.ask(path, {
      body,
      headers: { 'content-type': contentType, 'x-forwarded-for': '203.0.113.2' },
    })
    if (program.headers['content-type'] === 'application/problem+json')
      t.ok((program.json<Problem>().errors ?? []).length > 0, `${what}: ${program.text}`)
  }
  t.same(await readdir(join(site.ctx.config.dataDir, 'incoming')), [], 'no file is left')
})

t.test('after a form came back, its address leads to where the form is', async (t) => {
  const { contest } = await openedContest(site.ctx)
  const base = `/c/${contest.slug}`
  for (const [from, to] of [
    [`${base}/take-part/upload?lang=nb`, `${base}/take-part?lang=nb`],
    [`${base}/entries/7/report`, `${base}/entries/7`],
    [`/console${base}/entries/7/decide?lang=nb`, `/console${base}/moderate?lang=nb`],
  ] as const) {
    const { status, headers } = await site.ask(from)
    t.same([status, headers.location], [303, to])
  }
})

t.test('nothing is sent before the opening or after the closing', async (t) => {
  const { contest } = await openedContest(site.ctx)
  const page = await openPage(site, `/c/${contest.slug}/take-part`)
  const now = site.clock.now()
  for (const [at, status] of [
    [contest.rules.opensAt - 1, 400],
    [contest.rules.opensAt, 201],
    [contest.rules.closesAt - 1, 201],
    [contest.rules.closesAt, 400],
  ] as const) {
    site.clock.set(at)
    t.equal((await sendForm(site, page, '/upload', PERSON, { photo })).answer.status, status)
  }
  site.clock.set(now)
})

t.test('a mailed link works until the time of grace is over, and unknown ones never', async (t) => {
  const { contest, owner } = await openedContest(site.ctx)
  const now = site.clock.now()
  const page = await openPage(site, `/c/${contest.slug}/take-part`)
  await sendForm(site, page, '/upload', PERSON, { photo })
  const { answer } = await openPage(site, '/console/outbox', owner)
  const { pathname } = new URL(linkIn(answer.text.replaceAll('"', ' ').replaceAll('?', ' ')))
  t.equal((await openPage(site, `${pathname.slice(0, -1)}!`)).answer.status, 404)
  t.equal((await openPage(site, `/c/${contest.slug}/confirm/x`)).answer.status, 404)
  const ask = await openPage(site, pathname)
  site.clock.set(contest.rules.closesAt + contest.rules.grace)
  t.equal((await openPage(site, pathname)).answer.status, 410)
  t.equal((await sendForm(site, ask, pathname)).answer.status, 410)
  site.clock.set(contest.rules.closesAt + contest.rules.grace - 1)
  t.equal((await sendForm(site, ask, pathname)).answer.status, 200)
  site.clock.set(now)
})

t.test('a caption is checked without being kept', async (t) => {
  const { contest } = await openedContest(site.ctx)
  const page = await openPage(site, `/c/${contest.slug}/take-part`)
  const check = (caption: string, network = '') => sendForm(site, page, '/take-part', { caption, network })
  t.match(words(await check('Hjemme #folkekatalog #krakk')), 'Krakk')
  const counts = await check('Hjemme #folkekatalog #krakk', 'mastodon')
  t.match(counts.answer.text, 'verdict counts')
  t.match((await check('Hjemme #krakk')).answer.text, 'verdict fails')
  t.match((await check('Hjemme #folkekatalog #krak')).answer.text, 'verdict review')
  const quoted = await check('<script>alert(1)</script> "&amp;')
  const { forms } = readHtml(quoted.answer.text)
  const kept = forms.find(({ values }) => 'caption' in values)?.values.caption
  t.equal(kept, '<script>alert(1)</script> "&amp;', 'it stays as typed')
  t.notMatch(quoted.answer.text, '<script>alert', 'and does not run')
  t.equal((await check('x'.repeat(2_200))).answer.status, 200)
  t.match((await check('x'.repeat(2_201))).answer.text, 'id="caption-fault"')
  for (const longest of ['写'.repeat(2_200), '写真\r\n'.repeat(733)]) {
    const { answer } = await check(longest)
    t.equal(answer.status, 200)
    t.notMatch(answer.text, 'id="caption-fault"', 'as much as the field takes, in letters of three bytes')
  }
})

t.test('a report reaches the moderators, who settle it', async (t) => {
  const busy = await busyContest(t, site)
  const { contest, owner } = busy
  const [card] = await waitingCards(site, busy)
  await approve(site, busy, card?.entry ?? 0)
  const page = await openPage(site, `/c/${contest.slug}/entries/${card?.entry}`)
  const empty = await sendForm(site, page, '/report', { reason: '', text: 'Den er min!' })
  t.equal(empty.answer.status, 400)
  t.match(empty.answer.text, 'id="reason-fault"')
  t.equal(formOn(empty, '/report').values.text, 'Den er min!', 'what was typed is kept')
  t.equal((await sendForm(site, page, '/report', { reason: 'made-up' })).answer.status, 400)
  const long = await sendForm(site, page, '/report', { reason: 'mine', text: 'x'.repeat(1_001) })
  t.match(long.answer.text, 'id="text-fault"')
  const sent = await sendForm(site, page, '/report', { reason: 'mine', text: 'x'.repeat(1_000) })
  t.equal(sent.answer.status, 200)
  await sendForm(site, page, '/report', { reason: 'mine', text: 'again' })
  const queue = await openPage(site, `/console/c/${contest.slug}/moderate?show=reported`, owner)
  t.match(words(queue), 'x'.repeat(1_000))
  t.notMatch(words(queue), 'again', 'one reader reports once a day')
  const settled = await sendForm(site, queue, '/decide', { decision: 'dismiss' })
  t.match(settled.path, 'show=reported', 'back to where the moderator was')
  t.notMatch(words(settled), 'xxx')
  t.equal((await openPage(site, `/c/${contest.slug}/entries/${card?.entry}`)).answer.status, 200, 'it stays')
  t.equal((await openPage(site, `/c/${contest.slug}/entries/999999`)).answer.status, 404)
})

t.test(
  'a refusal tells its reason by the post’s link, and a moderator’s words to the owner of the receipt only',
  async (t) => {
    const busy = await busyContest(t, site)
    const { contest, owner, network } = busy
    const base = `/c/${contest.slug}`
    const upload = await openPage(site, `${base}/take-part`)
    const receipt = await sendForm(site, upload, '/upload', { ...PERSON, words: 'Min egen.' }, { photo })
    const code = formOn(receipt, '/check').values.q ?? ''
    const { rows } = await sql<{ id: number }>`
    select entry.id from entry join post on post.id = entry.post_id
    where entry.contest_id = ${contest.id} and post.network = 'upload'`.execute(site.ctx.db)
    const [card] = await waitingCards(site, busy)
    const json = { code: 'refused', text: 'Ansiktet til en annen er med.' }
    for (const entry of [card?.entry, rows[0]?.id]) {
      const path = `/api/v1/contests/${contest.slug}/entries/${entry}/reject`
      t.equal((await site.ask(path, { as: owner, json })).status, 200)
    }
    const check = await openPage(site, `${base}/check`)
    const byReceipt = await sendForm(site, check, '/check', { q: code })
    t.match(words(byReceipt), json.text)
    const post = network.timeline.posts()[0]
    const url = `${network.server.url}/@kari@fjordposten.example/${post?.id}`
    for (const q of [url, `${url}?utm=1#x`]) {
      const byLink = await sendForm(site, check, '/check', { q })
      t.match(words(byLink), 'Krakk')
      t.notMatch(words(byLink), json.text)
    }
    t.match(
      words(await sendForm(site, check, '/check', { q: 'https://elsewhere.example/1' })),
      /not|none|no /i,
    )
    t.equal((await sendForm(site, check, '/check', { q: 'x'.repeat(501) })).answer.status, 400)
    t.equal((await sendForm(site, check, '/check', { q: 'x'.repeat(500) })).answer.status, 200)
    const asked = await openPage(site, `${base}/check?q=${code}`)
    t.match(words(asked), json.text, 'by address it is answered too')
    t.equal(asked.answer.headers['referrer-policy'], 'no-referrer')
    t.equal(asked.answer.headers['cache-control'], 'no-store')
  },
)

t.test('a decision that comes too late is refused in words', async (t) => {
  const busy = await busyContest(t, site)
  const { contest, owner } = busy
  const queue = await openPage(site, `/console/c/${contest.slug}/moderate`, owner)
  const [card] = await waitingCards(site, busy)
  const action = `/entries/${card?.entry}/decide`
  await approve(site, busy, card?.entry ?? 0)
  const late = await sendForm(site, queue, action, { decision: 'approve' })
  t.equal(late.answer.status, 409)
  const silent = await sendForm(site, queue, action, { decision: 'reject', code: '' })
  t.equal(silent.answer.status, 400)
  t.equal((await sendForm(site, queue, action, { decision: 'applaud' })).answer.status, 400)
})
