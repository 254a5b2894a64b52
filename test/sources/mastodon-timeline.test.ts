import t from 'tap'
import { HOUR, MINUTE, SECOND } from '../../server/contest/instant.ts'
import { SourceError } from '../../server/sources/source.ts'
import { NOON, PICTURE, pollAll, startNetwork, targetOf } from '../support/mastodon.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)

t.test('the first reading goes back page by page to its beginning and no further', async (t) => {
  const { timeline, poll } = await startNetwork(t)
  for (const i of numbers(60)) timeline.post({ text: `nr ${i} #hverdagskatalogen`, at: NOON - i * HOUR })
  const { texts, batches, completeUntil, error } = await poll(undefined, { pageSize: 10 })
  t.equal(error, null)
  t.equal(texts.length, 49, 'the post of 48 hours ago is the first')
  t.equal(new Set(texts).size, 49)
  t.equal(texts[9], 'nr 0 #hverdagskatalogen', 'a page is handed over oldest first')
  t.same(
    batches.map((batch) => batch.completeUntil),
    [null, null, null, null, null, NOON],
  )
  t.equal(completeUntil, NOON)
})

t.test('new posts are read forward from the cursor without a gap', async (t) => {
  const { timeline, clock, poll, server } = await startNetwork(t)
  timeline.post({ text: 'gammel #hverdagskatalogen' })
  const first = await poll()
  clock.advance(MINUTE)
  for (const i of numbers(25)) timeline.post({ text: `${i} #hverdagskatalogen` })
  const { texts, completeUntil } = await poll(first.cursor, { pageSize: 10 })
  t.same(
    texts,
    numbers(25).map((i) => `${i} #hverdagskatalogen`),
  )
  t.equal(completeUntil, NOON + MINUTE)
  const paths = server.requests().last.map(({ path }) => path)
  t.match(paths.at(-1), /min_id=\d+&/)
  t.equal(paths.length, 2 + 4, 'three pages and the empty one')
})

t.test('a poll without news asks once and hands over an empty batch', async (t) => {
  const { timeline, clock, poll, server } = await startNetwork(t)
  timeline.post({ text: '#hverdagskatalogen' })
  const { cursor } = await poll()
  const before = server.requests().counts.tag
  clock.advance(MINUTE)
  const again = await poll(cursor)
  t.same([again.texts, again.batches.length, again.completeUntil], [[], 1, NOON + MINUTE])
  t.equal(server.requests().counts.tag - before, 1)
})

t.test('a tag that nobody used is nothing yet, whichever way a server says so', async (t) => {
  for (const unknownTag of ['empty', 404] as const) {
    const { timeline, clock, poll } = await startNetwork(t, { unknownTag })
    const nothing = await poll()
    t.same([nothing.error, nothing.texts, nothing.completeUntil], [null, [], NOON])
    clock.advance(MINUTE)
    timeline.post({ text: 'først #hverdagskatalogen' })
    t.same((await poll(nothing.cursor)).texts, ['først #hverdagskatalogen'])
  }
})

t.test('a post that federates late lies below the cursor and is found by the next walk', async (t) => {
  const { timeline, clock, poll } = await startNetwork(t)
  timeline.post({ text: 'sen #hverdagskatalogen', at: NOON - 30 * HOUR, arrivesAt: NOON + 30 * MINUTE })
  timeline.post({ text: 'i tide #hverdagskatalogen' })
  const first = await poll()
  t.same(first.texts, ['i tide #hverdagskatalogen'])
  clock.advance(59 * MINUTE)
  const before = await poll(first.cursor)
  t.same(before.texts, [], 'the walk is not due yet')
  clock.advance(MINUTE)
  const due = await poll(before.cursor)
  t.same(due.texts, ['sen #hverdagskatalogen', 'i tide #hverdagskatalogen'])
  clock.advance(MINUTE)
  t.same((await poll(due.cursor)).texts, [], 'and not again at once')
})

t.test('a walk reaches as far back as the overlap says, and not before the beginning', async (t) => {
  const { timeline, clock, poll, io, settings } = await startNetwork(t)
  for (const hours of [1, 10, 20, 30, 40])
    timeline.post({ text: `${hours} #hverdagskatalogen`, at: NOON - hours * HOUR })
  const { cursor } = await poll()
  clock.advance(2 * HOUR)
  const walked = await poll(cursor, { overlapHours: 15, pageSize: 1 })
  t.same(
    walked.texts,
    ['1', '10', '20'].map((hours) => `${hours} #hverdagskatalogen`),
    'one page past the bound',
  )
  const late = await pollAll({ ...settings, pageSize: 1 }, cursor, NOON - 5 * HOUR, io)
  t.same(late.texts, ['1 #hverdagskatalogen'])
})

