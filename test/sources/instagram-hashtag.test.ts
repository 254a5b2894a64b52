import t from 'tap'
import { HOUR, MINUTE, SECOND } from '../../server/contest/instant.ts'
import { instagramPostId } from '../../server/rehearsal/instagram-post.ts'
import type { RehearsalFile } from '../../server/rehearsal/post.ts'
import { SHOWN_FOR } from '../../server/sources/instagram-hashtag.ts'
import { SHOWN_AGAIN_AFTER } from '../../server/sources/instagram-seen.ts'
import { BUSY_FROM, BUSY_PAUSE } from '../../server/sources/instagram-usage.ts'
import { type Gram, IMAGE, startGram } from '../support/instagram.ts'
import { NOON, PICTURE, targetOf } from '../support/mastodon.ts'

const count = (gram: Gram, path: RegExp) => gram.server.requests().last.filter((one) => path.test(one)).length

for (const paging of ['session', 'link'] as const) {
  t.test(`pages are read to the end though the cursor stays the same (place kept: ${paging})`, async (t) => {
    const gram = await startGram(t, { paging })
    for (let n = 0; n < 120; n++) gram.publish(`nr ${n}`)
    const { posts, batches, completeUntil } = await gram.poll()
    t.equal(new Set(posts.map(({ post }) => post.id)).size, 120)
    t.equal(posts.length, 120, 'what a page repeats of the one before is handed on once')
    t.equal(count(gram, /recent_media/), 3)
    t.same(
      batches.map((batch) => batch.completeUntil),
      [null, null, gram.clock.now()],
    )
    t.equal(completeUntil, gram.clock.now())
  })
}

t.test('a read has an end, and the next one begins anew', async (t) => {
  const gram = await startGram(t, {}, { pageSize: 10, pageLimit: 3 })
  for (let n = 0; n < 40; n++) gram.publish(`nr ${n}`)
  const first = await gram.poll()
  t.equal(count(gram, /recent_media/), 3)
  t.equal(first.completeUntil, null)
  t.same((await gram.poll(first.cursor)).posts, [])
})

t.test('posts of the last 24 hours are shown, and not a second older ones', async (t) => {
  const gram = await startGram(t)
  gram.publish('snart borte')
  const { createdAt } = gram.publish('og denne')
  gram.clock.set(createdAt + SHOWN_FOR - SECOND)
  t.same((await gram.poll()).texts, ['og denne'])
})

t.test('a read more than 24 hours after the last whole one leaves a gap', async (t) => {
  const gram = await startGram(t)
  gram.publish()
  const { cursor } = await gram.poll()
  const readAt = gram.clock.now()
  gram.clock.set(readAt + SHOWN_FOR)
  gram.publish('nå')
  gram.clock.set(readAt + SHOWN_FOR)
  t.same((await gram.poll(cursor)).gaps, [])
  gram.clock.set(readAt + SHOWN_FOR + 1)
  t.match((await gram.poll(cursor)).gaps, [{ from: readAt, until: readAt + 1, why: /24 hours/ }])
})

t.test('the first read says what it can no longer see', async (t) => {
  const gram = await startGram(t)
  gram.publish()
  t.match((await gram.poll()).gaps, [{ from: NOON - 48 * HOUR, until: gram.clock.now() - SHOWN_FOR }])
})

t.test('popular posts fill a gap in part, and say so', async (t) => {
  const gram = await startGram(t)
  const missed = gram.publish('borte')
  gram.clock.advance(30 * HOUR)
  gram.publish('ny')
  const gap = { from: missed.createdAt, until: missed.createdAt + 1, why: 'x' }
  const { texts, batches } = await gram.fill(gap)
  t.same(texts, ['borte'])
  t.match(batches, [{ partial: /popular/ }])
  t.same((await gram.fill({ ...gap, from: gap.until, until: gap.until + 1 })).texts, [])
})

t.test('a tag that nobody uses is looked for again in an hour, in either shape of the answer', async (t) => {
  for (const unknownTag of ['error', 'empty'] as const) {
    const gram = await startGram(t, { unknownTag })
    const first = await gram.poll()
    t.same([first.error, first.posts, first.gaps], [null, [], []])
    t.equal(first.completeUntil, gram.clock.now())
    gram.publish('endelig')
    await gram.poll(first.cursor)
    t.equal(count(gram, /ig_hashtag_search/), 1)
    gram.clock.advance(HOUR)
    t.same((await gram.poll(first.cursor)).texts, ['endelig'])
    t.equal(count(gram, /ig_hashtag_search/), 2)
  }
})

