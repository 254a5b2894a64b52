import t from 'tap'
import { DAY, HOUR, MINUTE, SECOND } from '../../server/contest/instant.ts'
import { blueskyPostId, didOf, recordKey } from '../../server/rehearsal/bluesky-post.ts'
import type { RehearsalPost } from '../../server/rehearsal/post.ts'
import { MOST_CONNECTIONS } from '../../server/sources/bluesky-hosts.ts'
import { SILENCE } from '../../server/sources/bluesky-reading.ts'
import { REWIND } from '../../server/sources/bluesky-stream-address.ts'
import { SourceError } from '../../server/sources/source.ts'
import { type BlueskyNetwork, type Heard, type Listening, listen, startBluesky } from '../support/bluesky.ts'
import { NOON, PICTURE, targetOf } from '../support/mastodon.ts'
import type { Cleaner } from '../support/scratch.ts'

const TEXT = 'Stua #hverdagskatalogen'

/** Without an account, from the start of the contest on, until so many posts came. */
function hear(network: BlueskyNetwork, posts: number, change: Partial<Listening> = {}): Promise<Heard> {
  const { settings, io } = network
  return listen({ settings, io, from: NOON - HOUR, until: (heard) => heard.posts.length >= posts, ...change })
}

/** What is no post of ours waits for the time to go on: a minute of it in every 20 milliseconds. */
function letTimePass(t: Cleaner, { clock }: BlueskyNetwork): void {
  const timer = setInterval(() => clock.advance(MINUTE), 20)
  t.teardown(() => clearInterval(timer))
}

/** Until something of this kind came. */
function has(kind: string): (heard: Heard) => boolean {
  return (heard) => heard.changes.some((change) => change.kind === kind)
}

t.test('a post with the tag comes with its author, pictures and facets', async (t) => {
  const network = await startBluesky(t)
  const { timeline, io } = network
  timeline.post({ text: 'Noe annet #katt' })
  const post = timeline.post({
    text: '🧑‍🚀 Stua #Hverdagskatalogen til @brand@fjord.example',
    files: [{ kind: 'image', spec: PICTURE, alt: 'En stol' }],
  })
  const heard = await hear(network, 1)
  t.equal(heard.error, null)
  const did = didOf(post.account)
  t.match(heard.posts, [
    {
      network: 'bluesky',
      id: blueskyPostId(post),
      url: `https://bsky.app/profile/${did}/post/${recordKey(post)}`,
      author: { id: did, handle: 'kari.fjordposten.example', name: 'Kari Nordby' },
      text: '🧑‍🚀 Stua #Hverdagskatalogen til @brand.fjord.example',
      tags: ['Hverdagskatalogen'],
      mentions: ['brand.fjord.example'],
      postedAt: NOON,
      editedAt: null,
      language: 'nb',
      sensitive: false,
      hints: [],
      pictures: [{ kind: 'image', alt: 'En stol' }],
    },
  ])
  t.equal(heard.posts.length, 1)
  t.equal((await io.fetch(heard.posts[0]?.pictures[0]?.url ?? '')).status, 200)
})

for (const version of [1, 2] as const) {
  t.test(`version ${version}: edits, deletions, accounts and handles are told`, async (t) => {
    const network = await startBluesky(t)
    const { timeline, clock, server } = network
    const settings = { ...network.settings, version }
    const first = await hear(network, 1, { settings, until: postThen(network) })
    const [id] = first.posts.map((post) => post.id)
    const post = timeline.posts()[0] as RehearsalPost
    clock.advance(MINUTE)
    timeline.edit(post.id, { text: 'Uten' })
    server.rename(post.account, 'kari.nytt.example')
    server.account(post.account, 'deactivated')
    timeline.delete(post.id)
    letTimePass(t, network)
    const heard = await hear(network, 0, { settings, since: first.cursor, until: has('withdraw') })
    const kinds = heard.changes.flatMap((change) =>
      change.kind === 'upsert' && !change.ifKnown ? [] : [change],
    )
    t.match(
      kinds.find((change) => change.kind === 'rename_author'),
      { author: didOf(post.account), handle: 'kari.nytt.example' },
    )
    t.match(
      kinds.find((change) => change.kind === 'withdraw_author'),
      { author: didOf(post.account), why: 'account_gone' },
    )
    t.match(
      kinds.find((change) => change.kind === 'withdraw'),
      { ref: { id, ref: id }, why: 'deleted', ifKnown: { author: didOf(post.account) } },
    )
  })
}