t.test('a walk after a long silence begins where the one before began', async (t) => {
  const { timeline, clock, poll } = await startNetwork(t)
  timeline.post({ text: 'en #hverdagskatalogen' })
  const { cursor } = await poll()
  clock.advance(2 * HOUR)
  timeline.post({ text: 'to #hverdagskatalogen' })
  clock.advance(100 * HOUR)
  const { texts } = await poll(cursor, { overlapHours: 1, pageSize: 1 })
  t.same(
    texts,
    ['to', 'to', 'en'].map((word) => `${word} #hverdagskatalogen`),
  )
})

t.test('edits of posts in the overlap come with the next walk', async (t) => {
  const { timeline, clock, poll } = await startNetwork(t)
  const post = timeline.post({ text: 'uten vare #hverdagskatalogen' })
  const { cursor } = await poll()
  clock.advance(HOUR)
  timeline.edit(post.id, { text: 'med #somlebo #hverdagskatalogen' })
  const { posts } = await poll(cursor)
  t.match(posts, [
    {
      text: 'med #somlebo #hverdagskatalogen',
      editedAt: NOON + HOUR,
      postedAt: NOON,
      tags: ['somlebo', 'hverdagskatalogen'],
    },
  ])
})

t.test('an edit that adds the tag brings an older post into the timeline', async (t) => {
  const { timeline, clock, poll } = await startNetwork(t)
  const post = timeline.post({ text: 'glemt' })
  timeline.post({ text: 'en #hverdagskatalogen', at: NOON + SECOND })
  clock.advance(MINUTE)
  const { cursor, texts } = await poll()
  t.same(texts, ['en #hverdagskatalogen'])
  clock.advance(HOUR)
  timeline.edit(post.id, { text: 'husket #hverdagskatalogen' })
  t.match((await poll(cursor)).texts, ['husket #hverdagskatalogen', 'en #hverdagskatalogen'])
})

t.test('boosts and posts that are not public are left out without a word', async (t) => {
  const { timeline, poll } = await startNetwork(t, { boostsInTags: true })
  const post = timeline.post({ text: 'en #hverdagskatalogen' })
  timeline.post({ text: 'RT #hverdagskatalogen', boostOf: post.id })
  timeline.post({ text: 'stille #hverdagskatalogen', visibility: 'unlisted' })
  timeline.post({ text: 'svar #hverdagskatalogen', replyTo: post.id })
  const { texts, skipped } = await poll()
  t.same(texts, ['en #hverdagskatalogen', 'svar #hverdagskatalogen'], 'a reply is a post like any other')
  t.same(skipped, [])
})

t.test('the same post read from two servers has one identity', async (t) => {
  const [a, b] = [await startNetwork(t), await startNetwork(t, { host: 'other.example' })]
  for (const network of [a, b]) network.timeline.post({ text: '#hverdagskatalogen' })
  const renumber = (list: unknown) =>
    Array.isArray(list) ? list.map((one) => ({ ...one, id: `9${one.id}` })) : list
  b.server.faults.plant({ on: /timelines/, times: 1, fault: { kind: 'rewrite', rewrite: renumber } })
  const [one, other] = [(await a.poll()).posts[0], (await b.poll()).posts[0]]
  t.equal(one?.id, other?.id)
  t.equal(one?.author?.id, other?.author?.id)
  t.equal(one?.author?.handle, other?.author?.handle, 'a member is told with its server here too')
})

t.test('servers without a Link header are paged by the ids in their lists', async (t) => {
  const { timeline, clock, poll } = await startNetwork(t, { links: false })
  for (const i of numbers(12)) timeline.post({ text: `${i} #hverdagskatalogen`, at: NOON - i * MINUTE })
  const first = await poll(undefined, { pageSize: 5 })
  t.equal(new Set(first.texts).size, 12)
  clock.advance(MINUTE)
  for (const i of numbers(12)) timeline.post({ text: `ny ${i} #hverdagskatalogen` })
  t.equal((await poll(first.cursor, { pageSize: 5 })).texts.length, 12)
})

t.test('a server that answers min_id with the oldest first is slow to read but leaves no gap', async (t) => {
  const { timeline, clock, poll, server } = await startNetwork(t, { links: false })
  timeline.post({ text: '#hverdagskatalogen' })
  const { cursor } = await poll()
  const texts = numbers(7).map((i) => `${i} #hverdagskatalogen`)
  for (const text of texts) {
    clock.advance(SECOND)
    timeline.post({ text })
  }
  const reversed = (list: unknown) => (Array.isArray(list) ? list.toReversed() : list)
  server.faults.plant({ on: /min_id/, fault: { kind: 'rewrite', rewrite: reversed } })
  const read = await poll(cursor, { pageSize: 3 })
  t.equal(read.error, null)
  t.same([...new Set(read.texts)].toSorted(), texts)
})