t.test('the id of a tag is asked for once, in either shape, in lower case and NFC', async (t) => {
  for (const searchShape of ['list', 'bare'] as const) {
    const gram = await startGram(t, { searchShape })
    gram.timeline.post({ text: 'x #Blåbærsyltetøy', files: [IMAGE] })
    const target = targetOf('BLÅBÆRSYLTETØY'.normalize('NFD'))
    t.equal((await gram.poll(undefined, target)).posts.length, 1)
    await gram.poll(undefined, target)
    t.equal(count(gram, /ig_hashtag_search/), 1)
    t.ok(count(gram, new RegExp(`q=${encodeURIComponent('blåbærsyltetøy')}`)) === 1)
  }
})

t.test('the author of a post under a tag is not told, and not asked for', async (t) => {
  const gram = await startGram(t)
  const written = gram.publish()
  const [upsert] = (await gram.poll()).posts
  t.match(upsert, {
    post: {
      network: 'instagram',
      id: instagramPostId(written),
      url: `${gram.server.url}/p/${instagramPostId(written)}/`,
      author: null,
      tags: null,
      mentions: [],
      editedAt: null,
      postedAt: written.createdAt,
    },
    also: [/^media:\d+$/],
    via: 'hashtag',
  })
  t.equal(upsert?.identifiedBy, undefined)
  t.equal(count(gram, /username|owner/), 0)
})

