import t from 'tap'
import { DAY, HOUR, MINUTE, SECOND } from '../../server/contest/instant.ts'
import { bluesky } from '../../server/sources/bluesky.ts'
import { createBlueskyClient } from '../../server/sources/bluesky-client.ts'
import { SESSION_LIMITS } from '../../server/sources/bluesky-session.ts'
import { SourceError } from '../../server/sources/source.ts'
import { type BlueskyNetwork, startBluesky } from '../support/bluesky.ts'
import { memoryFor } from '../support/source-io.ts'

/** Any call that needs somebody signed in. */
function ask({ signedIn, io }: BlueskyNetwork): Promise<unknown> {
  return createBlueskyClient(signedIn, io).query(
    'app.bsky.feed.searchPosts',
    new URLSearchParams({ q: '#x' }),
  )
}

async function failing(work: Promise<unknown>): Promise<SourceError> {
  const error = await work.catch((thrown: unknown) => thrown)
  if (error instanceof SourceError) return error
  throw new Error(`Found ${error}; expected a SourceError`)
}

t.test('one session is begun, kept, and renewed before it ends', async (t) => {
  const network = await startBluesky(t)
  const { server, clock } = network
  await ask(network)
  await ask(network)
  t.same(server.sessions.counts(), { created: 1, refreshed: 0 })
  clock.advance(2 * HOUR - 31 * SECOND)
  await ask(network)
  t.same(server.sessions.counts(), { created: 1, refreshed: 0 })
  clock.advance(2 * SECOND)
  await ask(network)
  t.same(server.sessions.counts(), { created: 1, refreshed: 1 })
})

t.test('a token that is refused as expired (400) is renewed once, and the call goes on', async (t) => {
  const network = await startBluesky(t)
  const { server, clock, io } = network
  // Clocks differ: the server's token ends before its own words say so.
  const { memory } = io
  await ask(network)
  const session = JSON.parse(memory.kept.get('session') ?? '{}')
  const late = Buffer.from(JSON.stringify({ exp: 9e9 })).toString('base64url')
  await memory.write('session', { ...session, accessJwt: `x.${late}.y` })
  await ask(network)
  t.same(server.sessions.counts(), { created: 1, refreshed: 1 })
  clock.advance(2 * HOUR)
  await ask(network)
  t.same(server.sessions.counts(), { created: 1, refreshed: 2 })
})

t.test('a refresh token that is not accepted any more means to sign in again', async (t) => {
  const network = await startBluesky(t)
  await ask(network)
  network.clock.advance(91 * DAY)
  await ask(network)
  network.server.sessions.revoke()
  network.clock.advance(3 * HOUR)
  await ask(network)
  t.same(network.server.sessions.counts(), { created: 3, refreshed: 0 })
})

t.test('several readings at once sign in once, and renew once', async (t) => {
  const network = await startBluesky(t)
  await Promise.all(Array.from({ length: 8 }, () => ask(network)))
  t.same(network.server.sessions.counts(), { created: 1, refreshed: 0 })
  network.clock.advance(3 * HOUR)
  await Promise.all(Array.from({ length: 8 }, () => ask(network)))
  t.same(network.server.sessions.counts(), { created: 1, refreshed: 1 })
})

t.test('where another server has renewed the session meanwhile, its one is used', async (t) => {
  const network = await startBluesky(t, { refreshGrace: 0 })
  const { io, server, clock } = network
  await ask(network)
  const kept = new Map(io.memory.kept)
  clock.advance(3 * HOUR)
  await ask(network)
  const theirs = io.memory.kept.get('session') ?? ''
  // A memory that shows what was before until it is written to from elsewhere.
  const memory = memoryFor(kept)
  const read = memory.read
  let reads = 0
  memory.read = async (key) => {
    if (key === 'session' && ++reads === 3) kept.set('session', theirs)
    return read(key)
  }
  await ask({ ...network, io: { ...io, memory } })
  t.same(server.sessions.counts(), { created: 1, refreshed: 1 })
})

t.test('a wrong app password is for a person to put right, and is told nowhere', async (t) => {
  const network = await startBluesky(t)
  const wrong = { ...network.signedIn, password: 'wxyz-wxyz-wxyz-wxyz' }
  const error = await failing(ask({ ...network, signedIn: wrong }))
  t.match(error, { kind: 'needs_attention', message: /app password \(401\)/ })
  t.notMatch(`${error.message} ${error.sample} ${error.stack}`, /wxyz/)
})