t.test('a walk goes on though there is always something new', async (t) => {
  const { timeline, clock, poll } = await startNetwork(t)
  for (const i of numbers(10)) timeline.post({ text: `${i} #hverdagskatalogen`, at: NOON - i * MINUTE })
  const few = { pageSize: 2, pageLimit: 2 }
  let { cursor, texts } = await poll(undefined, few)
  for (let polls = 0; polls < 8; polls++) {
    clock.advance(MINUTE)
    for (const i of numbers(3)) timeline.post({ text: `ny ${polls} ${i} #hverdagskatalogen` })
    const next = await poll(cursor, few)
    texts = [...texts, ...next.texts]
    cursor = next.cursor
  }
  for (const i of numbers(10)) t.ok(texts.includes(`${i} #hverdagskatalogen`))
})

t.test(
  'a server that does not understand its bounds ends the poll instead of turning in circles',
  async (t) => {
    const { timeline, clock, poll, server } = await startNetwork(t, { links: false })
    for (const i of numbers(5)) timeline.post({ text: `${i} #hverdagskatalogen`, at: NOON - i * MINUTE })
    const page: unknown = await (await fetch(`${server.url}/api/v1/timelines/tag/hverdagskatalogen`)).json()
    server.faults.plant({ on: /timelines/, fault: { kind: 'rewrite', rewrite: () => page } })
    const first = await poll()
    t.equal(new Set(first.texts).size, 5)
    t.equal(first.completeUntil, NOON)
    clock.advance(2 * HOUR)
    const again = await poll(first.cursor)
    t.equal(again.error, null)
    t.ok(server.requests().counts.tag < 10)
  },
)

t.test('a poll ends after so many requests and the next one goes on', async (t) => {
  const { timeline, clock, poll } = await startNetwork(t)
  for (const i of numbers(30)) timeline.post({ text: `${i} #hverdagskatalogen`, at: NOON - i * MINUTE })
  const few = { pageSize: 5, pageLimit: 2 }
  const first = await poll(undefined, few)
  t.same([first.texts.length, first.completeUntil], [10, null])
  clock.advance(MINUTE)
  timeline.post({ text: 'ny #hverdagskatalogen' })
  const texts = [...first.texts]
  let cursor = first.cursor
  for (let polls = 0; polls < 10; polls++) {
    const next = await poll(cursor, few)
    texts.push(...next.texts)
    cursor = next.cursor
    if (next.completeUntil !== null) break
  }
  t.equal(new Set(texts).size, 31, 'nothing was lost on the way')
  t.equal(texts.length, 31, 'nor read twice')
})

t.test('the cursor of another server, another tag or another hand is no cursor', async (t) => {
  const { timeline, poll, io, settings } = await startNetwork(t)
  timeline.post({ text: '#hverdagskatalogen #annet' })
  const { cursor } = await poll()
  for (const odd of ['', 'nonsense', '{}', '[]', '7', JSON.stringify({ newest: '1' })])
    t.equal((await poll(odd)).texts.length, 1, odd)
  const other = await pollAll(settings, cursor, NOON - HOUR, io, targetOf('annet'))
  t.equal(other.texts.length, 1)
  const elsewhere = cursor?.replace(/127\.0\.0\.1:\d+/, 'elsewhere.example')
  t.equal((await poll(elsewhere)).texts.length, 1)
})

t.test('the tag is asked for in lower case and encoded, and told as it was written', async (t) => {
  const { timeline, io, settings, server } = await startNetwork(t)
  timeline.post({ text: 'En #HøstGåte' })
  timeline.post({ text: 'En #hostgate' })
  const { posts } = await pollAll(settings, undefined, NOON - HOUR, io, targetOf('#HØSTGÅTE'))
  t.match(
    server.requests().last[0]?.path,
    /^\/api\/v1\/timelines\/tag\/h%C3%B8stg%C3%A5te\?limit=40&only_media=false$/,
  )
  t.same(
    posts.map((post) => post.tags),
    [['HøstGåte'], ['hostgate']],
  )
})

