import t from 'tap'
import { HOUR, MINUTE } from '../../server/contest/instant.ts'
import type { PostRef } from '../../server/contest/post.ts'
import type { RehearsalPost } from '../../server/rehearsal/post.ts'
import { flickr } from '../../server/sources/flickr.ts'
import { HOURLY_CALLS, LARGEST_FLICKR_PAGE } from '../../server/sources/flickr-settings.ts'
import { startFlickr } from '../support/flickr.ts'
import { NOON } from '../support/mastodon.ts'
import { ioFor, loopbackFetch } from '../support/source-io.ts'

const ref = ({ id }: RehearsalPost): PostRef => ({ id, ref: id })
const fail = (code: unknown) => JSON.stringify({ stat: 'fail', code, message: 'x' })

t.test('errors come with a 200, and each has its meaning', async (t) => {
  const { poll, server, settings, io } = await startFlickr(t)
  const meanings: [body: string, kind: string][] = [
    [fail(100), 'needs_attention'],
    [fail('100'), 'needs_attention'],
    [fail(105), 'unreachable'],
    [fail(106), 'unreachable'],
    [fail(10), 'unreachable'],
    [fail(1), 'refused'],
    [fail(3), 'refused'],
    [fail(112), 'refused'],
    [fail('odd'), 'unreadable'],
    ['{"stat":"maybe"}', 'unreadable'],
    ['{"stat":"ok"}', 'unreadable'],
    ['{"stat":"ok","photos":{"pages":1,"total":"many","photo":[]}}', 'unreadable'],
    ['[]', 'unreadable'],
    ['null', 'unreadable'],
    [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'unreadable'],
  ]
  const faults: string[] = []
  for (const [body, kind] of meanings) {
    server.faults.plant({ on: /rest/, times: 1, fault: { kind: 'body', body } })
    const { error } = await poll()
    const found = error instanceof Error && 'kind' in error ? error.kind : error
    if (found !== kind) faults.push(`${body.slice(0, 60)}: ${String(found)}`)
  }
  t.same(faults, [])
  const said = /does not accept the API key.*change the source's settings/
  t.match((await poll(undefined, { key: 'wrong' })).error, { kind: 'needs_attention', message: said })
  t.match(await flickr.test({ ...settings, key: 'wrong' }, io), { ok: false, message: said })
  server.habits.isDown = true
  t.match((await poll()).error, { kind: 'unreachable', message: /in trouble \(105\)/ })
})

t.test('more calls than Flickr likes are waited for', async (t) => {
  const { poll } = await startFlickr(t, { limit: { calls: 1, period: HOUR } })
  t.equal((await poll()).error, null)
  t.match((await poll()).error, { kind: 'throttled', waitUntil: NOON + MINUTE })
})

t.test('odd photos are skipped one by one', async (t) => {
  const { post, poll, server } = await startFlickr(t)
  post({ text: 'en #hverdagskatalogen' })
  const whole = { id: '1', owner: '1@N01', dateupload: '1788250000', title: 'to' }
  const odd = [
    7,
    null,
    {},
    { ...whole, id: '' },
    { ...whole, dateupload: 'soon' },
    { ...whole, dateupload: '99999999999999' },
    { ...whole, owner: 'x'.repeat(2_001) },
    { ...whole, title: 'x'.repeat(100_001) },
  ]
  const rewrite = (answer: unknown) => {
    const { photos } = answer as { photos: { photo: object[] } }
    return { ...(answer as object), photos: { ...photos, photo: [...photos.photo, ...odd, whole] } }
  }
  server.faults.plant({ on: /rest/, times: 1, fault: { kind: 'rewrite', rewrite } })
  const { texts, skipped, error } = await poll()
  t.same([texts.toSorted(), skipped.length, error], [['en #hverdagskatalogen', 'to'], odd.length, null])
})

t.test('photos are asked for one by one: present, edited, gone, private', async (t) => {
  const { timeline, clock, post, settings, io, server } = await startFlickr(t, { hiddenAs: 2 })
  const [stays, edited, deleted] = ['a', 'b', 'c'].map((text) => post({ text: `${text} #x` }))
  const hidden = post({ text: 'd', visibility: 'private' })
  if (!stays || !edited || !deleted) return t.fail('three posts')
  clock.advance(MINUTE)
  timeline.edit(edited.id, { text: 'uten merke' })
  timeline.delete(deleted.id)
  const found = await flickr.check(settings, [stays, edited, deleted, hidden].map(ref), io)
  t.match(found.get(stays.id), { state: 'present', change: { post: { text: 'a #x' } } })
  t.match(found.get(edited.id), { state: 'present', change: { post: { text: 'uten merke', tags: [] } } })
  t.same(found.get(deleted.id), { state: 'gone', why: 'deleted' })
  t.same(found.get(hidden.id), { state: 'gone', why: 'private' })
  t.equal(server.requests().count, 2 + 2 + 1 + 1)
})

t.test('whatever is no answer about the photo is unknown', async (t) => {
  const { clock, post, settings, server } = await startFlickr(t)
  const io = ioFor(t, clock, { fetch: loopbackFetch(t, 300) })
  const one = post({ text: '#x' })
  const check = async () => (await flickr.check(settings, [ref(one)], io)).get(one.id)
  const bodies = [
    fail(100),
    fail(105),
    fail(112),
    fail('odd'),
    '{"stat":"ok"}',
    '{"stat":"ok","photo":{"id":"1"}}',
    '<h1>',
  ]
  for (const body of bodies) {
    server.faults.plant({ on: /getInfo/, times: 1, fault: { kind: 'body', body } })
    t.same(await check(), { state: 'unknown' }, body)
  }
  for (const status of [400, 401, 403, 404, 410, 429, 500]) {
    server.faults.plant({
      on: /getInfo/,
      times: 1,
      fault: { kind: 'status', status, body: '{"error":"no"}' },
    })
    t.same(await check(), { state: 'unknown' }, String(status))
  }
  for (const kind of ['silence', 'html', 'cut'] as const) {
    server.faults.plant({ on: /getInfo/, times: 1, fault: { kind } })
    t.same(await check(), { state: 'unknown' }, kind)
  }
  t.match(await check(), { state: 'present' })
})

t.test('settings have bounds, and unknown ones are refused', async (t) => {
  const isFine = (change: object) => flickr.settings.safeParse({ key: 'abc', ...change }).success
  const wrong: string[] = []
  for (const [name, low, high] of [
    ['hourlyCalls', 20, HOURLY_CALLS],
    ['everyMinutes', 1, 1_440],
    ['overlapHours', 24, 720],
    ['rescanMinutes', 0, 10_080],
    ['pageSize', 1, LARGEST_FLICKR_PAGE],
    ['pageLimit', 1, 1_000],
  ] as const) {
    const held = [low, high, low - 1, high + 1].map((value) => isFine({ [name]: value }))
    if (held.join() !== 'true,true,false,false') wrong.push(name)
  }
  t.same(wrong, [])
  for (const change of [{ key: '' }, { key: 'a b' }, { kei: 'x' }]) t.notOk(isFine(change))
  t.notOk(flickr.settings.safeParse({}).success)
})