/** Writes one post as soon as somebody listens, and waits for it. */
function postThen({ timeline, server }: BlueskyNetwork): (heard: Heard) => boolean {
  const before = server.jetstream.connected()
  const timer = setInterval(() => {
    if (server.jetstream.connected() === before) return
    clearInterval(timer)
    timeline.post({ text: TEXT })
  }, 5)
  return ({ posts }) => posts.length > 0
}

t.test('an edit that takes the tag away is handed over for those who know the post', async (t) => {
  const network = await startBluesky(t)
  const { timeline, clock } = network
  const post = timeline.post({ text: TEXT })
  clock.advance(MINUTE)
  timeline.edit(post.id, { text: 'Uten' })
  letTimePass(t, network)
  const heard = await hear(network, 0, {
    until: ({ changes }) => changes.length >= 2,
  })
  t.match(heard.changes, [
    { kind: 'upsert', post: { text: TEXT, editedAt: null } },
    { kind: 'upsert', ifKnown: true, post: { text: 'Uten', editedAt: NOON + MINUTE } },
  ])
})

t.test('a tag that no facet marks is in the text alone, which a person has to look at', async (t) => {
  const network = await startBluesky(t, { unmarked: () => true })
  network.timeline.post({ text: TEXT })
  t.match((await hear(network, 1)).posts, [{ text: TEXT, tags: [] }])
})

t.test('the cursor moves though nothing of ours is posted, and everything before it is seen', async (t) => {
  const network = await startBluesky(t)
  letTimePass(t, network)
  const heard = await hear(network, 0, {
    until: ({ completeUntil }) => (completeUntil ?? 0) >= NOON + 10 * MINUTE,
  })
  t.same([heard.posts, heard.gaps], [[], []])
})

t.test('it goes on from the cursor, a little before it', async (t) => {
  const network = await startBluesky(t)
  const { timeline, server, clock } = network
  timeline.post({ text: TEXT })
  const first = await hear(network, 1)
  clock.advance(10 * MINUTE)
  const next = timeline.post({ text: TEXT })
  const heard = await hear(network, 2, {
    since: first.cursor,
    until: ({ posts }) => posts.some(({ id }) => id === blueskyPostId(next)),
  })
  t.same(heard.gaps, [])
  const asked = new URL(server.jetstream.listened().at(-1) ?? '', 'ws://x').searchParams
  t.equal(asked.get('cursor'), String(NOON * 1000 + 1 - REWIND * 1000))
  t.equal(asked.get('wantedCollections'), 'app.bsky.feed.post')
})

t.test('what is sent twice is handed over twice, as the same', async (t) => {
  const network = await startBluesky(t, { repeats: 1 })
  network.timeline.post({ text: TEXT })
  const { posts } = await hear(network, 2)
  t.strictSame(posts[0], posts[1])
})

t.test('what is deleted stays gone, whatever is told of it after', async (t) => {
  const network = await startBluesky(t)
  const { timeline, clock, server, io } = network
  const post = timeline.post({ text: TEXT })
  let late = ''
  for await (const messages of io.open(`${server.stream}/subscribe?cursor=${NOON * 1000}`)) {
    late = messages.find((frame) => frame.includes('hverdagskatalogen')) ?? ''
    if (late !== '') break
  }
  clock.advance(MINUTE)
  timeline.delete(post.id)
  letTimePass(t, network)
  const isDeleted = has('withdraw')
  const heard = await hear(network, 0, {
    from: NOON + SECOND,
    until: ({ texts }) => texts.includes('Til sist #hverdagskatalogen'),
    heard: (so) => {
      if (!isDeleted(so)) return
      server.jetstream.send(late)
      timeline.post({ text: 'Til sist #hverdagskatalogen' })
    },
  })
  t.same(heard.texts, ['Til sist #hverdagskatalogen'])
})

