import t from 'tap'
import { DAY, HOUR, MINUTE } from '../../server/contest/instant.ts'
import type { PostRef } from '../../server/contest/post.ts'
import type { RehearsalPost } from '../../server/rehearsal/post.ts'
import { tumblrBlog, tumblrUuid } from '../../server/rehearsal/tumblr-post.ts'
import { tumblr } from '../../server/sources/tumblr.ts'
import { DAILY_CALLS, HOURLY_CALLS, LARGEST_TUMBLR_PAGE } from '../../server/sources/tumblr-settings.ts'
import { NOON } from '../support/mastodon.ts'
import { ioFor, loopbackFetch } from '../support/source-io.ts'
import { startTumblr } from '../support/tumblr.ts'

const ref = ({ id, account }: RehearsalPost): PostRef => ({ id, ref: `${tumblrUuid(account)}/${id}` })

t.test('a key that is not accepted says what to do; a limit is waited for', async (t) => {
  const { poll, settings, io } = await startTumblr(t, { limits: [{ calls: 2, period: HOUR }] })
  const said = /does not accept the API key.*change the source's settings/
  t.match((await poll(undefined, { key: 'wrong' })).error, { kind: 'needs_attention', message: said })
  t.match(await tumblr.test({ ...settings, key: 'wrong' }, io), { ok: false, message: said })
  t.equal((await poll()).error, null)
  t.equal((await poll()).error, null)
  t.match((await poll()).error, { kind: 'throttled', waitUntil: NOON + MINUTE })
})

