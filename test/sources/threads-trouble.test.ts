import t from 'tap'
import { DAY, HOUR, MINUTE } from '../../server/contest/instant.ts'
import type { PostRef } from '../../server/contest/post.ts'
import type { RehearsalPost } from '../../server/rehearsal/post.ts'
import { threadsPostId } from '../../server/rehearsal/threads-post.ts'
import { threads } from '../../server/sources/threads.ts'
import { EXPIRY_WARNING } from '../../server/sources/threads-health.ts'
import {
  DAILY_QUERIES,
  LARGEST_THREADS_PAGE,
  LEAST_OVERLAP_HOURS,
} from '../../server/sources/threads-settings.ts'
import { NOON } from '../support/mastodon.ts'
import { ioFor, loopbackFetch } from '../support/source-io.ts'
import { startThreads } from '../support/threads.ts'

const ref = (post: RehearsalPost): PostRef => ({ id: threadsPostId(post), ref: threadsPostId(post) })
const envelope = (error: object) =>
  JSON.stringify({ error: { message: 'x', type: 'OAuthException', ...error } })

t.test('every code of an error has its meaning, whatever the status in front of it', async (t) => {
  const { poll, server } = await startThreads(t)
  const meanings: [error: object, kind: string][] = [
    [{ code: 190, error_subcode: 463 }, 'needs_attention'],
    [{ code: 190 }, 'needs_attention'],
    [{ code: 102 }, 'needs_attention'],
    [{ code: 10 }, 'needs_attention'],
    [{ code: 200 }, 'needs_attention'],
    [{ code: 299 }, 'needs_attention'],
    [{ code: 4 }, 'throttled'],
    [{ code: 17 }, 'throttled'],
    [{ code: 32 }, 'throttled'],
    [{ code: 613 }, 'throttled'],
    [{ code: 1 }, 'unreachable'],
    [{ code: 2 }, 'unreachable'],
    [{ code: 999, is_transient: true }, 'unreachable'],
    [{ code: 100 }, 'refused'],
    [{ code: 300 }, 'refused'],
    [{ code: 'odd' }, 'refused'],
  ]
  const faults: string[] = []
  for (const [error, kind] of meanings) {
    for (const status of [400, 403]) {
      server.faults.plant({
        on: /keyword/,
        times: 1,
        fault: { kind: 'status', status, body: envelope(error) },
      })
      const { error: thrown } = await poll()
      const found = thrown instanceof Error && 'kind' in thrown ? thrown.kind : thrown
      if (found !== kind) faults.push(`${status} ${JSON.stringify(error)}: ${String(found)}`)
    }
  }
  t.same(faults, [])
})

t.test('a token that has ended says what to do', async (t) => {
  const { poll, settings, io, clock } = await startThreads(t, { tokenEndsAt: NOON + HOUR })
  t.equal((await poll()).error, null)
  clock.advance(HOUR)
  const said = /does not accept the access token.*change the source's settings.*code 190, 463/
  t.match((await poll()).error, { kind: 'needs_attention', message: said })
  t.match(await threads.test(settings, io), { ok: false, message: said })
})

t.test('an app that may not search says what to ask Meta for', async (t) => {
  const { poll } = await startThreads(t, { maySearch: false })
  t.match((await poll()).error, { kind: 'needs_attention', message: /threads_keyword_search/ })
})

t.test('answers that are no search are unreadable, and an odd post is skipped alone', async (t) => {
  const { timeline, poll, server } = await startThreads(t)
  for (const body of ['[]', '{}', '{"data":{}}', 'null', '7', `${'['.repeat(50_000)}${']'.repeat(50_000)}`]) {
    server.faults.plant({ on: /keyword/, times: 1, fault: { kind: 'body', body } })
    t.match((await poll()).error, { kind: 'unreadable' }, body.slice(0, 20))
  }
  timeline.post({ text: 'en #hverdagskatalogen' })
  const odd = [
    7,
    null,
    {},
    { id: '1' },
    { id: '1', timestamp: 'now' },
    { id: '2', timestamp: '9999-99-99T00:00:00Z' },
  ]
  const rewrite = (answer: unknown) => ({
    ...(answer as object),
    data: [...(answer as { data: object[] }).data, ...odd],
  })
  server.faults.plant({ on: /keyword/, times: 1, fault: { kind: 'rewrite', rewrite } })
  const { texts, skipped, error } = await poll()
  t.same([texts, skipped.length, error], [['en #hverdagskatalogen'], odd.length, null])
})

t.test('posts are asked for one by one: present, edited, gone', async (t) => {
  const { timeline, clock, settings, io } = await startThreads(t)
  const [stays, edited, deleted] = ['a', 'b', 'c'].map((text) => timeline.post({ text: `${text} #x` }))
  if (!stays || !edited || !deleted) return t.fail('three posts')
  clock.advance(MINUTE)
  timeline.edit(edited.id, { text: 'uten merke' })
  timeline.delete(deleted.id)
  const found = await threads.check(settings, [stays, edited, deleted].map(ref), io)
  t.match(found.get(stays.id), { state: 'present', change: { post: { text: 'a #x' } } })
  t.match(found.get(edited.id), { state: 'present', change: { post: { text: 'uten merke', tags: null } } })
  t.same(found.get(deleted.id), { state: 'gone', why: 'deleted' })
})

