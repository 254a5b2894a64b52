import t from 'tap'
import { DAY, HOUR, MINUTE } from '../../server/contest/instant.ts'
import { blobCid, blueskyPostId, didOf, recordKey, tid } from '../../server/rehearsal/bluesky-post.ts'
import { COLLECTOR } from '../../server/rehearsal/bluesky-sessions.ts'
import { ACCOUNT, type BlueskyNetwork, startBluesky } from '../support/bluesky.ts'
import { failure } from '../support/fetch-failure.ts'
import { NOON, PICTURE } from '../support/mastodon.ts'

async function call(
  { server, io }: BlueskyNetwork,
  name: string,
  options: { token?: string; json?: object } = {},
) {
  const { token, json } = options
  const answer = await io.fetch(`${server.url}/xrpc/${name}`, {
    ...(json === undefined ? {} : { method: 'POST' as const, body: JSON.stringify(json) }),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  })
  const text = Buffer.from(answer.body).toString()
  const isJson = /json/.test(answer.headers.get('content-type') ?? '')
  return { status: answer.status, headers: answer.headers, json: isJson ? JSON.parse(text) : null, text }
}

/** The frames that came until nothing more was there at once. */
async function frames(
  { server, io }: BlueskyNetwork,
  address: string,
  count: number,
): Promise<Record<string, unknown>[]> {
  const heard: Record<string, unknown>[] = []
  for await (const messages of io.open(`${server.stream}${address}`)) {
    heard.push(...messages.map((text) => JSON.parse(text)))
    if (heard.length >= count) break
  }
  return heard
}

t.test('identities follow from the post alone, and sort as time does', async (t) => {
  const { timeline } = await startBluesky(t)
  const post = timeline.post({ text: 'hei' })
  t.match(blueskyPostId(post), /^at:\/\/did:plc:[a-z2-7]{24}\/app\.bsky\.feed\.post\/[2-7a-z]{13}$/)
  t.equal(blueskyPostId(post), blueskyPostId({ ...post }))
  const keys = [0, 1, NOON, NOON + 1, NOON + DAY].map((at) => tid(at, 0))
  t.same(keys.toSorted(), keys)
  const many = Array.from({ length: 3_000 }, () => recordKey(timeline.post({ text: 'hei' })))
  t.equal(new Set(many).size, many.length)
})

t.test(
  'a session is begun with the right password, renewed, and refused in the network’s own words',
  async (t) => {
    const network = await startBluesky(t)
    const sign = (json: object) => call(network, 'com.atproto.server.createSession', { json })
    t.match(await sign({ ...ACCOUNT, password: 'x' }), {
      status: 401,
      json: { error: 'AuthenticationRequired' },
    })
    const { json: session } = await sign(ACCOUNT)
    t.match(session, { did: COLLECTOR, handle: ACCOUNT.identifier, active: true })
    const get = (token?: string) =>
      call(network, 'com.atproto.server.getSession', token === undefined ? {} : { token })
    t.match(await get(), { status: 401, json: { error: 'AuthMissing' } })
    t.match(await get(session.accessJwt), { status: 200, json: { did: COLLECTOR } })
    network.clock.advance(2 * HOUR)
    t.match(await get(session.accessJwt), { status: 400, json: { error: 'ExpiredToken' } })
    const refresh = (token: string) => call(network, 'com.atproto.server.refreshSession', { json: {}, token })
    t.match(await refresh(session.refreshJwt), { status: 200 })
    t.match(await refresh(session.refreshJwt), { status: 200 }, 'within the time of grace')
    network.clock.advance(3 * HOUR)
    t.match(await refresh(session.refreshJwt), { status: 400, json: { error: 'ExpiredToken' } })
  },
)

t.test('the 31st session within five minutes is refused, with the time it is allowed again', async (t) => {
  const network = await startBluesky(t)
  const sign = () => call(network, 'com.atproto.server.createSession', { json: ACCOUNT })
  for (let i = 0; i < 30; i++) await sign()
  const refused = await sign()
  t.match(refused, { status: 429, json: { error: 'RateLimitExceeded' } })
  t.equal(refused.headers.get('ratelimit-reset'), String((NOON + 5 * MINUTE) / 1000))
  network.clock.advance(5 * MINUTE)
  t.equal((await sign()).status, 200)
})