t.test('somebody new: without an account the stream is read from as far back as it goes', async (t) => {
  const network = await startBluesky(t)
  network.timeline.post({ text: `Før ${TEXT}`, at: NOON - 30 * HOUR, arrivesAt: NOON - 30 * HOUR })
  network.timeline.post({
    text: `Altfor lenge siden ${TEXT}`,
    at: NOON - 40 * HOUR,
    arrivesAt: NOON - 40 * HOUR,
  })
  const heard = await hear(network, 1, { from: NOON - 7 * DAY })
  t.same(heard.texts, [`Før ${TEXT}`])
  t.match(heard.gaps, [{ from: NOON - 7 * DAY, until: NOON - 36 * HOUR, why: /without an app password/ }])
  const young = await hear(network, 1, { from: NOON - 31 * HOUR })
  t.same([young.texts, young.gaps], [[`Før ${TEXT}`], []])
})

t.test('somebody new: with an account it begins now, and the rest is a gap that search fills', async (t) => {
  const network = await startBluesky(t)
  network.timeline.post({ text: TEXT, at: NOON - HOUR })
  const until = postThen(network)
  const heard = await hear(network, 1, { settings: network.signedIn, from: NOON - 7 * DAY, until })
  t.equal(heard.posts.length, 1)
  t.match(heard.gaps, [{ from: NOON - 7 * DAY, until: NOON, why: /not read for these tags/ }])
})

t.test('a tag that is followed later has a gap of its own, the others go on', async (t) => {
  const network = await startBluesky(t)
  const { timeline, clock } = network
  const settings = network.signedIn
  const first = await hear(network, 1, { settings, until: postThen(network) })
  clock.advance(MINUTE)
  timeline.post({ text: 'Ny #høstkatalogen' })
  const targets = [targetOf('hverdagskatalogen'), targetOf('høstkatalogen')]
  const heard = await hear(network, 1, {
    settings,
    targets,
    since: first.cursor,
    until: ({ texts }) => texts.includes('Ny #høstkatalogen'),
  })
  t.match(heard.gaps, [{ from: NOON - HOUR, until: NOON }])
  const again = await hear(network, 1, { settings, targets, since: heard.cursor })
  t.same(again.gaps, [])
})

t.test('a cursor that cannot be read is none', async (t) => {
  const network = await startBluesky(t)
  network.timeline.post({ text: TEXT })
  for (const since of ['', 'x', '{}', 'null', '{"version":3}', '{"version":1,"at":1,"micros":-1,"tags":[]}'])
    t.equal((await hear(network, 1, { since })).posts.length, 1, since)
})

t.test(
  'a stream that was left for longer than it goes back has a gap, a shorter pause has none',
  async (t) => {
    for (const [pause, isGap] of [
      [35 * HOUR, false],
      [40 * HOUR, true],
    ] as const) {
      const network = await startBluesky(t)
      const first = await hear(network, 1, { until: postThen(network) })
      network.clock.advance(pause)
      network.timeline.post({ text: TEXT })
      const heard = await hear(network, 1, {
        since: first.cursor,
        until: ({ completeUntil }) => (completeUntil ?? 0) >= NOON + pause,
      })
      // The first event that is still kept is somebody's, two minutes later at most.
      const until = NOON + pause - 36 * HOUR
      const fits = heard.gaps.filter(
        (gap) => gap.from === NOON && gap.until - until <= 2 * MINUTE && gap.until >= until,
      )
      t.equal(fits.length, isGap ? 1 : 0)
      t.equal(heard.gaps.length, isGap ? 1 : 0)
    }
  },
)

t.test('a pause of everybody is a gap from five minutes on', async (t) => {
  for (const [pause, gaps] of [
    [SILENCE, 0],
    [SILENCE + 1, 1],
  ] as const) {
    const network = await startBluesky(t, { chatter: 30 * DAY })
    const first = await hear(network, 1, { until: postThen(network), from: NOON })
    network.timeline.delete(network.timeline.posts()[0]?.id ?? '')
    network.clock.advance(REWIND + pause)
    network.timeline.post({ text: TEXT })
    const since = first.cursor
      ?.replace(String(NOON), String(NOON + REWIND))
      .replace(String(NOON * 1000), String((NOON + 2 * REWIND) * 1000))
    const heard = await hear(network, 1, { since })
    t.equal(heard.gaps.length, gaps)
  }
})

