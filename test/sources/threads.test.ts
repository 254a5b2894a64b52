import t from 'tap'
import { DAY, HOUR, MINUTE, SECOND } from '../../server/contest/instant.ts'
import { threadsPostId, threadsUser } from '../../server/rehearsal/threads-post.ts'
import { threads } from '../../server/sources/threads.ts'
import { THREADS_BEGAN } from '../../server/sources/threads-search.ts'
import { NOON, PICTURE, TAG } from '../support/mastodon.ts'
import { pollSource } from '../support/poll-source.ts'
import { memoryFor } from '../support/source-io.ts'
import { startThreads, type ThreadsNetwork } from '../support/threads.ts'

const PHOTO = { kind: 'image', spec: PICTURE, alt: null } as const
const pathsOf = ({ server }: Pick<ThreadsNetwork, 'server'>) => server.requests().last

t.test('a topic tag is searched for, the newest first, with the token in a header', async (t) => {
  const network = await startThreads(t)
  network.timeline.post({ text: 'En #hverdagskatalogen' })
  await network.poll()
  const url = new URL(pathsOf(network)[0] ?? '', network.server.url)
  t.equal(url.pathname, '/v1.0/keyword_search')
  const { fields, ...query } = Object.fromEntries(url.searchParams)
  t.same(query, {
    q: 'hverdagskatalogen',
    search_mode: 'TAG',
    search_type: 'RECENT',
    since: String((NOON - 48 * HOUR) / SECOND),
    limit: '50',
  })
  t.match(fields, /children\{id,media_type,media_url/)
  t.notMatch(pathsOf(network).join(), /token/)
  await network.poll(undefined, { searchType: 'TOP', version: 'v2.1' })
  t.match(pathsOf(network).at(-1), /^\/v2\.1\/.*search_type=TOP/)
})

t.test('the search knows nothing before Threads began, and is not asked for it', async (t) => {
  const network = await startThreads(t)
  const { error } = await pollSource(threads, network.settings, TAG, 0, network.io)
  t.equal(error, null)
  t.match(pathsOf(network)[0], new RegExp(`since=${THREADS_BEGAN / SECOND}&`))
  const early = await fetch(
    `${network.server.url}/v1.0/keyword_search?q=x&since=1&access_token=${network.settings.token}`,
  )
  t.equal(early.status, 400, 'the real one refuses it; and takes the token in the query too')
})

t.test('a post has one topic; the tags of its caption are tags as well', async (t) => {
  const { timeline, poll } = await startThreads(t)
  timeline.post({ text: 'En #hverdagskatalogen #somlebo' })
  timeline.post({ text: 'To #somlebo #hverdagskatalogen' })
  const { posts } = await poll()
  t.match(posts, [{ text: 'En #hverdagskatalogen #somlebo', tags: ['hverdagskatalogen', 'somlebo'] }])
  t.equal(posts.length, 1, 'whose topic is another one is not found')
})

t.test('who posted is known by name, and what was said of others too', async (t) => {
  const { timeline, poll, server } = await startThreads(t)
  const post = timeline.post({ text: '#hverdagskatalogen takk @brand.no. og @Per@fjell.example!' })
  const [found] = (await poll()).posts
  t.match(found, {
    id: threadsPostId(post),
    author: {
      id: 'kari.fjordposten',
      handle: threadsUser(post.account),
      url: `${server.url}/@kari.fjordposten`,
      since: null,
    },
    mentions: ['brand.no', 'Per'],
  })
})

t.test('albums bring every file, films their stills, and what Meta withholds says so', async (t) => {
  const { timeline, poll, server } = await startThreads(t)
  const spec = PICTURE
  const text = '#hverdagskatalogen'
  timeline.post({ text, at: NOON - MINUTE, files: [{ kind: 'image', spec, alt: 'En stol' }] })
  timeline.post({
    text,
    at: NOON - 3 * SECOND,
    files: [
      { kind: 'image', spec, alt: 'Ett' },
      { kind: 'gifv', spec, alt: null },
      { kind: 'withheld', spec, alt: null },
    ],
  })
  timeline.post({ text, at: NOON - 2 * SECOND, files: [{ kind: 'video', alt: null }] })
  timeline.post({ text, at: NOON - SECOND })
  const { posts } = await poll()
  const address = new RegExp(`^${server.url}/media/`)
  t.match(
    posts.map(({ pictures }) => pictures),
    [
      [{ kind: 'image', url: address, alt: 'En stol', poster: null }],
      [
        { kind: 'image', url: address, alt: 'Ett' },
        { kind: 'video', url: address, poster: address },
        { kind: 'image', url: null },
      ],
      [{ kind: 'video', url: null, poster: null }],
      [],
    ],
  )
  t.equal((await fetch(posts[0]?.pictures[0]?.url ?? '')).headers.get('content-type'), 'image/jpeg')
})

t.test('files that an answer names by their ids alone are asked for one by one', async (t) => {
  for (const childrenAsIds of [true, false]) {
    const { timeline, poll, settings, io, server } = await startThreads(t, { childrenAsIds })
    const text = 'album #hverdagskatalogen'
    const made = timeline.post({
      text,
      files: [PHOTO, { ...PHOTO, alt: 'To' }, { kind: 'video', alt: null }],
    })
    const { posts, error } = await poll()
    t.equal(error, null)
    t.match(posts[0]?.pictures, [
      { kind: 'image', url: new RegExp(`^${server.url}/media/`) },
      { kind: 'image', alt: 'To' },
      { kind: 'video', url: null },
    ])
    const searches = pathsOf({ server }).filter((path) => path.includes('keyword_search')).length
    t.equal(server.requests().count - searches, childrenAsIds ? 3 : 0)
    const checked = await threads.check(settings, [{ id: made.id, ref: made.id }], io)
    t.match(checked.get(made.id), { change: { post: { pictures: posts[0]?.pictures } } })
    server.faults.plant({ on: new RegExp(`/${made.id}2`), fault: { kind: 'status', status: 403 } })
    t.same(
      (await poll()).posts[0]?.pictures[1]?.url === null,
      childrenAsIds,
      'one that is refused is withheld',
    )
  }
})

t.test('reposts and posts that are not public are left out', async (t) => {
  const { timeline, poll } = await startThreads(t)
  const post = timeline.post({ text: 'en #hverdagskatalogen' })
  timeline.post({ text: 'en #hverdagskatalogen', boostOf: post.id })
  timeline.post({ text: 'stille #hverdagskatalogen', visibility: 'private' })
  const { texts, skipped } = await poll()
  t.same([texts, skipped], [['en #hverdagskatalogen'], []])
})

t.test('a look-back of many pages is read to its end, over several polls', async (t) => {
  const { timeline, clock, poll } = await startThreads(t)
  for (let i = 0; i < 23; i++) timeline.post({ text: `${i} #hverdagskatalogen`, at: NOON - i * MINUTE })
  const few = { pageSize: 5, pageLimit: 2 }
  const first = await poll(undefined, few)
  t.same([first.texts.length, first.completeUntil], [10, null])
  clock.advance(MINUTE)
  timeline.post({ text: 'ny #hverdagskatalogen' })
  const texts = [...first.texts]
  let { cursor } = first
  for (let polls = 0; polls < 4; polls++) {
    const next = await poll(cursor, few)
    texts.push(...next.texts)
    cursor = next.cursor
  }
  t.equal(new Set(texts).size, 24)
  t.equal(texts.length, 24, 'nothing is read twice on the way')
})

t.test('marks of pages that are an hour old are not trusted', async (t) => {
  const network = await startThreads(t)
  const { timeline, clock, poll } = network
  for (let i = 0; i < 6; i++) timeline.post({ text: `${i} #hverdagskatalogen`, at: NOON - i * MINUTE })
  const few = { pageSize: 2, pageLimit: 1 }
  const { cursor } = await poll(undefined, few)
  clock.advance(59 * MINUTE)
  const second = await poll(cursor, few)
  t.match(pathsOf(network).at(-1), /after=/)
  clock.advance(MINUTE)
  t.equal((await poll(second.cursor, few)).texts.length, 2)
  t.notMatch(pathsOf(network).at(-1), /after=/)
})

t.test('what was hidden from the search at first is found when the overlap is read again', async (t) => {
  const { timeline, clock, poll } = await startThreads(t)
  timeline.post({ text: 'sen #hverdagskatalogen', at: NOON - 20 * HOUR, arrivesAt: NOON + 30 * MINUTE })
  const post = timeline.post({ text: 'en #hverdagskatalogen' })
  const first = await poll()
  clock.advance(30 * MINUTE)
  timeline.edit(post.id, { text: 'endret #hverdagskatalogen' })
  const second = await poll(first.cursor)
  t.same([first.texts, second.texts], [['en #hverdagskatalogen'], []])
  clock.advance(30 * MINUTE)
  t.same((await poll(second.cursor)).texts, ['sen #hverdagskatalogen', 'endret #hverdagskatalogen'])
})

t.test('sensitive words bring nothing, without a word', async (t) => {
  const { timeline, poll } = await startThreads(t, { sensitive: ['Hverdagskatalogen'] })
  timeline.post({ text: 'en #hverdagskatalogen' })
  const { texts, error, completeUntil } = await poll()
  t.same([texts, error, completeUntil], [[], null, NOON])
})

t.test('without approval only the posts of the token’s owner are found, and the test says so', async (t) => {
  const { timeline, poll, settings, io, server } = await startThreads(t, { approved: false })
  timeline.post({ text: 'min #hverdagskatalogen', account: server.habits.owner })
  timeline.post({ text: 'andres #hverdagskatalogen' })
  timeline.post({ text: 'andres #photography' })
  t.same((await poll()).texts, ['min #hverdagskatalogen'])
  const alone = await threads.test(settings, io)
  t.match(alone, { ok: true, message: /@hverdag\.threads's; .*only the account's own/ })
  server.habits.approved = true
  t.match((await threads.test(settings, io)).message, /it finds the posts of others; 2198 of 2200/)
})

t.test('the queries of a day are counted over restarts; empty ones are free', async (t) => {
  const { timeline, clock, settings, io, server } = await startThreads(t, {
    limit: { queries: 20, period: DAY, code: 4 },
  })
  const { kept } = memoryFor()
  const poll = (cursor?: string) =>
    pollSource(
      threads,
      { ...settings, dailyQueries: 20, rescanMinutes: 0, pageSize: 1, pageLimit: 1 },
      TAG,
      NOON - HOUR,
      { ...io, memory: memoryFor(kept) },
      cursor,
    )
  for (let i = 0; i < 50; i++) t.equal((await poll()).error, null)
  const left = async () =>
    (await threads.test({ ...settings, dailyQueries: 20 }, { ...io, memory: memoryFor(kept) })).budget
  t.match(await left(), { left: 20, of: 20, resetsAt: null }, 'fifty queries that found nothing cost nothing')
  timeline.post({ text: 'en #hverdagskatalogen' })
  for (let i = 0; i < 19; i++) t.equal((await poll()).error, null, `query ${i}`)
  const before = server.requests().count
  t.match((await poll()).error, { kind: 'throttled', waitUntil: NOON + HOUR, message: /20 queries/ })
  t.equal(server.requests().count, before, 'nobody is asked in vain')
  t.match(await left(), { left: 1, of: 20, resetsAt: NOON + DAY + MINUTE }, 'one is left for people')
  clock.advance(DAY + MINUTE - 1)
  t.match((await poll()).error, { kind: 'throttled' })
  clock.advance(1)
  t.equal((await poll()).error, null)
})

t.test('a limit that others have used up is the network’s to tell, and is waited for', async (t) => {
  const { timeline, poll } = await startThreads(t, { limit: { queries: 1, period: DAY, code: 4 } })
  timeline.post({ text: 'en #hverdagskatalogen' })
  t.equal((await poll(undefined, { pageLimit: 1 })).error, null)
  t.match((await poll()).error, { kind: 'throttled', message: /code 4/, waitUntil: NOON + MINUTE })
})
