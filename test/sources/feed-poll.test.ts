import { gzipSync } from 'node:zlib'
import t from 'tap'
import { manualClock } from '../../server/clock.ts'
import { HOUR, MINUTE, SECOND } from '../../server/contest/instant.ts'
import { blogPostId } from '../../server/rehearsal/blogs-post.ts'
import { blogRef } from '../../server/sources/blog-post.ts'
import { feed } from '../../server/sources/feed.ts'
import { FEED_DEADLINE, LARGEST_FEED } from '../../server/sources/feed-fetch.ts'
import { SourceError } from '../../server/sources/source.ts'
import { BLOG_TAG, pollFeedAll, startBlogs } from '../support/blogs.ts'
import { NOON, targetOf } from '../support/mastodon.ts'
import type { Cleaner } from '../support/scratch.ts'
import { ioFor, loopbackFetch } from '../support/source-io.ts'
import { startPages } from '../support/web-page.ts'

const TAGGED = '#hverdagskatalogen'

/** A feed of one's own at a path, read as a collector does. */
async function aFeed(t: Cleaner) {
  const clock = manualClock(NOON)
  const pages = await startPages(t)
  const io = ioFor(t, clock)
  const settings = feed.settings.parse({ url: `${pages.url}/feed?key=secret-key` })
  const target = { url: `${pages.url}/feed`, tags: [BLOG_TAG] }
  const poll = (cursor?: string) => pollFeedAll(settings, cursor, NOON - 48 * HOUR, io, target)
  return { clock, pages, io, settings, poll }
}

const rss = (...titles: string[]) =>
  `<rss version="2.0"><channel><title>b</title>${titles
    .map((title) => `<item><title>${title} ${TAGGED}</title><guid>${title}</guid></item>`)
    .join('')}</channel></rss>`

t.test('what has not changed is not sent again', async (t) => {
  const { pages, poll } = await aFeed(t)
  const headers = { etag: '"one"', 'last-modified': 'Tue, 01 Sep 2026 10:00:00 GMT' }
  pages.set('/feed?key=secret-key', { headers, body: rss('en') })
  const first = await poll()
  t.equal(first.posts.length, 1)
  t.equal(pages.headers()['if-none-match'], undefined)
  t.match(pages.headers()['accept-encoding'], 'gzip')
  pages.set('/feed?key=secret-key', { status: 304 })
  const again = await poll(first.cursor)
  t.match(pages.headers(), { 'if-none-match': '"one"', 'if-modified-since': headers['last-modified'] })
  t.same([again.posts, again.error, again.cursor], [[], null, first.cursor])
  t.equal(again.completeUntil, NOON)
})

t.test('compressed feeds are read, and the key in an address is told nowhere', async (t) => {
  const { pages, poll } = await aFeed(t)
  const headers = { 'content-encoding': 'gzip', 'content-type': 'application/rss+xml' }
  pages.set('/feed?key=secret-key', { headers, body: gzipSync(rss('en')) })
  const { batches, posts } = await poll()
  t.equal(posts.length, 1)
  t.notMatch(JSON.stringify(batches), 'secret-key')
})

t.test(
  'posts without the tag are passed over, and those whose tag an edit takes away are told',
  async (t) => {
    const { timeline, clock, poll } = await startBlogs(t)
    const { id } = timeline.post({ text: `Først ${TAGGED}` })
    timeline.post({ text: 'Noe annet' })
    const first = await poll()
    t.same(first.texts, [`Først ${TAGGED}`])
    t.notMatch(first.cursor, 'annet')
    clock.advance(MINUTE)
    timeline.edit(id, { text: 'Uten' })
    const second = await poll(first.cursor)
    t.same(second.texts, ['Uten'])
    t.same((await poll(second.cursor)).texts, [])
  },
)

t.test(
  'a post that gets the tag later is found then; one of another tag when that is asked for',
  async (t) => {
    const { timeline, clock, poll, settings, io } = await startBlogs(t)
    const { id } = timeline.post({ text: 'Først #annet' })
    const first = await poll()
    t.same(first.texts, [])
    const tags = [BLOG_TAG, targetOf('annet').tag]
    const other = await pollFeedAll(settings, first.cursor, NOON - HOUR, io, { url: settings.url, tags })
    t.same(other.texts, ['Først #annet'])
    clock.advance(MINUTE)
    timeline.edit(id, { text: `Først ${TAGGED}` })
    t.same((await poll(first.cursor)).texts, [`Først ${TAGGED}`])
  },
)