t.test('albums, reels, hidden likes and captions that are missing', async (t) => {
  const film: RehearsalFile = { kind: 'video', alt: null }
  const gram = await startGram(t)
  gram.publish('album', { files: [IMAGE, film, IMAGE] })
  gram.publish('reel', { files: [film] })
  gram.publish('animasjon', { files: [{ kind: 'gifv', spec: PICTURE, alt: null }] })
  const { posts } = await gram.poll()
  t.match(
    posts.map(({ post }) => post.pictures),
    [
      [
        { kind: 'image', url: /media/ },
        { kind: 'video', url: null, poster: null },
        { kind: 'image', url: /media/ },
      ],
      [{ kind: 'video', url: null, poster: null }],
      [{ kind: 'video', url: /media/, poster: null }],
    ],
  )
  t.match(posts[1]?.post.url, /\/reel\//)
  const silent = (answer: unknown) =>
    JSON.parse(JSON.stringify(answer), (name, value) =>
      name === 'caption' || name === 'like_count' ? undefined : value,
    )
  gram.server.faults.plant({ on: /recent_media/, fault: { kind: 'rewrite', rewrite: silent } })
  t.same(
    (await gram.poll()).posts.map(({ post }) => post.text),
    ['', '', ''],
  )
})

t.test('where children tell their ids alone, an album is looked at on Instagram', async (t) => {
  const gram = await startGram(t, { childFields: false })
  gram.publish('album', { files: [IMAGE, IMAGE] })
  const nothing = { kind: 'image', url: null, poster: null, alt: null }
  t.strictSame((await gram.poll()).posts[0]?.post.pictures, [nothing, nothing])
  const plain = await startGram(t, {}, { albumPictures: false })
  plain.publish('album', { files: [IMAGE, IMAGE] })
  t.equal((await plain.poll()).posts[0]?.post.pictures.length, 2)
  t.equal(count(plain, /children%7B/), 0)
})

t.test(
  'what was edited is handed on again, what stays the same is not, though its links are new',
  async (t) => {
    const gram = await startGram(t)
    const one = gram.publish('en')
    gram.publish('to')
    const { cursor } = await gram.poll()
    gram.clock.advance(SHOWN_AGAIN_AFTER - 3 * SECOND)
    gram.timeline.edit(one.id, { text: 'en, rettet #hverdagskatalogen' })
    const again = await gram.poll(cursor)
    t.same(again.texts, ['en, rettet'])
    t.same((await gram.poll(again.cursor)).texts, [])
  },
)

t.test('a post is handed on again as its links are signed anew: at 6, 12 and 18 hours', async (t) => {
  const gram = await startGram(t)
  const { createdAt } = gram.publish()
  let { cursor } = await gram.poll()
  const found: number[] = []
  for (let age = 1; age < 24; age++) {
    gram.clock.set(createdAt + age * HOUR)
    const read = await gram.poll(cursor)
    if (read.posts.length > 0) found.push(age)
    cursor = read.cursor
  }
  t.same(found, [6, 12, 18])
})

t.test(`the reading pauses at ${BUSY_FROM} % of the hour's calls, and not before`, async (t) => {
  const gram = await startGram(t)
  gram.publish()
  const { cursor } = await gram.poll()
  const usage = (percent: number, name = 'call_count') =>
    gram.server.faults.plant({
      on: /recent_media/,
      times: 1,
      fault: {
        kind: 'status',
        status: 200,
        body: '{"data":[]}',
        headers: {
          'x-app-usage': JSON.stringify({ call_count: 1, total_time: 2, total_cputime: 3, [name]: percent }),
        },
      },
    })
  usage(BUSY_FROM - 1)
  await gram.poll(cursor)
  t.equal((await gram.poll(cursor)).error, null)
  for (const name of ['call_count', 'total_time', 'total_cputime']) {
    usage(BUSY_FROM, name)
    t.equal((await gram.poll(cursor)).error, null, 'what was answered is taken')
    const { count: before } = gram.server.requests()
    t.match((await gram.poll(cursor)).error, { kind: 'throttled', waitUntil: gram.clock.now() + BUSY_PAUSE })
    t.equal(gram.server.requests().count, before, 'nothing is asked')
    gram.clock.advance(BUSY_PAUSE)
    t.equal((await gram.poll(cursor)).error, null)
  }
})

t.test('a business that is told when it may go on waits until then', async (t) => {
  const gram = await startGram(t)
  gram.publish()
  const { cursor } = await gram.poll()
  const use = {
    type: 'instagram',
    call_count: 3,
    total_cputime: BUSY_FROM,
    total_time: 5,
    estimated_time_to_regain_access: 42,
  }
  const headers = { 'x-business-use-case-usage': JSON.stringify({ '17841400000000001': [use] }) }
  const fault = { kind: 'status' as const, status: 200, body: '{"data":[]}', headers }
  gram.server.faults.plant({ on: /recent_media/, times: 1, fault })
  await gram.poll(cursor)
  t.match((await gram.poll(cursor)).error, { kind: 'throttled', waitUntil: gram.clock.now() + 42 * MINUTE })
})

t.test('headers that say nothing sensible hold nothing up', async (t) => {
  const gram = await startGram(t)
  gram.publish()
  for (const told of ['', 'x', '[]', '{"call_count":"many"}', 'null']) {
    const headers = { 'x-app-usage': told, 'x-business-use-case-usage': told }
    gram.server.faults.plant({
      on: /recent_media/,
      times: 1,
      fault: { kind: 'status', status: 200, body: '{"data":[]}', headers },
    })
    t.equal((await gram.poll()).error, null, told)
  }
})

t.test('the token goes in a header, and to nobody whom an answer names', async (t) => {
  const gram = await startGram(t, {}, { pageSize: 5 })
  for (let n = 0; n < 12; n++) gram.publish()
  const elsewhere = (answer: unknown) => {
    const text = JSON.stringify(answer).replaceAll(gram.server.url, 'https://elsewhere.example')
    return JSON.parse(text)
  }
  gram.server.faults.plant({ on: /recent_media/, fault: { kind: 'rewrite', rewrite: elsewhere } })
  t.equal((await gram.poll()).posts.length, 12)
  t.equal(count(gram, /access_token=/), 0)
})

t.test('odd lists, and items that are no posts', async (t) => {
  const gram = await startGram(t)
  gram.publish()
  for (const body of ['[]', '{}', '{"data":{}}', '{"data":"x"}', 'null', '"x"']) {
    gram.server.faults.plant({ on: /recent_media/, times: 1, fault: { kind: 'body', body } })
    t.match((await gram.poll()).error, { kind: 'unreadable' }, body)
  }
  const good = { id: '18000000000000001', media_type: 'IMAGE', timestamp: '2026-09-01T10:15:30+0000' }
  const items = [
    null,
    1,
    'x',
    [],
    {},
    { ...good, id: 18 },
    { ...good, id: '../me' },
    { ...good, timestamp: 'yesterday' },
    { ...good, timestamp: '0000-01-01T00:00:00+0000' },
    { ...good, media_type: 'HOLOGRAM' },
    { ...good, caption: 'x'.repeat(20_001) },
    { ...good, caption: { text: 'x' } },
    { ...good, username: '<b>' },
    good,
    { ...good, permalink: 'javascript:alert(1)', media_url: 'file:///etc/passwd', children: 7 },
  ]
  gram.server.faults.plant({
    on: /recent_media/,
    times: 1,
    fault: { kind: 'body', body: JSON.stringify({ data: items }) },
  })
  const { posts, skipped } = await gram.poll()
  t.equal(skipped.length, 13)
  t.strictSame(
    posts.map(({ post }) => [post.id, post.url, post.pictures[0]?.url]),
    [['media:18000000000000001', null, null]],
  )
})
