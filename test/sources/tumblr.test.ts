import t from 'tap'
import { DAY, HOUR, MINUTE, SECOND } from '../../server/contest/instant.ts'
import { readTags } from '../../server/contest/wording.ts'
import { tumblrBlog, tumblrUuid } from '../../server/rehearsal/tumblr-post.ts'
import { tumblr } from '../../server/sources/tumblr.ts'
import { NOON, PICTURE, TAG } from '../support/mastodon.ts'
import { pollSource } from '../support/poll-source.ts'
import { memoryFor } from '../support/source-io.ts'
import { startTumblr } from '../support/tumblr.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)

t.test('a tag is asked for page by page, backwards from now', async (t) => {
  const { timeline, poll, server } = await startTumblr(t)
  for (const i of numbers(45)) timeline.post({ text: `${i} #Hverdagskatalogen`, at: NOON - i * HOUR })
  const { texts, completeUntil, error } = await poll()
  t.equal(error, null)
  t.same(
    texts.toSorted((a, b) => Number(a) - Number(b)),
    numbers(45).map(String),
  )
  t.equal(completeUntil, NOON)
  const asked = server
    .requests()
    .last.map((path) => Object.fromEntries(new URL(path, server.url).searchParams))
  t.same(asked[0], { tag: 'hverdagskatalogen', limit: '20', reblog_info: 'true', api_key: '***' })
  t.match(asked[1], { before: String((NOON - 19 * HOUR) / SECOND + 1) })
})

t.test('a post is known by the text of its number, which has more bits than a number', async (t) => {
  const { timeline, poll } = await startTumblr(t)
  timeline.post({ text: 'en annen' })
  const made = timeline.post({
    text: 'Takk @Brand-no! #hverdagskatalogen #min_stue',
    account: { name: 'Kari & co' },
  })
  const { posts, batches } = await poll()
  t.not(String(Number(made.id)), made.id, 'the number alone would be another post')
  t.match(posts, [
    {
      id: made.id,
      author: { id: tumblrUuid(made.account), handle: tumblrBlog(made.account), name: 'Kari & co' },
      text: 'Takk @Brand-no!',
      tags: ['hverdagskatalogen', 'min stue'],
      mentions: ['Brand-no'],
      postedAt: NOON,
    },
  ])
  const [change] = batches[0]?.changes ?? []
  t.match(change, { ref: `${tumblrUuid(made.account)}/${made.id}` })
})

t.test('tags lose their sign and their edges and keep their blanks', async (t) => {
  const { timeline, poll, server } = await startTumblr(t)
  timeline.post({ text: '#hverdagskatalogen' })
  const tags = ['#Hverdagskatalogen', ' Min Stue ', '# som le bo', '', '#', 'Min Stue']
  const rewrite = (answer: unknown) => {
    const { response } = answer as { response: object[] }
    return { ...(answer as object), response: response.map((post) => ({ ...post, tags })) }
  }
  server.faults.plant({ on: /tagged/, fault: { kind: 'rewrite', rewrite } })
  const [post] = (await poll()).posts
  t.same(post?.tags, ['Hverdagskatalogen', 'Min Stue', 'som le bo'])
  const found = post === undefined ? [] : readTags(post)
  t.match(found, [
    { canonical: 'hverdagskatalogen' },
    { canonical: 'minstue' },
    { canonical: 'somlebo', listed: true },
  ])
})

t.test('a reblog is left to the blog that made the post, and counted', async (t) => {
  const { timeline, poll, server } = await startTumblr(t)
  const post = timeline.post({ text: 'en #hverdagskatalogen', at: NOON - MINUTE })
  timeline.post({ text: '#hverdagskatalogen', boostOf: post.id, account: { user: 'ola' } })
  for (const hasInfo of [true, false]) {
    const rewrite = (answer: unknown) => {
      const { response } = answer as { response: Record<string, unknown>[] }
      const bare = response.map(({ reblogged_from_id, reblogged_root_id, ...rest }) => rest)
      return { ...(answer as object), response: hasInfo ? response : bare }
    }
    server.faults.plant({ on: /tagged/, fault: { kind: 'rewrite', rewrite } })
    const { texts, skipped } = await poll()
    t.same(texts, ['en'], hasInfo ? 'by its root' : 'by its trail')
    t.match(skipped, [{ why: /reblog/, sample: /^ola-fjordposten\/\d+$/ }])
    server.faults.clear()
  }
})

for (const form of ['photo', 'inline', 'blocks'] as const) {
  t.test(`pictures come as ${form}, in their largest size`, async (t) => {
    const { timeline, poll, server } = await startTumblr(t, { form })
    const spec = PICTURE
    timeline.post({
      text: 'To <bilder>\nog en linje #hverdagskatalogen',
      files: [
        { kind: 'image', spec, alt: 'En "stol"' },
        { kind: 'image', spec, alt: null },
      ],
    })
    const [post] = (await poll()).posts
    t.equal(post?.text, 'To <bilder>\nog en linje')
    t.match(
      post?.pictures,
      [0, 1].map((n) => ({ kind: 'image', url: new RegExp(`^${server.url}/media/\\d+/0-${n}\\.jpg$`) })),
    )
    if (form !== 'photo')
      t.same(
        post?.pictures.map(({ alt }) => alt),
        ['En "stol"', null],
      )
    t.equal((await fetch(post?.pictures[0]?.url ?? '')).status, 200)
  })
}

