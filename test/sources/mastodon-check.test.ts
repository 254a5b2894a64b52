import t from 'tap'
import { MINUTE } from '../../server/contest/instant.ts'
import type { PostRef } from '../../server/contest/post.ts'
import { postUri } from '../../server/rehearsal/mastodon-post.ts'
import type { RehearsalPost } from '../../server/rehearsal/post.ts'
import { mastodon } from '../../server/sources/mastodon.ts'
import { CHECKED_AT_ONCE } from '../../server/sources/mastodon-check.ts'
import { startNetwork } from '../support/mastodon.ts'
import { ioFor, loopbackFetch } from '../support/source-io.ts'

const ref = (post: RehearsalPost): PostRef => ({ id: postUri(post), ref: post.id })

for (const severalPosts of [true, false]) {
  t.test(
    `posts are asked for ${severalPosts ? 'together' : 'one by one'}: present, edited, gone`,
    async (t) => {
      const { timeline, clock, settings, io, server } = await startNetwork(t, { severalPosts })
      const [stays, edited, deleted] = ['stays', 'before', 'deleted'].map((text) =>
        timeline.post({ text: `${text} #x` }),
      )
      if (!stays || !edited || !deleted) return t.fail('three posts')
      clock.advance(MINUTE)
      timeline.edit(edited.id, { text: 'uten merke' })
      timeline.delete(deleted.id)
      const found = await mastodon.check(settings, [stays, edited, deleted].map(ref), io)
      t.match(found.get(postUri(stays)), {
        state: 'present',
        change: { post: { text: 'stays #x', editedAt: null } },
      })
      t.match(found.get(postUri(edited)), {
        state: 'present',
        change: { ref: edited.id, post: { text: 'uten merke', tags: [], editedAt: clock.now() } },
      })
      t.same(found.get(postUri(deleted)), { state: 'gone', why: 'deleted' })
      t.same(server.requests().counts, {
        tag: 0,
        post: severalPosts ? 1 : 3,
        posts: 1,
        instance: 0,
        media: 0,
        page: 0,
        none: 0,
      })
    },
  )
}

t.test('so many posts are asked for at once', async (t) => {
  const { timeline, settings, io, server } = await startNetwork(t)
  const posts = Array.from({ length: CHECKED_AT_ONCE + 1 }, (_, i) => timeline.post({ text: `${i}` }))
  const found = await mastodon.check(settings, posts.slice(1).map(ref), io)
  t.ok([...found.values()].every(({ state }) => state === 'present'))
  t.match(server.requests().counts, { posts: 1, post: 0 })
  const all = await mastodon.check(settings, posts.map(ref), io)
  t.equal(all.size, CHECKED_AT_ONCE + 1)
  t.ok([...all.values()].every(({ state }) => state === 'present'))
  t.match(server.requests().counts, { posts: 2, post: 1 }, 'the one that is left over is asked for by itself')
})

t.test('nothing to check asks nothing', async (t) => {
  const { settings, io, server } = await startNetwork(t)
  t.equal((await mastodon.check(settings, [], io)).size, 0)
  t.equal(server.requests().last.length, 0)
})

t.test('a post that is no longer public counts as private', async (t) => {
  const { timeline, settings, io } = await startNetwork(t)
  const post = timeline.post({ text: '#x', visibility: 'unlisted' })
  t.same((await mastodon.check(settings, [ref(post)], io)).get(postUri(post)), {
    state: 'gone',
    why: 'private',
  })
})

t.test('410 is gone like 404; time-outs, refusals, throttling and 5xx are unknown', async (t) => {
  const { timeline, clock, settings, server } = await startNetwork(t)
  const io = ioFor(t, clock, { fetch: loopbackFetch(t, 300) })
  const post = timeline.post({ text: '#x' })
  const check = async () => (await mastodon.check(settings, [ref(post)], io)).get(postUri(post))
  server.faults.plant({ on: /statuses/, times: 1, fault: { kind: 'status', status: 410 } })
  t.same(await check(), { state: 'gone', why: 'deleted' })
  for (const status of [401, 403, 422, 429, 500, 503]) {
    server.faults.plant({ on: /statuses/, times: 1, fault: { kind: 'status', status } })
    t.same(await check(), { state: 'unknown' }, String(status))
  }
  for (const kind of ['silence', 'html', 'reset', 'cut'] as const) {
    server.faults.plant({ on: /statuses/, times: kind === 'reset' ? 2 : 1, fault: { kind } })
    t.same(await check(), { state: 'unknown' }, kind)
  }
  server.faults.plant({ on: /statuses/, times: 1, fault: { kind: 'body', body: '{"id":"1"}' } })
  t.same(await check(), { state: 'unknown' }, 'an odd answer')
  t.match(await check(), { state: 'present' })
})

t.test('a 404 that is a page counts only while the server still speaks the API', async (t) => {
  const { timeline, settings, io, server } = await startNetwork(t)
  const posts = ['a', 'b', 'c'].map((text) => timeline.post({ text }))
  const page = { kind: 'status', status: 404, body: '<h1>404</h1>' } as const
  server.faults.plant({ on: /statuses/, fault: page })
  t.same(
    [...(await mastodon.check(settings, posts.map(ref), io)).values()],
    posts.map(() => ({ state: 'gone', why: 'deleted' })),
  )
  t.equal(server.requests().counts.instance, 1, 'it is asked once')
  server.faults.plant({ on: /instance/, fault: page })
  t.same(
    [...(await mastodon.check(settings, posts.map(ref), io)).values()],
    posts.map(() => ({ state: 'unknown' })),
  )
})

t.test('another post under the same id is not the one asked for', async (t) => {
  const { timeline, settings, io } = await startNetwork(t)
  const post = timeline.post({ text: '#x' })
  const other = { id: 'https://elsewhere.example/1', ref: post.id }
  t.same((await mastodon.check(settings, [other], io)).get(other.id), { state: 'unknown' })
})

t.test('a check stops before the budget is used up; the rest is unknown', async (t) => {
  const { timeline, settings, io, server } = await startNetwork(t, {
    severalPosts: false,
    limit: { requests: 20, period: 5 * MINUTE },
  })
  const posts = Array.from({ length: 30 }, (_, i) => timeline.post({ text: `${i}` }))
  const states = [...(await mastodon.check(settings, posts.map(ref), io)).values()].map(({ state }) => state)
  t.equal(
    states.filter((state) => state === 'present').length,
    18,
    'one of the 19 requests asked for several',
  )
  t.equal(states.filter((state) => state === 'unknown').length, 12)
  t.equal(server.requests().last.length, 19)
})

t.test('a check that is called off throws the reason of its caller', async (t) => {
  const { timeline, settings, clock, server } = await startNetwork(t)
  const post = timeline.post({ text: '#x' })
  server.faults.plant({ on: /statuses/, fault: { kind: 'silence' } })
  const caller = new AbortController()
  setTimeout(() => caller.abort(new Error('the server stops')), 50)
  await t.rejects(mastodon.check(settings, [ref(post)], ioFor(t, clock, { signal: caller.signal })), {
    message: 'the server stops',
  })
})