t.test('posts older than asked for are not handed on', async (t) => {
  const { timeline, poll } = await startBlogs(t)
  timeline.post({ text: `Gammelt ${TAGGED}`, at: NOON - 48 * HOUR - 1 })
  timeline.post({ text: `Nytt ${TAGGED}`, at: NOON - 48 * HOUR })
  t.same((await poll()).texts, [`Nytt ${TAGGED}`])
})

t.test(
  'the first read goes back page by page, as far as asked for and no further than allowed',
  async (t) => {
    const { timeline, poll, server, clock } = await startBlogs(t, { perPage: 2 })
    const ids = []
    for (let i = 0; i < 7; i++) {
      clock.advance(SECOND)
      ids.push(blogPostId(timeline.post({ text: `${i} ${TAGGED}` })))
    }
    const all = await poll()
    t.same(all.posts.map(({ id }) => id).toSorted(), ids.toSorted())
    t.equal(all.batches.length, 4)
    t.equal(server.requests().count, 4)
    t.same((await poll(all.cursor)).posts, [])
    t.equal(server.requests().count, 5, 'and then one page a time')
    t.equal((await poll(undefined, { pageLimit: 2 })).posts.length, 4)
    clock.advance(SECOND)
    for (let i = 0; i < 3; i++) timeline.post({ text: `ny ${i} ${TAGGED}` })
    const more = await poll(all.cursor)
    t.equal(more.posts.length, 3, 'further back where a page holds nothing known')
    t.same(
      more.batches.flatMap(({ gap }) => gap ?? []),
      [],
    )
  },
)

t.test('a reader who is called away between pages reads them again', async (t) => {
  const { timeline, settings, target, io } = await startBlogs(t, { perPage: 1 })
  for (let i = 0; i < 3; i++) timeline.post({ text: `${i} ${TAGGED}` })
  const seen = new Set<string>()
  let cursor: string | undefined
  for await (const batch of feed.poll?.(settings, target, undefined, NOON - HOUR, io) ?? []) {
    for (const change of batch.changes) if (change.kind === 'upsert') seen.add(change.post.id)
    cursor = batch.cursor
    break
  }
  for (const { id } of (await pollFeedAll(settings, cursor, NOON - HOUR, io, target)).posts) seen.add(id)
  t.equal(seen.size, 3)
})

t.test('pages that lead in a circle are read once', async (t) => {
  const { pages, poll } = await aFeed(t)
  const page = (n: number, next: number) =>
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'b',
      next_url: `${pages.url}/feed?page=${next}`,
      items: [{ id: `x:${n}`, title: `${n} ${TAGGED}` }],
    })
  pages.set('/feed?key=secret-key', page(1, 2))
  pages.set('/feed?page=2', page(2, 3))
  pages.set('/feed?page=3', page(3, 2))
  const { posts, error } = await poll()
  t.same([posts.length, error], [3, null])
  t.equal(pages.asked.length, 3)
})

t.test('a feed of which nothing is known any more has a gap', async (t) => {
  const { pages, poll, clock } = await aFeed(t)
  const at = (title: string, when: number) =>
    `<item><title>${title} ${TAGGED}</title><guid>${title}</guid><pubDate>${new Date(when).toUTCString()}</pubDate></item>`
  const feedOf = (...items: string[]) =>
    `<rss version="2.0"><channel><title>b</title>${items.join('')}</channel></rss>`
  pages.set('/feed?key=secret-key', feedOf(at('en', NOON - HOUR)))
  const first = await poll()
  clock.advance(6 * HOUR)
  pages.set('/feed?key=secret-key', feedOf(at('to', NOON + 4 * HOUR), at('tre', NOON + 5 * HOUR)))
  const second = await poll(first.cursor)
  t.match(second.batches, [
    { gap: { from: NOON, until: NOON + 4 * HOUR, why: /newest 2 posts and none of those/ } },
  ])
  pages.set('/feed?key=secret-key', feedOf(at('tre', NOON + 5 * HOUR), at('fire', NOON + 6 * HOUR)))
  t.same(
    (await poll(second.cursor)).batches.flatMap(({ gap }) => gap ?? []),
    [],
  )
})