t.test(
  'version 2 says that a cursor is too old: it begins anew, and the time between is a gap',
  async (t) => {
    const network = await startBluesky(t)
    const settings = { ...network.settings, version: 2 as const }
    const first = await hear(network, 1, { settings, until: postThen(network) })
    network.clock.advance(40 * HOUR)
    const until = postThen(network)
    const heard = await hear(network, 1, { settings, since: first.cursor, until })
    t.equal(heard.posts.length, 1)
    t.match(heard.gaps, [{ from: NOON, until: NOON + 40 * HOUR }])
    t.equal(network.server.jetstream.listened().length, 3)
  },
)

t.test('version 2 counts on each host by itself: another one begins with a gap', async (t) => {
  const network = await startBluesky(t)
  const other = network.server.stream.replace('127.0.0.1', 'localhost')
  const settings = { ...network.settings, version: 2 as const, jetstream: [other] }
  const first = await hear(network, 1, {
    settings: { ...settings, jetstream: [network.server.stream] },
    until: postThen(network),
  })
  network.clock.advance(MINUTE)
  const heard = await hear(network, 1, { settings, since: first.cursor, until: postThen(network) })
  t.match(heard.gaps, [{ from: NOON, until: NOON + MINUTE }])
})

t.test('where a host closes, cuts, or finds us too slow, the next one goes on', async (t) => {
  for (const end of ['in_order', 'cut', 'too_slow'] as const) {
    const network = await startBluesky(t)
    const { timeline, server } = network
    const other = server.stream.replace('127.0.0.1', 'localhost')
    const settings = { ...network.settings, jetstream: [server.stream, other] }
    timeline.post({ text: TEXT })
    let isEnded = false
    const heard = await hear(network, 1, {
      settings,
      until: ({ texts }) => texts.includes(`Etter ${TEXT}`),
      heard: () => {
        if (isEnded) return
        isEnded = true
        if (end === 'too_slow') server.jetstream.tooSlow()
        else server.jetstream.end(end)
        timeline.post({ text: `Etter ${TEXT}` })
      },
    })
    t.equal(heard.error, null, end)
    t.same(heard.gaps, [])
    t.equal(server.jetstream.listened().length, 2, end)
  }
})

t.test('a host that is down is passed over; all of them down is an error of the source', async (t) => {
  const network = await startBluesky(t)
  const { server, timeline } = network
  const settings = { ...network.settings, jetstream: ['ws://127.0.0.1:1', server.stream] }
  timeline.post({ text: TEXT })
  t.equal((await hear(network, 1, { settings })).posts.length, 1)
  const faults = [
    [{ kind: 'reset' }, 'unreachable', /./],
    [{ kind: 'status', status: 503 }, 'unreachable', /answered 503/],
    [{ kind: 'status', status: 429 }, 'throttled', /answered 429/],
    [{ kind: 'status', status: 400, body: '{"error":"InvalidRequest"}' }, 'refused', /answered 400/],
    [{ kind: 'html' }, 'refused', /answered 200/],
  ] as const
  for (const [fault, kind, message] of faults) {
    server.faults.plant({ on: /subscribe/, fault })
    const { error } = await hear(network, 1)
    t.ok(error instanceof SourceError)
    t.match(error, { kind, message })
    server.faults.clear()
  }
})

t.test('a host that could not be reached is tried once more', async (t) => {
  const network = await startBluesky(t)
  network.timeline.post({ text: TEXT })
  network.server.faults.plant({ on: /subscribe/, times: 1, fault: { kind: 'reset' } })
  t.equal((await hear(network, 1)).posts.length, 1)
  network.server.faults.plant({ on: /subscribe/, times: 2, fault: { kind: 'reset' } })
  t.match((await hear(network, 1)).error, { kind: 'unreachable' })
})

t.test('a host that ends every connection at once is not asked for ever', async (t) => {
  const network = await startBluesky(t, { tick: 60_000 })
  const { server } = network
  const timer = setInterval(() => server.jetstream.end('in_order'), 2)
  t.teardown(() => clearInterval(timer))
  const { error } = await hear(network, 1)
  t.match(error, { kind: 'unreachable', message: new RegExp(`${MOST_CONNECTIONS} connections`) })
  t.equal(server.jetstream.listened().length, MOST_CONNECTIONS)
})

