import t from 'tap'
import { HOUR, type Instant, MINUTE } from '../../server/contest/instant.ts'
import { blueskyPostId, didOf } from '../../server/rehearsal/bluesky-post.ts'
import { bluesky } from '../../server/sources/bluesky.ts'
import { CHECKED_AT_ONCE } from '../../server/sources/bluesky-check.ts'
import type { Batch } from '../../server/sources/source.ts'
import { type BlueskyNetwork, type Heard, heardOf, listen, startBluesky } from '../support/bluesky.ts'
import { NOON, TAG } from '../support/mastodon.ts'
import { memoryFor } from '../support/source-io.ts'

const TEXT = 'Stua #hverdagskatalogen'
const REFUSED = { kind: 'status', status: 401, body: '{"error":"AuthMissing"}' } as const

async function fill({ signedIn, io }: BlueskyNetwork, from: Instant, until: Instant): Promise<Heard> {
  const batches: Batch[] = []
  let error: unknown = null
  try {
    for await (const batch of bluesky.fill?.(signedIn, TAG, { from, until, why: '' }, io) ?? [])
      batches.push(batch)
  } catch (thrown) {
    error = thrown
  }
  return heardOf(batches, undefined, error)
}

/** At a time that is past by now. */
function postAt({ timeline }: BlueskyNetwork, at: Instant, text = TEXT, more: object = {}) {
  return timeline.post({ text, at, arrivesAt: at, ...more })
}

t.test('search brings what a gap has, as the stream would have', async (t) => {
  const network = await startBluesky(t)
  const post = postAt(network, NOON - HOUR)
  postAt(network, NOON - HOUR, 'hverdagskatalogen uten tegn')
  const filled = await fill(network, NOON - 2 * HOUR, NOON)
  t.same([filled.error, filled.texts], [null, [TEXT]])
  const heard = await listen({ ...network, from: NOON - 2 * HOUR, until: ({ posts }) => posts.length > 0 })
  t.strictSame(filled.posts, heard.posts)
  t.equal(filled.posts[0]?.id, blueskyPostId(post))
})

t.test(
  'all pages are read, half-open in time, with an hour more before it for clocks that go wrong',
  async (t) => {
    const network = await startBluesky(t)
    const begin = NOON - 10 * HOUR
    for (const [i, at] of [begin - HOUR - 1, begin - HOUR, begin, NOON - HOUR - 1, NOON - HOUR].entries())
      postAt(network, at, `${i} ${TEXT}`)
    for (let i = 0; i < 250; i++) postAt(network, begin + i * MINUTE, TEXT)
    const { texts } = await fill(network, begin, NOON - HOUR)
    t.same(
      texts.filter((text) => /^\d/.test(text)).toSorted(),
      [1, 2, 3].map((i) => `${i} ${TEXT}`),
    )
    t.equal(texts.length, 253)
  },
)

t.test('a search that stops before its end is begun again below', async (t) => {
  const network = await startBluesky(t, { searchStops: 100 })
  for (let i = 0; i < 350; i++) postAt(network, NOON - HOUR - i, TEXT)
  for (let i = 0; i < 20; i++) postAt(network, NOON - 2 * HOUR, TEXT)
  const { texts, posts } = await fill(network, NOON - 3 * HOUR, NOON)
  t.equal(texts.length, 370)
  t.equal(new Set(posts.map(({ id }) => id)).size, 370)
})

t.test('a server that turns in a circle comes to an end, and one that ignores the time too', async (t) => {
  const network = await startBluesky(t)
  for (let i = 0; i < 5; i++) postAt(network, NOON - HOUR - i * HOUR, TEXT)
  const again = (answer: unknown) => ({ ...(answer as object), cursor: 'again' })
  network.server.faults.plant({
    on: /searchPosts.*cursor=again/,
    fault: { kind: 'body', body: '{"posts":[],"cursor":"again"}' },
  })
  network.server.faults.plant({ on: /searchPosts/, fault: { kind: 'rewrite', rewrite: again } })
  const { texts, error } = await fill(network, NOON - 3 * HOUR, NOON)
  t.same([texts.length, error], [4, null])
})

t.test('odd items are skipped one by one, hidden ones are withdrawn', async (t) => {
  const network = await startBluesky(t)
  const [hidden] = [postAt(network, NOON - HOUR), postAt(network, NOON - 2 * HOUR)]
  network.server.label(blueskyPostId(hidden), '!hide')
  const odd = [
    null,
    7,
    {},
    { uri: 'at://x/y/z', record: {} },
    { uri: 'at://did:plc:a/app.bsky.feed.post/3k', author: { did: 'did:plc:b' } },
  ]
  const rewrite = (answer: unknown) => ({ posts: [...(answer as { posts: unknown[] }).posts, ...odd] })
  network.server.faults.plant({ on: /searchPosts/, times: 1, fault: { kind: 'rewrite', rewrite } })
  const { skipped, changes, texts } = await fill(network, NOON - 3 * HOUR, NOON)
  t.equal(skipped.length, odd.length)
  t.same(texts, [TEXT])
  t.match(changes[0], { kind: 'withdraw', why: 'private', ref: { id: blueskyPostId(hidden) } })
})

t.test('strangers cannot fill: the settings say so, and search refuses them', async (t) => {
  const network = await startBluesky(t)
  t.equal(bluesky.fills?.(network.settings), false)
  t.equal(bluesky.fills?.(network.signedIn), true)
  const { error } = await fill({ ...network, signedIn: network.settings }, NOON - HOUR, NOON)
  t.match(error, { kind: 'refused', message: /answered 403/ })
})

