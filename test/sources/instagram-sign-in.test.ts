import t from 'tap'
import { DAY, HOUR, SECOND } from '../../server/contest/instant.ts'
import { instagram } from '../../server/sources/instagram.ts'
import { WARNED_BEFORE } from '../../server/sources/instagram-health.ts'
import { GRAPH_VERSION } from '../../server/sources/instagram-settings.ts'
import { SourceError } from '../../server/sources/source.ts'
import { type Gram, PHOTO_TAGS, startGram } from '../support/instagram.ts'

const count = (gram: Gram, path: RegExp) => gram.server.requests().last.filter((one) => path.test(one)).length
const warnings = (gram: Gram) => instagram.warnings?.(gram.settings, gram.io)

t.test('a pasted token is exchanged once, and the account behind the page is asked for once', async (t) => {
  const gram = await startGram(t, { tokenUntil: Date.UTC(2026, 8, 1, 13) })
  gram.publish()
  await gram.poll()
  gram.clock.advance(2 * HOUR)
  t.equal((await gram.poll()).error, null, 'the pasted one is over by now')
  t.same([count(gram, /oauth/), count(gram, /instagram_business_account/)], [1, 1])
  t.match(await instagram.test(gram.settings, gram.io), { ok: true, message: /lasts until 2026-10-31/ })
})

t.test('a token that is over when it is pasted, or does not belong to the app, needs somebody', async (t) => {
  const late = await startGram(t, { tokenUntil: 0 })
  t.match((await late.poll()).error, { kind: 'needs_attention', message: /expired.*\(190\/463\)/ })
  t.match(await instagram.test(late.settings, late.io), { ok: false, message: /expired/ })
  const wrong = await startGram(t, {}, { appSecret: 'another' })
  t.match((await wrong.poll()).error, { kind: 'needs_attention', message: /app id, app secret and token/ })
  t.notMatch(String((await wrong.poll()).error), /another/)
  const lost = await startGram(t, {}, { pageId: '999' })
  t.match((await lost.poll()).error, {
    kind: 'needs_attention',
    message: /no professional account of the page 999/,
  })
})

t.test('no trouble on the way tells what is in the address of an exchange', async (t) => {
  for (const fault of [
    { kind: 'reset' },
    { kind: 'cut' },
    { kind: 'html' },
    { kind: 'status', status: 500, body: 'EAArehearsalshort rehearsal-app-secret' },
    { kind: 'status', status: 302, headers: { location: '/elsewhere' } },
  ] as const) {
    const gram = await startGram(t)
    gram.server.faults.plant({ on: /oauth/, fault })
    const { error } = await gram.poll()
    t.ok(error instanceof SourceError, fault.kind)
    const told =
      error instanceof SourceError ? [error.message, error.sample, error.stack, String(error.cause)] : []
    t.notMatch(told.join(), /EAArehearsalshort|rehearsal-app-secret/, fault.kind)
  }
})

t.test('the end of a token is told ten days ahead, and not before', async (t) => {
  const gram = await startGram(t, { renews: false })
  gram.publish()
  await gram.poll()
  const end = gram.clock.now() + 60 * DAY
  gram.clock.set(end - WARNED_BEFORE - SECOND)
  t.same(await warnings(gram), [])
  gram.clock.set(end - WARNED_BEFORE)
  t.match(await warnings(gram), [{ code: 'expires', message: /ends on 2026-10-31/ }])
})

t.test('a token is renewed from the middle of its life on, once a day until it lasts longer', async (t) => {
  const gram = await startGram(t)
  gram.publish()
  await gram.poll()
  gram.clock.advance(30 * DAY - 2 * SECOND)
  await gram.poll()
  t.equal(count(gram, /oauth/), 1)
  gram.clock.advance(2 * SECOND)
  gram.server.faults.plant({ on: /oauth/, times: 1, fault: { kind: 'status', status: 500 } })
  t.equal((await gram.poll()).error, null, 'what fails today is tried again tomorrow')
  gram.clock.advance(DAY - SECOND)
  await gram.poll()
  t.equal(count(gram, /oauth/), 2)
  gram.clock.advance(SECOND)
  await gram.poll()
  t.equal(count(gram, /oauth/), 3)
  gram.clock.advance(25 * DAY)
  t.same(await warnings(gram), [])
  t.equal((await gram.poll()).error, null)
})