t.test('each answer to a sign-in has its meaning', async (t) => {
  const network = await startBluesky(t)
  const answers = [
    [401, 'AuthFactorTokenRequired', 'needs_attention', /main password/],
    [401, 'AccountTakedown', 'needs_attention', /no longer in use/],
    [400, 'InvalidRequest', 'refused', /answered 400/],
    [500, 'InternalServerError', 'unreachable', /answered 500/],
  ] as const
  for (const [status, error, kind, message] of answers) {
    network.server.faults.plant({
      on: /createSession/,
      times: 1,
      fault: { kind: 'status', status, body: JSON.stringify({ error }) },
    })
    t.match(await failing(ask(network)), { kind, message }, error)
  }
  network.server.faults.plant({ on: /createSession/, times: 1, fault: { kind: 'body', body: '{"did":7}' } })
  t.match(await failing(ask(network)), { kind: 'unreadable' })
})

t.test('nobody signs in more often than the network allows, and the wait is told', async (t) => {
  const network = await startBluesky(t)
  const [short] = SESSION_LIMITS
  for (let i = 0; i < 40; i++) {
    network.server.sessions.revoke()
    await network.io.memory.write('session', undefined)
    const error = await ask(network).catch((thrown: unknown) => thrown)
    if (error instanceof SourceError) {
      t.match(error, { kind: 'throttled' })
      t.ok((error.waitUntil ?? 0) > network.clock.now())
      break
    }
  }
  t.equal(network.server.sessions.counts().created, short.of - 1, 'one stays for a person who tests')
  network.clock.advance(6 * MINUTE)
  await ask(network)
})

t.test('the limit of a day is kept as well', async (t) => {
  const network = await startBluesky(t)
  let refused = 0
  for (let i = 0; i < 310; i++) {
    await network.io.memory.write('session', undefined)
    network.clock.advance(30 * SECOND)
    if ((await ask(network).catch(() => 'refused')) === 'refused') refused++
  }
  t.ok(network.server.sessions.counts().created <= 285)
  t.equal(network.server.sessions.counts().created + refused, 310)
})

t.test('requests go to the server that keeps the account, by its own document', async (t) => {
  const network = await startBluesky(t)
  const elsewhere = await startBluesky(t)
  const rewrite = (answer: unknown) => ({
    ...(answer as object),
    didDoc: {
      service: [
        null,
        { id: '#other', serviceEndpoint: 'http://x' },
        { id: '#atproto_pds', serviceEndpoint: elsewhere.server.url },
      ],
    },
  })
  network.server.faults.plant({ on: /createSession/, times: 1, fault: { kind: 'rewrite', rewrite } })
  // It knows nothing of the other's tokens, so it asks for new ones; that it is asked is what counts here.
  await ask(network).catch(() => {})
  t.match(elsewhere.server.requests().last[0], /searchPosts/)
  for (const serviceEndpoint of ['ftp://x', 'javascript:1', 7, '']) {
    const fresh = await startBluesky(t)
    const odd = (answer: unknown) => ({
      ...(answer as object),
      didDoc: { service: [{ id: '#atproto_pds', serviceEndpoint }] },
    })
    fresh.server.faults.plant({ on: /createSession/, times: 1, fault: { kind: 'rewrite', rewrite: odd } })
    await ask(fresh)
  }
})

t.test('settings take a handle with its password, or neither', async (t) => {
  const parse = (settings: object) => bluesky.settings.safeParse(settings)
  t.match(parse({}).data, { service: 'https://bsky.social', version: 1, lookBackHours: 36 })
  t.equal(parse({}).data?.jetstream.length, 4)
  t.match(parse({ identifier: '@brand.example', password: 'abcd' }).data, { identifier: 'brand.example' })
  const bad: object[] = [
    { identifier: 'brand.example' },
    { password: 'abcd' },
    { identifier: 'br and', password: 'x' },
    { identifier: 'x', password: 'x y' },
    { jetstream: [] },
    { jetstream: ['wss://x.example/subscribe'] },
    { jetstream: ['ws://x.example'] },
    { jetstream: ['ftp://x.example'] },
    { version: 3 },
    { pictures: 'https://x.example/{did}' },
    { pictures: '{did}{cid}' },
    { service: 'http://bsky.social' },
    { lookBackHours: -1 },
    { lookBackHours: 721 },
    { unknown: 1 },
  ]
  t.same(
    bad.filter((settings) => parse(settings).success),
    [],
  )
  t.same(parse({ jetstream: ['jet.example', 'https://b.example', 'wss://c.example'] }).data?.jetstream, [
    'wss://jet.example',
    'wss://b.example',
    'wss://c.example',
  ])
})