t.test('odd frames are counted where they may be ours, and never stop the stream', async (t) => {
  const network = await startBluesky(t)
  const { timeline, server } = network
  timeline.post({ text: TEXT })
  const commit = (record: unknown) => ({
    did: 'did:plc:odd',
    time_us: NOON * 1000,
    kind: 'commit',
    commit: { rev: 'x', operation: 'create', collection: 'app.bsky.feed.post', rkey: '3k', record },
  })
  const odd = [
    'hverdagskatalogen',
    '{"did":"did:plc:x","time_us":1,"kind":"commit"',
    '[]',
    'null',
    JSON.stringify(commit({ text: TEXT })),
    JSON.stringify({ ...commit({}), time_us: 9e17, did: 7 }),
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  ]
  const strangers = [
    JSON.stringify(commit({ text: 'nobody’s' })),
    JSON.stringify({ did: 'did:plc:x', time_us: 5, kind: 'new' }),
  ]
  let isSent = false
  const heard = await hear(network, 1, {
    until: ({ texts }) => texts.includes(`Etter ${TEXT}`),
    heard: () => {
      if (isSent) return
      isSent = true
      for (const frame of [...strangers, ...odd]) server.jetstream.send(frame)
      timeline.post({ text: `Etter ${TEXT}` })
    },
  })
  t.equal(heard.error, null)
  t.equal(heard.skipped.length, odd.length)
  for (const { sample, why } of heard.skipped) t.ok(Buffer.byteLength(sample) <= 1024 && why.length > 0)
})

t.test('a host whose clock is far ahead does not make us skip what is to come', async (t) => {
  const network = await startBluesky(t)
  const { timeline, server } = network
  timeline.post({ text: TEXT })
  let isSent = false
  const heard = await hear(network, 1, {
    until: ({ texts }) => texts.includes('Fra fremtiden #hverdagskatalogen'),
    heard: () => {
      if (isSent) return
      isSent = true
      const record = {
        text: 'Fra fremtiden #hverdagskatalogen',
        createdAt: '2026-09-01T12:00:00.000Z',
        time_us: 9e15,
      }
      const commit = { rev: 'x', operation: 'create', collection: 'app.bsky.feed.post', rkey: '3k', record }
      server.jetstream.send(
        JSON.stringify({ did: 'did:plc:x', time_us: (NOON + DAY) * 1000, kind: 'commit', commit }),
      )
    },
  })
  t.equal(heard.completeUntil, NOON)
})

t.test('who an author is waits for nobody: without an answer they go by the id', async (t) => {
  const network = await startBluesky(t, { hidesFromStrangers: () => true })
  const { timeline, server } = network
  const post = timeline.post({ text: TEXT })
  server.faults.plant({ on: /getProfiles/, fault: { kind: 'status', status: 502 } })
  const did = didOf(post.account)
  t.match((await hear(network, 1)).posts, [{ author: { id: did, handle: did, name: did }, hints: [] }])
  server.faults.clear()
  t.match((await hear(network, 1)).posts, [
    { author: { id: did, handle: 'kari.fjordposten.example' }, hints: ['no_strangers'] },
  ])
})

t.test('an account that is not accepted any more ends the stream: a person has to look', async (t) => {
  const network = await startBluesky(t)
  const settings = { ...network.signedIn, password: 'wxyz-wxyz-wxyz-wxyz' }
  const { error } = await hear(network, 1, { settings, until: postThen(network) })
  t.match(error, { kind: 'needs_attention', message: /app password/ })
  t.equal(network.server.sessions.counts().created, 1)
})

t.test('what is labelled is covered, hidden accounts are left out', async (t) => {
  const network = await startBluesky(t)
  const { timeline, server } = network
  const hidden = timeline.post({ text: TEXT, account: { user: 'skjult' } })
  server.label(hidden.account, '!hide')
  timeline.post({ text: TEXT, sensitive: true })
  const { posts } = await hear(network, 1)
  t.match(posts, [{ sensitive: true, author: { name: 'Kari Nordby' } }])
  t.equal(posts.length, 1)
})
