import t from 'tap'
import { HOUR, MINUTE } from '../../server/contest/instant.ts'
import type { Fault } from '../../server/rehearsal/faults.ts'
import { API_DEADLINE, LARGEST_ANSWER } from '../../server/sources/api-client.ts'
import { SourceError } from '../../server/sources/source.ts'
import { NOON, pollAll, startNetwork } from '../support/mastodon.ts'
import { ioFor, loopbackFetch } from '../support/source-io.ts'

const HIDDEN = 'very-secret-token-1234'

/** Every way to break, and what a poll must call it. */
const TROUBLES: [title: string, fault: Fault, kind: SourceError['kind'], message: RegExp][] = [
  ['a page of HTML', { kind: 'html' }, 'unreadable', /answered with text\/html; expected JSON/],
  ['nonsense', { kind: 'body', body: '[{"id":' }, 'unreadable', /something else; expected JSON/],
  ['nothing', { kind: 'body', body: '' }, 'unreadable', /with nothing; expected JSON/],
  ['null', { kind: 'body', body: 'null' }, 'unreadable', /expected a list of posts/],
  ['an error with 200', { kind: 'body', body: '{"error":"x"}' }, 'unreadable', /expected a list of posts/],
  [
    'a list of something else',
    { kind: 'body', body: '[1,2,{"a":3}]' },
    'unreadable',
    /expected items with an id/,
  ],
  ['lists a hundred thousand deep', { kind: 'deep', depth: 100_000 }, 'unreadable', /holds no posts/],
  ['ten megabytes', { kind: 'huge', bytes: 10_000_000 }, 'unreadable', /could not be read: .*4194304 bytes/],
  ['a 500', { kind: 'status', status: 500 }, 'unreachable', /in trouble: it answered 500/],
  ['a 502 with a page', { kind: 'status', status: 502, body: '<h1>Bad gateway</h1>' }, 'unreachable', /502/],
  ['a 403', { kind: 'status', status: 403 }, 'refused', /refused the request: it answered 403/],
  ['a 418', { kind: 'status', status: 418 }, 'refused', /418/],
  ['a 204', { kind: 'status', status: 204, body: '' }, 'refused', /204/],
  [
    'a 404 with a page',
    { kind: 'status', status: 404, body: '<h1>nginx</h1>' },
    'unreadable',
    /expected the Mastodon API/,
  ],
  ['a 401', { kind: 'status', status: 401 }, 'needs_attention', /does not accept the access token/],
  ['a 429', { kind: 'throttle', wait: 2 * MINUTE, form: 'iso' }, 'throttled', /asks us to wait/],
  ['silence', { kind: 'silence' }, 'unreachable', /could not be reached: .*no whole answer within 300 ms/],
  ['one byte a second', { kind: 'drip' }, 'unreachable', /no whole answer within 300 ms/],
  ['an answer cut short', { kind: 'cut' }, 'unreachable', /could not be reached/],
]

for (const [title, fault, kind, message] of TROUBLES) {
  t.test(`${title} is a typed error, moves no cursor and loses nothing`, async (t) => {
    const { timeline, clock, poll, server, settings } = await startNetwork(t)
    const io = ioFor(t, clock, { fetch: loopbackFetch(t, 300) })
    timeline.post({ text: 'før #hverdagskatalogen' })
    const { cursor } = await poll()
    clock.advance(MINUTE)
    timeline.post({ text: 'etter #hverdagskatalogen' })
    server.faults.plant({ on: /timelines/, fault })
    const broken = await pollAll({ ...settings, token: HIDDEN }, cursor, NOON - HOUR, io)
    t.ok(broken.error instanceof SourceError)
    t.match(broken.error, { kind, message })
    t.same([broken.batches, broken.cursor], [[], cursor])
    const { sample } = broken.error instanceof SourceError ? broken.error : { sample: '' }
    t.ok(Buffer.byteLength(sample ?? '') <= 1024)
    server.faults.clear()
    const mended = await poll(cursor)
    t.same(mended.texts, ['etter #hverdagskatalogen'])
  })
}

t.test('a connection that is reset is an error at worst, and the next poll brings everything', async (t) => {
  const { timeline, clock, poll, server } = await startNetwork(t)
  timeline.post({ text: 'før #hverdagskatalogen' })
  const { cursor } = await poll()
  clock.advance(MINUTE)
  timeline.post({ text: 'etter #hverdagskatalogen' })
  server.faults.plant({ on: /timelines/, times: 1, fault: { kind: 'reset' } })
  const first = await poll(cursor)
  if (first.error !== null) t.match(first.error, { name: 'SourceError', kind: 'unreachable' })
  const second = await poll(first.cursor)
  t.same([...first.texts, ...second.texts], ['etter #hverdagskatalogen'])
})

t.test('a server that is not there is unreachable', async (t) => {
  const { server, poll } = await startNetwork(t)
  await server.close()
  t.match((await poll()).error, { name: 'SourceError', kind: 'unreachable', message: /could not be reached/ })
})

t.test('an address that may not be read needs a person', async (t) => {
  const { settings, io } = await startNetwork(t)
  const { error } = await pollAll({ ...settings, url: 'https://10.0.0.1' }, undefined, NOON, io)
  t.match(error, { name: 'SourceError', kind: 'needs_attention', message: /^10\.0\.0\.1 could not be read/ })
})