t.test('each refusal has its reaction', async (t) => {
  const { pages, poll, clock } = await aFeed(t)
  const cases: [object, string, number | null][] = [
    [{ status: 429, headers: { 'retry-after': '120' } }, 'throttled', NOON + 120 * SECOND],
    [{ status: 503, headers: { 'retry-after': '120' } }, 'unreachable', NOON + 120 * SECOND],
    [{ status: 500 }, 'unreachable', null],
    [{ status: 410 }, 'needs_attention', null],
    [{ status: 401 }, 'needs_attention', null],
    [{ status: 403 }, 'refused', null],
    [{ status: 404 }, 'refused', null],
    [{ body: '<!doctype html><p>hei' }, 'unreadable', null],
    [{ body: '<!DOCTYPE x [<!ENTITY a "b">]><rss/>' }, 'unreadable', null],
    [{ body: '<a>'.repeat(100_000) }, 'unreadable', null],
    [{ body: `{"a":${'['.repeat(100_000)}` }, 'unreadable', null],
    [
      { body: gzipSync(Buffer.alloc(LARGEST_FEED + 1, ' ')), headers: { 'content-encoding': 'gzip' } },
      'unreadable',
      null,
    ],
    [{ body: 'no gzip', headers: { 'content-encoding': 'gzip' } }, 'unreadable', null],
    [{ status: 302, headers: { location: 'http://169.254.169.254/latest' } }, 'needs_attention', null],
    [{ status: 302, headers: { location: 'file:///etc/passwd' } }, 'needs_attention', null],
  ]
  const faults: unknown[] = []
  for (const [answer, kind, waitUntil] of cases) {
    pages.set('/feed?key=secret-key', answer)
    const { error } = await poll()
    const isAsTold =
      error instanceof SourceError &&
      error.kind === kind &&
      error.waitUntil === waitUntil &&
      !`${error.message} ${error.sample} ${error.stack}`.includes('secret-key')
    if (!isAsTold) faults.push([answer, kind, error])
  }
  t.same(faults, [])
  t.equal(clock.now(), NOON)
})

t.test('a feed that drips is given up at the deadline', async (t) => {
  const { server, settings, target, io } = await startBlogs(t)
  server.faults.plant({ on: /feed/, fault: { kind: 'drip' } })
  const soon = loopbackFetch(t, 300)
  const limits: unknown[] = []
  const fetch: typeof soon = (url, options) => {
    limits.push(options?.limits)
    return soon(url, options)
  }
  const { error } = await pollFeedAll(settings, undefined, NOON, { ...io, fetch }, target)
  t.match(error, { kind: 'unreachable', message: /no whole answer within 300 ms/ })
  t.same(limits, [{ maxBytes: LARGEST_FEED, deadline: FEED_DEADLINE }])
  t.ok(FEED_DEADLINE <= 15_000, 'fifteen seconds, where the test does not wait')
})

t.test('one odd post is skipped and said, its feed is kept', async (t) => {
  const { pages, poll } = await aFeed(t)
  const item = (more: string) => `<item><title>x ${TAGGED}</title>${more}</item>`
  pages.set(
    '/feed?key=secret-key',
    `<rss version="2.0"><channel><title>b</title>${[
      item('<guid>tag:1</guid>'),
      item('<guid>tag:2</guid><pubDate>9999-01-01</pubDate>'),
      item('<guid>tag:3</guid><pubDate>0000-01-01</pubDate>'),
      item(''),
      `<item><guid>tag:4</guid></item>`,
      item('<guid>tag:1</guid>'),
    ].join('')}</channel></rss>`,
  )
  const { posts, skipped } = await poll()
  t.same(
    posts.map(({ id }) => id),
    ['tag:1'],
  )
  t.match(
    skipped.map(({ why }) => why),
    [/time/, /time/, /identity/, /no title/],
  )
})

t.test('a permanent redirect is followed, and said by the test', async (t) => {
  const { pages, io, settings, poll } = await aFeed(t)
  const to = pages.set('/new', rss('en'))
  for (const [status, words] of [
    [301, /moved for good/],
    [308, /moved for good/],
    [302, /shows 1 posts\.$/],
  ] as const) {
    pages.set('/feed?key=secret-key', { status, headers: { location: to } })
    t.equal((await poll()).posts.length, 1)
    t.match(await feed.test(settings, io), { ok: true, message: words })
  }
})

t.test('a page that is not there is gone; anything else is unknown', async (t) => {
  const { pages, io, settings } = await aFeed(t)
  const states: Record<string, string> = {}
  for (const status of [200, 404, 410, 401, 403, 429, 500]) {
    const url = pages.set(`/p${status}`, { status })
    const checked = await feed.check(settings, [{ id: 'x', ref: blogRef('x', url) }], io)
    states[status] = checked.get('x')?.state ?? ''
  }
  t.same(states, {
    200: 'present',
    401: 'unknown',
    403: 'unknown',
    404: 'gone',
    410: 'gone',
    429: 'unknown',
    500: 'unknown',
  })
  const refs = [blogRef('y', null), blogRef('y', 'http://169.254.169.254/'), 'nonsense', '']
  for (const ref of refs)
    t.same([...(await feed.check(settings, [{ id: 'y', ref }], io))], [['y', { state: 'unknown' }]], ref)
})