t.test('a limit that is reached is told with its time, and no token is told with any trouble', async (t) => {
  const network = await startBluesky(t)
  postAt(network, NOON - HOUR)
  const reset = Math.ceil((NOON + 2 * MINUTE) / 1000)
  const headers = { 'ratelimit-limit': '3000', 'ratelimit-remaining': '0', 'ratelimit-reset': String(reset) }
  const on = /searchPosts/
  network.server.faults.plant({
    on,
    times: 1,
    fault: { kind: 'status', status: 429, headers, body: '{"error":"RateLimitExceeded"}' },
  })
  t.match((await fill(network, NOON - 2 * HOUR, NOON)).error, { kind: 'throttled', waitUntil: reset * 1000 })
  const troubles = [
    REFUSED,
    { kind: 'html' },
    { kind: 'cut' },
    { kind: 'body', body: '{"posts":7}' },
    { kind: 'deep', depth: 100_000 },
  ] as const
  for (const fault of troubles) {
    network.server.faults.plant({ on, times: 1, fault })
    const { error } = await fill(network, NOON - 2 * HOUR, NOON)
    t.match(error, { name: 'SourceError' }, fault.kind)
    const said = error instanceof Error ? `${error.message} ${JSON.stringify(error)}` : ''
    t.same(
      [...network.server.sessions.tokens(), network.signedIn.password ?? ''].filter((token) =>
        said.includes(token),
      ),
      [],
    )
  }
})

t.test('a check tells what stands, what was deleted, hidden, and whose account is gone', async (t) => {
  const network = await startBluesky(t)
  const { server, timeline, settings, io } = network
  const there = postAt(network, NOON - HOUR)
  const deleted = postAt(network, NOON - HOUR)
  const hidden = postAt(network, NOON - HOUR)
  const gone = postAt(network, NOON - HOUR, TEXT, { account: { user: 'per' } })
  timeline.delete(deleted.id)
  server.label(blueskyPostId(hidden), '!takedown')
  server.label(blueskyPostId(there), 'porn')
  server.account(gone.account, 'takendown')
  const ids = [there, deleted, hidden, gone].map(blueskyPostId)
  const refs = [...ids, 'https://elsewhere.example/1'].map((id) => ({ id, ref: id }))
  for (const who of [settings, network.signedIn]) {
    const checked = await bluesky.check(who, refs, io)
    t.match(
      refs.map(({ id }) => checked.get(id)),
      [
        { state: 'present', change: { post: { id: ids[0], sensitive: true } } },
        { state: 'gone', why: 'deleted' },
        { state: 'gone', why: 'private' },
        { state: 'gone', why: 'account_gone' },
        { state: 'unknown' },
      ],
    )
  }
  server.account(gone.account, null)
  t.match((await bluesky.check(settings, refs, io)).get(ids[3] ?? ''), { state: 'present' })
})

t.test('a check asks 25 at once, and says nothing of those it got no answer about', async (t) => {
  const network = await startBluesky(t)
  const { server, settings, io } = network
  const refs = Array.from({ length: CHECKED_AT_ONCE + 1 }, (_, i) =>
    blueskyPostId(postAt(network, NOON - i)),
  ).map((id) => ({ id, ref: id }))
  const states = async () => [...(await bluesky.check(settings, refs, io)).values()].map(({ state }) => state)
  t.same([...new Set(await states())], ['present'])
  t.equal(server.requests().last.filter((path) => path.includes('getPosts')).length, 2)
  for (const fault of [
    { kind: 'status', status: 500 },
    { kind: 'status', status: 404 },
    { kind: 'html' },
    { kind: 'body', body: '{}' },
    REFUSED,
  ] as const) {
    server.faults.plant({ on: /getPosts/, fault })
    t.same([...new Set(await states())], ['unknown'], JSON.stringify(fault))
    server.faults.clear()
  }
  // Who cannot ask about the authors does not know why a post is missing.
  server.faults.plant({ on: /getPosts/, fault: { kind: 'body', body: '{"posts":[]}' } })
  server.faults.plant({ on: /getProfiles/, fault: { kind: 'status', status: 500 } })
  t.same([...new Set(await states())], ['unknown'])
})

t.test('the test is a line for a person, with and without an account', async (t) => {
  const network = await startBluesky(t)
  const { server, settings, signedIn, io } = network
  t.match(await bluesky.test(signedIn, io), {
    ok: true,
    message: /^Signed in as collector\.example.*left\.$/,
    budget: { of: 3_000 },
  })
  t.match(await bluesky.test(settings, io), { ok: true, message: /until an app password is added/ })
  server.faults.plant({ on: /subscribe/, fault: { kind: 'status', status: 503 } })
  t.match(await bluesky.test(settings, io), { ok: false, message: /no host of the stream sends anything/ })
  t.match(await bluesky.test({ ...signedIn, password: 'x' }, { ...io, memory: memoryFor() }), {
    ok: false,
    message: /app password/,
  })
  const io2 = { ...io, signal: AbortSignal.abort(new Error('called off')) }
  await t.rejects(bluesky.test(settings, io2), { message: 'called off' })
  await t.rejects(bluesky.check(settings, [], io2), { message: 'called off' })
  t.equal(didOf(postAt(network, NOON).account).length, 32)
})