t.test('only the ids of a Link header are used, never its address', async (t) => {
  const { timeline, clock, poll, server } = await startNetwork(t)
  for (const i of numbers(12)) timeline.post({ text: `${i} #hverdagskatalogen`, at: NOON - i * MINUTE })
  const first = await poll(undefined, { pageSize: 5 })
  t.equal(new Set(first.texts).size, 12)
  for (const { path } of server.requests().last) t.match(path, /limit=5/)
  clock.advance(MINUTE)
  await poll(first.cursor, { pageSize: 5 })
  t.match(server.requests().last.at(-1)?.path, /limit=5&min_id=/)
})

t.test('an odd item is skipped and counted, and its page is kept', async (t) => {
  const { timeline, clock, poll, server } = await startNetwork(t)
  for (const i of numbers(4)) timeline.post({ text: `${i} #hverdagskatalogen`, at: NOON + i })
  clock.advance(SECOND)
  const spoil = (list: unknown) => {
    if (!Array.isArray(list) || list.length === 0) return list
    const odd = { ...list[0], content: 7, note: 'x'.repeat(5_000), access_token: 'abc' }
    return [odd, ...list.slice(1), 'noise', null]
  }
  server.faults.plant({ on: /timelines/, fault: { kind: 'rewrite', rewrite: spoil } })
  const { texts, skipped, error, cursor } = await poll()
  t.equal(error, null)
  t.same(
    texts,
    [0, 1, 2].map((i) => `${i} #hverdagskatalogen`),
  )
  t.equal(skipped.length, 3)
  t.match(skipped.map(({ why }) => why).join(), /content/)
  for (const { sample } of skipped) {
    t.ok(Buffer.byteLength(sample) <= 1024)
    t.notMatch(sample, /abc/)
  }
  clock.advance(MINUTE)
  t.same((await poll(cursor)).error, null, 'an odd newest item does not hold up the next poll')
})

t.test('pictures and alternative texts come along, and a withheld one says so', async (t) => {
  const { timeline, poll, server } = await startNetwork(t)
  const spec = PICTURE
  timeline.post({
    text: '#hverdagskatalogen',
    sensitive: true,
    files: [
      { kind: 'image', spec, alt: 'En stol' },
      { kind: 'gifv', spec, alt: null },
      { kind: 'video', alt: null },
      { kind: 'withheld', spec, alt: null },
    ],
  })
  const [post] = (await poll()).posts
  t.match(post, {
    sensitive: true,
    pictures: [
      { kind: 'image', alt: 'En stol' },
      { kind: 'animation' },
      { kind: 'video', poster: null },
      { kind: 'image' },
    ],
  })
  for (const picture of post?.pictures ?? []) {
    t.ok(picture.url?.startsWith(`${server.url}/media/`))
    t.equal((await fetch(picture.url ?? '')).status, 200)
  }
})

t.test('the reading stops before the budget is used up, and goes on after the reset', async (t) => {
  const { timeline, clock, poll, server } = await startNetwork(t, {
    limit: { requests: 20, period: 5 * MINUTE },
  })
  for (const i of numbers(30)) timeline.post({ text: `${i} #hverdagskatalogen`, at: NOON - i * MINUTE })
  const first = await poll(undefined, { pageSize: 1 })
  t.match(first.error, { name: 'SourceError', kind: 'throttled', waitUntil: NOON + 5 * MINUTE })
  t.equal(first.texts.length, 19)
  t.equal(server.requests().counts.tag, 19, 'one is left to others')
  clock.advance(5 * MINUTE)
  const second = await poll(first.cursor, { pageSize: 1 })
  t.equal(second.error, null)
  t.equal(new Set([...first.texts, ...second.texts]).size, 30)
})

t.test('a poll that breaks in the middle keeps the pages before and loses none after', async (t) => {
  const { timeline, clock, poll, server } = await startNetwork(t)
  timeline.post({ text: 'gammel #hverdagskatalogen' })
  const first = await poll()
  for (const i of numbers(15)) timeline.post({ text: `${i} #hverdagskatalogen`, at: NOON + (i + 1) * SECOND })
  clock.advance(MINUTE)
  let requests = 0
  const failing = /timelines/
  server.faults.plant({
    on: failing,
    fault: { kind: 'rewrite', rewrite: (list) => (++requests === 2 ? { error: 'x' } : list) },
  })
  const broken = await poll(first.cursor, { pageSize: 5 })
  t.ok(broken.error instanceof SourceError)
  t.equal(broken.batches.length, 1)
  const rest = await poll(broken.cursor, { pageSize: 5 })
  t.equal(rest.error, null)
  t.same(
    [...broken.texts, ...rest.texts],
    numbers(15).map((i) => `${i} #hverdagskatalogen`),
  )
})