t.test('every form of the wait is honoured, and none for longer than an hour', async (t) => {
  const { poll, server } = await startNetwork(t)
  for (const form of ['iso', 'unix', 'seconds', 'retry_seconds', 'retry_date'] as const) {
    for (const [wait, until] of [
      [2 * MINUTE, 2 * MINUTE],
      [2 * HOUR, HOUR],
    ] as const) {
      server.faults.plant({ on: /timelines/, times: 1, fault: { kind: 'throttle', form, wait } })
      t.match((await poll()).error, { kind: 'throttled', waitUntil: NOON + until }, `${form} ${wait}`)
    }
  }
  server.faults.plant({ on: /timelines/, times: 1, fault: { kind: 'throttle', form: 'none', wait: 0 } })
  t.match((await poll()).error, { kind: 'throttled', waitUntil: NOON + MINUTE })
  server.faults.plant({
    on: /timelines/,
    times: 1,
    fault: { kind: 'status', status: 503, headers: { 'retry-after': '120' } },
  })
  t.match((await poll()).error, { kind: 'unreachable', waitUntil: NOON + 2 * MINUTE })
})

t.test("the server's own limit is met as a wait until its period ends", async (t) => {
  const { poll, clock, server } = await startNetwork(t, { limit: { requests: 1, period: 5 * MINUTE } })
  t.equal((await poll()).error, null)
  t.match((await poll()).error, { kind: 'throttled', waitUntil: NOON + 5 * MINUTE })
  clock.advance(5 * MINUTE)
  t.equal((await poll()).error, null)
  t.equal(server.requests().counts.tag, 3)
})

t.test('a server that asks for a token says so in plain words, and a token opens it', async (t) => {
  const { timeline, poll } = await startNetwork(t, { token: HIDDEN })
  timeline.post({ text: '#hverdagskatalogen' })
  t.match((await poll()).error, {
    kind: 'needs_attention',
    message: /shows this only to its members.*Add an access token/,
  })
  t.match((await poll(undefined, { token: 'wrong' })).error, {
    kind: 'needs_attention',
    message: /does not accept/,
  })
  t.equal((await poll(undefined, { token: HIDDEN })).texts.length, 1)
})

t.test('neither message nor sample nor cause shows the token, though the server repeats it', async (t) => {
  const { server, poll } = await startNetwork(t)
  const echo = `{"error":"you sent ${HIDDEN}", "authorization": "Bearer ${HIDDEN}"}`
  for (const status of [200, 401, 403, 429, 500]) {
    server.faults.plant({ on: /timelines/, times: 1, fault: { kind: 'status', status, body: echo } })
    const { error } = await poll(undefined, { token: HIDDEN })
    t.ok(error instanceof SourceError)
    if (!(error instanceof SourceError)) return
    t.notMatch(`${error.message} ${error.sample} ${error.stack} ${JSON.stringify(error)}`, HIDDEN)
  }
  t.ok(
    server.requests().last.every(({ signed }) => signed),
    'the server did get it',
  )
  t.ok(
    server.requests().last.every(({ path }) => !path.includes(HIDDEN)),
    'in a header, not in the address',
  )
})

t.test('an answer may hold so many bytes and no more', async (t) => {
  const { poll, server } = await startNetwork(t)
  server.faults.plant({ on: /timelines/, times: 1, fault: { kind: 'huge', bytes: LARGEST_ANSWER } })
  t.equal((await poll()).error, null)
  server.faults.plant({ on: /timelines/, times: 1, fault: { kind: 'huge', bytes: LARGEST_ANSWER + 1 } })
  t.match((await poll()).error, { kind: 'unreadable' })
})

t.test('every request has its deadline and its largest answer', async (t) => {
  const { settings, io } = await startNetwork(t)
  const limits: unknown[] = []
  const fetch: typeof io.fetch = (url, options) => {
    limits.push(options?.limits)
    return io.fetch(url, options)
  }
  await pollAll(settings, undefined, NOON, { ...io, fetch })
  t.same(limits, [{ maxBytes: LARGEST_ANSWER, deadline: API_DEADLINE }])
  t.ok(API_DEADLINE <= 15_000, 'a slow server is left after 15 s')
})

t.test('a poll that is called off ends at once with the reason of its caller', async (t) => {
  const { settings, clock, server } = await startNetwork(t)
  server.faults.plant({ on: /timelines/, fault: { kind: 'silence' } })
  const caller = new AbortController()
  const io = ioFor(t, clock, { signal: caller.signal })
  const polling = pollAll(settings, undefined, NOON, io)
  setTimeout(() => caller.abort(new Error('the server stops')), 50)
  t.match((await polling).error, { message: 'the server stops' })
  t.match(
    (await pollAll(settings, undefined, NOON, io)).error,
    { message: 'the server stops' },
    'nor is another begun',
  )
  t.equal(server.requests().counts.tag, 1)
})

t.test(
  'halves of letters and null characters in an answer are taken out, since no database keeps them',
  async (t) => {
    const { timeline, poll } = await startNetwork(t)
    timeline.post({ text: 'a\ud800b\0c #hverdagskatalogen', account: { name: 'Ka\0ri \udc00' } })
    const { batches, posts } = await poll()
    t.equal(posts[0]?.text, 'a\ufffdbc #hverdagskatalogen')
    t.ok(JSON.stringify(batches).isWellFormed())
    t.notMatch(JSON.stringify(batches), /\\u0000|\\ud800|\\udc00/)
  },
)