t.test('answers that are no posts are unreadable, and odd posts are skipped one by one', async (t) => {
  const { timeline, poll, server } = await startTumblr(t)
  for (const body of [
    '[]',
    'null',
    '{"response":{}}',
    '{"response":[1,2]}',
    '{"meta":{}}',
    `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  ]) {
    server.faults.plant({ on: /tagged/, times: 1, fault: { kind: 'body', body } })
    t.match((await poll()).error, { kind: 'unreadable' }, body.slice(0, 20))
  }
  timeline.post({ text: 'en #hverdagskatalogen' })
  const whole = {
    type: 'text',
    id_string: '1',
    blog_name: 'ola',
    timestamp: NOON / 1000 - 1,
    body: '<p>to</p>',
  }
  const odd = [
    7,
    null,
    {},
    { ...whole, id_string: undefined, id: 12 },
    { ...whole, id_string: 'x' },
    { ...whole, timestamp: 'now' },
    { ...whole, timestamp: 9e14 },
    { ...whole, tags: 'x' },
    { ...whole, body: 'x'.repeat(100_001) },
  ]
  const more = [
    { ...whole, content: [{ type: 'poll' }, { type: 'image' }, { type: 'text' }], blog: 7, trail: 7 },
  ]
  const rewrite = (answer: unknown) => {
    const { response } = answer as { response: object[] }
    return { ...(answer as object), response: [...response, ...odd, ...more] }
  }
  server.faults.plant({ on: /tagged/, times: 1, fault: { kind: 'rewrite', rewrite } })
  const { texts, skipped, error, posts } = await poll()
  t.same([texts, skipped.length, error], [['to', 'en'], odd.length, null])
  t.match(posts[0], { author: { id: 'ola', url: 'https://www.tumblr.com/ola' }, tags: [], pictures: [] })
})

t.test('posts are asked for one by one: present, edited, gone, private', async (t) => {
  const { timeline, clock, settings, io } = await startTumblr(t)
  const [stays, edited, deleted] = ['a', 'b', 'c'].map((text) => timeline.post({ text: `${text} #x` }))
  const hidden = timeline.post({ text: 'd #x', visibility: 'private' })
  if (!stays || !edited || !deleted) return t.fail('three posts')
  clock.advance(MINUTE)
  timeline.edit(edited.id, { text: 'uten merke' })
  timeline.delete(deleted.id)
  const found = await tumblr.check(settings, [stays, edited, deleted, hidden].map(ref), io)
  t.match(found.get(stays.id), { state: 'present', change: { post: { text: 'a', tags: ['x'] } } })
  t.match(found.get(edited.id), { state: 'present', change: { post: { text: 'uten merke', tags: [] } } })
  t.same(found.get(deleted.id), { state: 'gone', why: 'deleted' })
  t.same(found.get(hidden.id), { state: 'gone', why: 'private' })
})

t.test('a check makes the very post that a tag makes, by whichever name its blog is known', async (t) => {
  for (const tellsBlog of [true, false]) {
    for (const form of ['photo', 'inline', 'blocks'] as const) {
      const { timeline, poll, settings, io } = await startTumblr(t, { tellsBlog, form })
      timeline.post({ text: 'en #hverdagskatalogen #Min_Stue' })
      const { posts, batches } = await poll()
      const refs = batches.flatMap(({ changes }) =>
        changes.flatMap((one) => (one.kind === 'upsert' ? [{ id: one.post.id, ref: one.ref }] : [])),
      )
      const [checked] = [...(await tumblr.check(settings, refs, io)).values()]
      t.match(checked, { state: 'present', change: { post: posts[0] } }, `${tellsBlog} ${form}`)
      t.equal(posts[0]?.author?.id.startsWith('t:'), tellsBlog)
    }
  }
})

t.test(
  'of a blog that is known by name alone, a missing post is gone only while the blog is there',
  async (t) => {
    const { timeline, settings, io } = await startTumblr(t)
    const [one, other] = [timeline.post({ text: 'a' }), timeline.post({ text: 'b' })]
    const byName = { id: one.id, ref: `${tumblrBlog(one.account)}/${one.id}` }
    timeline.delete(one.id)
    t.same((await tumblr.check(settings, [byName], io)).get(one.id), { state: 'gone', why: 'deleted' })
    timeline.delete(other.id)
    t.same(
      (await tumblr.check(settings, [byName], io)).get(one.id),
      { state: 'unknown' },
      'or was it renamed?',
    )
    t.same((await tumblr.check(settings, [ref(one)], io)).get(one.id), { state: 'gone', why: 'deleted' })
  },
)

t.test('whatever is no answer about the post is unknown', async (t) => {
  const { timeline, clock, settings, server } = await startTumblr(t)
  const io = ioFor(t, clock, { fetch: loopbackFetch(t, 300) })
  const post = timeline.post({ text: '#x' })
  const check = async () => (await tumblr.check(settings, [ref(post)], io)).get(post.id)
  for (const status of [400, 401, 403, 429, 500, 503]) {
    server.faults.plant({ on: /posts/, times: 1, fault: { kind: 'status', status } })
    t.same(await check(), { state: 'unknown' }, String(status))
  }
  server.faults.plant({ on: /posts/, times: 1, fault: { kind: 'status', status: 404, body: '<h1>404</h1>' } })
  t.same(await check(), { state: 'unknown' }, 'a page that is not found is no post that is not found')
  for (const body of ['{"response":{"posts":[]}}', '{"response":{"posts":[{"id":1}]}}', '{}', '7']) {
    server.faults.plant({ on: /posts/, times: 1, fault: { kind: 'body', body } })
    t.same(await check(), { state: 'unknown' }, body)
  }
  for (const kind of ['silence', 'html', 'cut'] as const) {
    server.faults.plant({ on: /posts/, times: 1, fault: { kind } })
    t.same(await check(), { state: 'unknown' }, kind)
  }
  t.match(await check(), { state: 'present' })
  const odd = await tumblr.check(settings, [{ id: post.id, ref: post.id }], io)
  t.same(odd.get(post.id), { state: 'unknown' })
})

t.test('settings have bounds, and unknown ones are refused', async (t) => {
  const isFine = (change: object) => tumblr.settings.safeParse({ key: 'abc', ...change }).success
  const wrong: string[] = []
  for (const [name, low, high] of [
    ['hourlyCalls', 20, HOURLY_CALLS],
    ['dailyCalls', 20, DAILY_CALLS],
    ['everyMinutes', 1, 1_440],
    ['overlapHours', 24, 720],
    ['rescanMinutes', 0, 10_080],
    ['pageSize', 1, LARGEST_TUMBLR_PAGE],
    ['pageLimit', 1, 1_000],
  ] as const) {
    const held = [low, high, low - 1, high + 1].map((value) => isFine({ [name]: value }))
    if (held.join() !== 'true,true,false,false') wrong.push(name)
  }
  t.same(wrong, [])
  for (const change of [{ key: '' }, { key: 'a b' }, { kei: 'x' }]) t.notOk(isFine(change))
  t.ok(DAY > HOUR)
})