t.test('films bring their stills, and posts of words nothing', async (t) => {
  const { timeline, poll } = await startTumblr(t)
  const text = '#hverdagskatalogen'
  timeline.post({ text, at: NOON - 4, files: [{ kind: 'video', alt: null }] })
  timeline.post({ text, at: NOON - 3, files: [{ kind: 'gifv', spec: PICTURE, alt: null }] })
  timeline.post({ text, at: NOON - 2, files: [{ kind: 'withheld', spec: PICTURE, alt: null }] })
  timeline.post({ text, at: NOON - 1 })
  const { posts } = await poll()
  t.match(
    posts.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ pictures }) => pictures),
    [
      [{ kind: 'video', url: null, poster: null }],
      [{ kind: 'video', url: /mp4$/, poster: /small/ }],
      [{ kind: 'image', url: null }],
      [],
    ],
  )
})

t.test('pages turn at seconds that hold several posts, and lose none', async (t) => {
  for (const beforeIs of ['exclusive', 'inclusive'] as const) {
    const { timeline, poll } = await startTumblr(t, { beforeIs })
    for (const i of numbers(60))
      timeline.post({ text: `${i} #hverdagskatalogen`, at: NOON - Math.floor(i / 7) * SECOND })
    const { texts, error, batches } = await poll()
    t.same([texts.length, new Set(texts).size, error], [60, 60, null], beforeIs)
    t.same(
      batches.flatMap(({ gap }) => gap ?? []),
      [],
    )
  }
})

t.test('a second with more posts than a page is a gap that is told, and the reading goes on', async (t) => {
  for (const beforeIs of ['exclusive', 'inclusive'] as const) {
    const { timeline, poll } = await startTumblr(t, { beforeIs })
    timeline.post({ text: 'eldre #hverdagskatalogen', at: NOON - HOUR })
    for (const i of numbers(25)) timeline.post({ text: `${i} #hverdagskatalogen`, at: NOON - MINUTE })
    const { texts, batches, completeUntil, error } = await poll()
    t.same([texts.length, completeUntil, error], [21, NOON, null], beforeIs)
    t.ok(texts.includes('eldre'))
    const gaps = new Set(batches.flatMap(({ gap }) => (gap ? JSON.stringify(gap) : [])))
    t.same(
      [...gaps].map((gap) => JSON.parse(gap).from),
      [NOON - MINUTE],
    )
    t.match([...gaps][0], /20 posts with this tag in one second, or more/)
  }
})

t.test('under a featured tag, pages turn by the time at which posts were featured', async (t) => {
  const { timeline, poll } = await startTumblr(t, {
    featuredAt: (createdAt) => NOON - (NOON - createdAt) / 4,
  })
  for (const i of numbers(45)) timeline.post({ text: `${i} #hverdagskatalogen`, at: NOON - i * HOUR })
  const { texts, error } = await poll()
  t.same([new Set(texts).size, error], [45, null])
})

t.test('news are read down to what is known, and the overlap again after two hours', async (t) => {
  const { timeline, clock, poll, server } = await startTumblr(t)
  for (const i of numbers(30)) timeline.post({ text: `${i} #hverdagskatalogen`, at: NOON - i * HOUR })
  const first = await poll()
  clock.advance(10 * MINUTE)
  timeline.post({ text: 'ny #hverdagskatalogen' })
  const before = server.requests().count
  const second = await poll(first.cursor)
  t.same([second.texts, server.requests().count - before], [['ny'], 1])
  timeline.post({ text: 'sen #hverdagskatalogen', at: NOON - 5 * HOUR, arrivesAt: clock.now() })
  clock.advance(10 * MINUTE)
  const third = await poll(second.cursor)
  t.same(third.texts, [])
  clock.advance(100 * MINUTE)
  t.ok((await poll(third.cursor)).texts.includes('sen'))
})

t.test('the calls of a day and of an hour are counted over restarts', async (t) => {
  const { settings, io, clock, server } = await startTumblr(t)
  const { kept } = memoryFor()
  const again = () => ({ ...io, memory: memoryFor(kept) })
  const few = { ...settings, hourlyCalls: 20, dailyCalls: 40 }
  const poll = () => pollSource(tumblr, few, TAG, NOON - HOUR, again())
  for (const i of numbers(19)) t.equal((await poll()).error, null, `call ${i}`)
  t.match((await poll()).error, { kind: 'throttled', waitUntil: NOON + HOUR })
  t.equal(server.requests().count, 19)
  t.match(await tumblr.test(few, again()), {
    ok: true,
    budget: { left: 0, of: 20 },
    message: /0 of 20 calls left/,
  })
  t.match(await tumblr.warnings?.(few, again()), [{ code: 'budget', message: /0 of the key's 20/ }])
  clock.advance(HOUR + MINUTE)
  for (const i of numbers(18)) t.equal((await poll()).error, null, `call ${20 + i}`)
  t.match((await poll()).error, { kind: 'throttled' })
  t.match(await tumblr.test(few, again()), { budget: { left: 1, of: 40 } })
  clock.advance(HOUR + MINUTE)
  t.match((await poll()).error, { kind: 'throttled' }, 'the hour is free again, the day is not')
  t.match(await tumblr.test(few, again()), { ok: true, budget: { left: 0, of: 40 } })
  clock.advance(DAY + HOUR)
  t.equal((await poll()).error, null)
  t.same(await tumblr.warnings?.(few, again()), [])
})