t.test('search needs somebody signed in, a question, and a limit of 1 to 100', async (t) => {
  const network = await startBluesky(t)
  const { json } = await call(network, 'com.atproto.server.createSession', { json: ACCOUNT })
  const search = (query: string, token?: string) =>
    call(network, `app.bsky.feed.searchPosts?${query}`, token === undefined ? {} : { token })
  t.match(await search('q=x'), { status: 403, text: /administrative rules/ })
  t.match(await search('', json.accessJwt), { status: 400, json: { error: 'BadQueryString' } })
  for (const limit of [0, 101]) t.equal((await search(`q=x&limit=${limit}`, json.accessJwt)).status, 400)
  network.timeline.post({ text: '#en #to' })
  network.timeline.post({ text: '#en' })
  t.equal((await search('q=%23en&limit=100', json.accessJwt)).json.posts.length, 2)
  t.equal((await search('q=%23en&tag=en&tag=to', json.accessJwt)).json.posts.length, 1)
  const page = await search('q=%23en&limit=1', json.accessJwt)
  t.match(page.json, { hitsTotal: 2, cursor: '1' })
  t.equal((await search(`q=%23en&limit=1&cursor=${page.json.cursor}`, json.accessJwt)).json.cursor, undefined)
})

t.test('bytes come by author and hash, unless the account or the file is gone', async (t) => {
  const network = await startBluesky(t)
  const { timeline, server } = network
  const files = [
    { kind: 'image', spec: PICTURE, alt: null } as const,
    { kind: 'withheld', spec: { ...PICTURE, seed: 2 }, alt: null } as const,
  ]
  const post = timeline.post({ text: 'hei', files })
  const did = didOf(post.account)
  const blob = (cid: string, who = did) => call(network, `com.atproto.sync.getBlob?did=${who}&cid=${cid}`)
  const [here, lost] = files.map(blobCid)
  t.equal((await blob(here ?? '')).status, 200)
  t.match(await blob(lost ?? ''), { status: 400, json: { error: 'BlobNotFound' } })
  t.match(await blob(here ?? '', 'did:plc:nobody'), { status: 400, json: { error: 'RepoNotFound' } })
  for (const [status, error] of [
    ['takendown', 'RepoTakendown'],
    ['suspended', 'RepoSuspended'],
    ['deactivated', 'RepoDeactivated'],
  ] as const) {
    server.account(post.account, status)
    t.match(await blob(here ?? ''), { status: 400, json: { error } })
  }
})

t.test('version 1 moves an old cursor without a word, and version 2 refuses it', async (t) => {
  const network = await startBluesky(t, { chatter: HOUR })
  network.clock.advance(10 * HOUR)
  const [first] = await frames(network, `/subscribe?cursor=${(NOON - 30 * HOUR) * 1000}`, 1)
  t.equal(first?.time_us, (NOON - 26 * HOUR) * 1000)
  const path = '/xrpc/network.bsky.jetstream.subscribeEvents'
  await t.rejects(frames(network, `${path}?cursor=1`, 1), {
    ...failure('no_upgrade'),
    answer: { body: /CursorTooOld/ },
  })
  await t.rejects(frames(network, `${path}?wantedCollections=x`, 1), {
    ...failure('no_upgrade'),
    answer: { body: /InvalidRequest/ },
  })
  await t.rejects(frames(network, '/elsewhere', 1), { ...failure('no_upgrade'), answer: { status: 400 } })
  const [second] = await frames(network, `${path}?cursor=20&collections=app.bsky.feed.post`, 1)
  t.match(second, {
    $type: 'message',
    payload: { $type: `${path.slice(6)}#commit`, seq: Number, collection: 'app.bsky.feed.post' },
  })
})