t.test('a missing post is gone only while another one is shown', async (t) => {
  const { timeline, settings, io, server } = await startThreads(t)
  const [one, other] = [timeline.post({ text: 'a #x' }), timeline.post({ text: 'b #x' })]
  timeline.delete(one.id)
  t.same(
    (await threads.check(settings, [ref(one)], io)).get(one.id),
    { state: 'unknown' },
    'none is known yet',
  )
  t.match(await threads.check(settings, [ref(other)], io), new Map([[other.id, { state: 'present' }]]))
  t.same((await threads.check(settings, [ref(one)], io)).get(one.id), { state: 'gone', why: 'deleted' })
  server.habits.showsOthers = false
  t.same(
    [...(await threads.check(settings, [one, other].map(ref), io)).values()],
    [{ state: 'unknown' }, { state: 'unknown' }],
    'a token that may not see others’ posts any more takes nobody’s post',
  )
})

t.test('time-outs, refusals, throttling, dead tokens and 5xx are unknown', async (t) => {
  const { timeline, clock, settings, server } = await startThreads(t)
  const io = ioFor(t, clock, { fetch: loopbackFetch(t, 300) })
  const post = timeline.post({ text: '#x' })
  const check = async () => (await threads.check(settings, [ref(post)], io)).get(post.id)
  t.match(await check(), { state: 'present' })
  const bodies = [{ code: 190 }, { code: 4 }, { code: 100 }, { code: 10 }].map((error) => envelope(error))
  for (const body of [...bodies, 'no']) {
    for (const status of [400, 401, 403, 429, 500]) {
      server.faults.plant({ on: /^\/v/, fault: { kind: 'status', status, body } })
      t.same(await check(), { state: 'unknown' }, `${status} ${body}`)
      server.faults.clear()
    }
  }
  for (const kind of ['silence', 'html', 'cut'] as const) {
    server.faults.plant({ on: /^\/v/, fault: { kind } })
    t.same(await check(), { state: 'unknown' }, kind)
    server.faults.clear()
  }
  server.faults.plant({ on: /^\/v/, fault: { kind: 'status', status: 404, body: '<h1>404</h1>' } })
  t.same(await check(), { state: 'unknown' }, 'a page that is not found is no post that is not found')
})

t.test('an end of the token is told ten days ahead, and a day’s queries before they are gone', async (t) => {
  const { settings, io, clock } = await startThreads(t)
  const until = (at: number) => ({ ...settings, tokenUntil: new Date(at).toISOString().slice(0, 10) })
  const codes = async (given: typeof settings) =>
    ((await threads.warnings?.(given, io)) ?? []).map(({ code }) => code)
  const end = Date.UTC(2026, 10, 20)
  t.same(await codes(settings), [])
  clock.set(end - EXPIRY_WARNING - 1)
  t.same(await codes(until(end)), [])
  clock.advance(1)
  t.same(await codes(until(end)), ['expires'])
  const most = { ...settings, dailyQueries: 20 }
  await io.memory.write('requests', [[clock.now() + MINUTE, 17]])
  t.same(await codes(most), [])
  await io.memory.write('requests', [[clock.now() + MINUTE, 18]])
  t.same(await codes(most), ['budget'])
  t.ok(DAY < EXPIRY_WARNING)
})

t.test('settings have bounds, and unknown ones are refused', async (t) => {
  const isFine = (change: object) => threads.settings.safeParse({ token: 'abc', ...change }).success
  t.notOk(threads.settings.safeParse({}).success)
  const wrong: string[] = []
  for (const [name, low, high] of [
    ['dailyQueries', 20, DAILY_QUERIES],
    ['everyMinutes', 1, 1_440],
    ['overlapHours', LEAST_OVERLAP_HOURS, 720],
    ['rescanMinutes', 0, 10_080],
    ['pageSize', 1, LARGEST_THREADS_PAGE],
    ['pageLimit', 1, 1_000],
  ] as const) {
    const held = [low, high, low - 1, high + 1].map((value) => isFine({ [name]: value }))
    if (held.join() !== 'true,true,false,false') wrong.push(name)
  }
  t.same(wrong, [])
  t.ok(isFine({ version: 'v12.3', searchType: 'TOP', tokenUntil: '2027-01-31' }))
  for (const change of [
    { version: '1' },
    { searchType: 'NEW' },
    { tokenUntil: 'soon' },
    { tokn: 'x' },
    { token: 'a b' },
  ])
    t.notOk(isFine(change), JSON.stringify(change))
})