t.test('a token without an end is never spoken of', async (t) => {
  const gram = await startGram(t, { tokenLife: null })
  gram.publish()
  await gram.poll()
  gram.clock.advance(300 * DAY)
  t.same(await warnings(gram), [])
  t.match(await instagram.test(gram.settings, gram.io), { message: /no end/ })
  const system = await startGram(t, {}, { exchange: false, accountId: '17841400000000001' })
  system.publish()
  t.equal((await system.poll()).error, null)
  t.equal(count(system, /oauth|instagram_business_account/), 0)
  t.same(await warnings(system), [])
})

t.test('a new token in the settings is exchanged anew', async (t) => {
  const gram = await startGram(t)
  gram.publish()
  await gram.poll()
  gram.server.habits.token = 'EAAanother'
  const settings = { ...gram.settings, token: 'EAAanother' }
  t.match(await instagram.test(settings, gram.io), { ok: true })
  t.equal(count(gram, /oauth/), 2)
})

t.test('a dead token is asked with once', async (t) => {
  const gram = await startGram(t)
  gram.publish()
  await gram.poll()
  for (const dead of [458, 459, 460, 463, 467]) {
    gram.server.habits.dead = dead
    const { count: before } = gram.server.requests()
    t.match((await gram.poll()).error, { kind: 'needs_attention', message: `(190/${dead})` })
    t.equal(gram.server.requests().count, before + 1)
  }
})

t.test('a permission that is missing for photo tags leaves the tags alone', async (t) => {
  const gram = await startGram(t, { tagsPermitted: false })
  gram.publish()
  t.match((await gram.poll(undefined, PHOTO_TAGS)).error, { kind: 'refused', message: /\(10\)/ })
  t.equal((await gram.poll()).error, null)
  const unapproved = await startGram(t, { approved: false })
  t.match((await unapproved.poll()).error, { kind: 'needs_attention', message: /Public Content Access/ })
})

t.test('photo tags tell who posted, and are turned over until nothing is new', async (t) => {
  const gram = await startGram(t, { photoTagged: () => true }, { pageSize: 5 })
  for (let n = 0; n < 12; n++) gram.publish(`nr ${n}`)
  const first = await gram.poll(undefined, PHOTO_TAGS)
  t.equal(first.posts.length, 12)
  t.match(first.posts[0], {
    post: { author: { id: 'kari.fjordposten', handle: 'kari.fjordposten', url: /\/kari.fjordposten\/$/ } },
    identifiedBy: 'photo_tag',
    via: 'photo_tag',
  })
  const before = gram.server.requests().count
  gram.publish('ny')
  t.same((await gram.poll(first.cursor, PHOTO_TAGS)).texts, ['ny'])
  t.equal(gram.server.requests().count, before + 2, 'the page with it, and one without anything new')
})

t.test('settings are filled in, and odd ones are told apart', async (t) => {
  const least = { pageId: '1', appId: '2', appSecret: 'abc', token: 'EAA' }
  const filled = instagram.settings.parse(least)
  t.match(filled, {
    baseUrl: 'https://graph.facebook.com',
    version: GRAPH_VERSION,
    readMinutes: 15,
    pageSize: 50,
  })
  t.equal(instagram.every?.(filled), 15 * 60 * SECOND)
  for (const odd of [
    { pageId: 'lillevik' },
    { token: 'with blank' },
    { token: '' },
    { readMinutes: 361 },
    { readMinutes: 4 },
    { pageSize: 51 },
    { version: '26' },
    { baseUrl: 'http://graph.example' },
    { baseUrl: 'https://user:word@graph.example' },
    { other: 1 },
  ])
    t.equal(instagram.settings.safeParse({ ...least, ...odd }).success, false, JSON.stringify(odd))
  for (const fit of [{ readMinutes: 360 }, { readMinutes: 5 }, { pageSize: 50 }, { version: 'v27.0' }])
    t.equal(instagram.settings.safeParse({ ...least, ...fit }).success, true, JSON.stringify(fit))
})

t.test('an embed that was there and is not any more is gone; one that never was says nothing', async (t) => {
  const gram = await startGram(t)
  const [seen, never] = [gram.publish(), gram.publish()]
  const refs = (await gram.poll()).posts.map(({ post, ref }) => ({ id: post.id, ref }))
  const check = async () => [...(await instagram.check(gram.settings, refs, gram.io)).values()]
  gram.timeline.delete(never.id)
  t.match(await check(), [{ state: 'present', change: null }, { state: 'unknown' }])
  gram.timeline.delete(seen.id)
  t.match(await check(), [{ state: 'gone', why: 'private' }, { state: 'unknown' }])
  t.equal(count(gram, /oembed.*access_token/), 0)
  const off = { ...gram.settings, embeds: false }
  t.match(
    [...(await instagram.check(off, refs, gram.io)).values()],
    [{ state: 'unknown' }, { state: 'unknown' }],
  )
})
