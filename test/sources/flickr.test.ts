import t from 'tap'
import { DAY, HOUR, MINUTE, SECOND } from '../../server/contest/instant.ts'
import { flickrOwner, flickrPostId } from '../../server/rehearsal/flickr-post.ts'
import { flickr } from '../../server/sources/flickr.ts'
import { flickrLicence } from '../../server/sources/flickr-licences.ts'
import { FLICKR_REACH } from '../../server/sources/flickr-search.ts'
import { PHOTO, startFlickr } from '../support/flickr.ts'
import { NOON, PICTURE, TAG } from '../support/mastodon.ts'
import { pollSource } from '../support/poll-source.ts'
import { memoryFor } from '../support/source-io.ts'

t.test('a tag is searched for by the time of the upload, with all that a photo tells', async (t) => {
  const network = await startFlickr(t)
  await network.poll()
  const asked = new URL(network.server.requests().last[0] ?? '', network.server.url)
  t.equal(asked.pathname, '/services/rest/')
  const { extras, ...query } = Object.fromEntries(asked.searchParams)
  t.same(query, {
    method: 'flickr.photos.search',
    tags: 'hverdagskatalogen',
    tag_mode: 'all',
    min_upload_date: String((NOON - 48 * HOUR) / SECOND),
    max_upload_date: String(NOON / SECOND),
    sort: 'date-posted-asc',
    per_page: '250',
    page: '1',
    format: 'json',
    nojsoncallback: '1',
    api_key: '***',
  })
  t.match(extras, /license,date_upload,owner_name/)
})

t.test(
  'a photo is a post: its title and description, its tags, its owner, the time of its upload',
  async (t) => {
    const { post, poll, server } = await startFlickr(t)
    const made = post({
      text: 'Kjelen & jeg #Hverdagskatalogen #SomLebo\nEn <dag>\nto "linjer"',
      at: NOON - MINUTE,
    })
    const { posts } = await poll()
    t.match(posts, [
      {
        network: 'flickr',
        id: flickrPostId(made),
        url: `https://www.flickr.com/photos/kari/${made.id}/`,
        author: { id: flickrOwner(made.account), handle: 'kari', name: 'Kari Nordby', since: null },
        text: 'Kjelen & jeg #Hverdagskatalogen #SomLebo\n\nEn <dag>\nto "linjer"',
        tags: ['hverdagskatalogen', 'somlebo'],
        postedAt: NOON - MINUTE,
        licence: null,
      },
    ])
    const [picture] = posts[0]?.pictures ?? []
    t.match(picture, { kind: 'image', url: `${server.url}/media/${made.id}/0-0.jpg` })
    t.equal((await fetch(picture?.url ?? '')).status, 200)
  },
)

t.test('films bring their stills, and posts without a picture do not exist', async (t) => {
  const { timeline, post, poll } = await startFlickr(t)
  const text = '#hverdagskatalogen'
  timeline.post({ text })
  post({ text, at: NOON - 3, files: [{ kind: 'gifv', spec: PICTURE, alt: null }] })
  post({ text, at: NOON - 2, files: [{ kind: 'video', alt: null }] })
  post({ text, at: NOON - 1, files: [{ kind: 'withheld', spec: PICTURE, alt: null }] })
  t.match(
    (await poll()).posts.map(({ pictures }) => pictures),
    [
      [{ kind: 'video', url: null, poster: /\/media\/small\// }],
      [{ kind: 'video', url: null, poster: null }],
      [{ kind: 'image', url: null }],
    ],
  )
})

t.test('every licence keeps its name; a number that is not known grants nothing', async (t) => {
  t.same(
    Array.from({ length: 13 }, (_, code) => flickrLicence(code)),
    [
      null,
      'CC-BY-NC-SA-2.0',
      'CC-BY-NC-2.0',
      'CC-BY-NC-ND-2.0',
      'CC-BY-2.0',
      'CC-BY-SA-2.0',
      'CC-BY-ND-2.0',
      'NKC-1.0',
      'US-Government-Work',
      'CC0-1.0',
      'CC-PDM-1.0',
      null,
      null,
    ],
  )
  for (const odd of ['', 'x', '-1', '4.0', 4.5, null, undefined, Number.NaN])
    t.equal(flickrLicence(odd), null)
  const { post, poll, settings, io } = await startFlickr(t, { licence: () => 5 })
  const made = post({ text: '#hverdagskatalogen' })
  t.equal((await poll()).posts[0]?.licence, 'CC-BY-SA-2.0')
  const checked = await flickr.check(settings, [{ id: made.id, ref: made.id }], io)
  t.match(checked.get(made.id), { change: { post: { licence: 'CC-BY-SA-2.0' } } })
})

t.test('more photos than a search shows are read in shorter stretches of time, each once', async (t) => {
  const { post, poll, server, settings, io } = await startFlickr(t)
  for (let i = 0; i < 4_100; i++) post({ text: `${i} #hverdagskatalogen`, at: NOON - i * 40 * SECOND })
  const { texts, completeUntil, batches } = await poll(undefined, { pageSize: 500 })
  t.same([texts.length, new Set(texts).size, completeUntil], [4_100, 4_100, NOON])
  t.same(
    batches.flatMap(({ gap }) => gap ?? []),
    [],
  )
  const pages = server.requests().last.map((path) => new URL(path, server.url).searchParams)
  t.ok(pages.every((query) => Number(query.get('page')) * 500 <= FLICKR_REACH))
  t.equal(pages.length, 1 + 4 + 5, 'one that was too much, and the pages of two halves')
  const inParts: string[] = []
  let cursor: string | undefined
  for (let polls = 0; polls < 4; polls++) {
    const part = await pollSource(
      flickr,
      { ...settings, pageSize: 500, pageLimit: 3 },
      TAG,
      NOON - 48 * HOUR,
      io,
      cursor,
    )
    inParts.push(...part.texts)
    cursor = part.cursor
  }
  t.same(inParts, texts, 'and the same over several polls')
})

t.test('both sides of what a search shows', async (t) => {
  const { post, poll, server } = await startFlickr(t)
  for (let i = 0; i < FLICKR_REACH; i++) post({ text: '#hverdagskatalogen', at: NOON - SECOND - i })
  t.equal((await poll(undefined, { pageSize: 300 })).posts.length, FLICKR_REACH)
  t.equal(server.requests().count, 14, 'so many are shown, on a last page that is not full')
  post({ text: '#hverdagskatalogen', at: NOON - 2 * SECOND })
  t.equal((await poll(undefined, { pageSize: 500 })).posts.length, FLICKR_REACH + 1)
})

t.test('a stretch that grows past the reach while it is read is cut in two all the same', async (t) => {
  const { post, settings, io } = await startFlickr(t)
  for (let i = 0; i < FLICKR_REACH; i++) post({ text: '#hverdagskatalogen', at: NOON - MINUTE - i * SECOND })
  const poll = (cursor?: string) =>
    pollSource(flickr, { ...settings, pageSize: 500, pageLimit: 5 }, TAG, 0, io, cursor)
  const first = await poll()
  const late = post({ text: 'sen #hverdagskatalogen', at: NOON - 10 * HOUR })
  const found = new Set(first.posts.map(({ id }) => id))
  let { cursor } = first
  for (let polls = 0; polls < 20; polls++) {
    const next = await poll(cursor)
    t.equal(next.error, null)
    t.same(
      next.batches.flatMap(({ gap }) => gap ?? []),
      [],
    )
    for (const { id } of next.posts) found.add(id)
    cursor = next.cursor
    if (next.completeUntil !== null) break
  }
  t.equal(found.size, FLICKR_REACH + 1)
  t.ok(found.has(late.id))
})

t.test('more photos in one second than a search shows are a gap that is told', async (t) => {
  const { post, poll } = await startFlickr(t)
  for (let i = 0; i < FLICKR_REACH + 5; i++) post({ text: '#hverdagskatalogen', at: NOON - HOUR })
  const { posts, batches, error, completeUntil } = await poll(undefined, { pageSize: 500 })
  t.same([posts.length, error, completeUntil], [FLICKR_REACH, null, NOON])
  t.match(
    batches.flatMap(({ gap }) => gap ?? []),
    [{ from: NOON - HOUR, until: NOON - HOUR + SECOND, why: /4005 photos with this tag in one second/ }],
  )
})

t.test('a tag that is given late is found when the overlap is read again', async (t) => {
  const { timeline, clock, post, poll } = await startFlickr(t)
  const late = post({ text: 'glemt', at: NOON - 30 * HOUR })
  post({ text: 'en #hverdagskatalogen' })
  const first = await poll()
  clock.advance(30 * MINUTE)
  timeline.edit(late.id, { text: 'husket #hverdagskatalogen' })
  const second = await poll(first.cursor)
  clock.advance(30 * MINUTE)
  const third = await poll(second.cursor)
  t.same(
    [first, second, third].map(({ texts }) => texts),
    [['en #hverdagskatalogen'], [], ['husket #hverdagskatalogen', 'en #hverdagskatalogen']],
  )
})

t.test('a check makes the very post that a search makes, so that nothing counts as edited', async (t) => {
  const { post, poll, settings, io, clock } = await startFlickr(t)
  const made = [
    post({ text: 'En #hverdagskatalogen #SomLebo\nmed & uten' }),
    post({ text: 'To #hverdagskatalogen', files: [PHOTO, PHOTO], account: { user: 'ola' } }),
    post({ text: '#hverdagskatalogen', files: [{ kind: 'gifv', spec: PICTURE, alt: null }] }),
  ]
  clock.advance(SECOND)
  const { posts } = await poll()
  const refs = made.map(({ id }) => ({ id, ref: id }))
  const checked = [...(await flickr.check(settings, refs, io)).values()].map((one) =>
    one.state === 'present' && one.change?.kind === 'upsert' ? one.change.post : null,
  )
  t.strictSame(checked, posts)
})

t.test('the calls of an hour are counted over restarts, and some are left for people', async (t) => {
  const { settings, io, clock, server } = await startFlickr(t)
  const { kept } = memoryFor()
  const few = { ...settings, hourlyCalls: 20 }
  const again = () => ({ ...io, memory: memoryFor(kept) })
  const poll = () => pollSource(flickr, few, TAG, NOON - HOUR, again())
  for (let i = 0; i < 19; i++) t.equal((await poll()).error, null)
  t.match((await poll()).error, { kind: 'throttled', waitUntil: NOON + HOUR, message: /20 calls/ })
  t.equal(server.requests().count, 19)
  t.match(await flickr.test(few, again()), {
    ok: true,
    budget: { left: 0, of: 20 },
    message: /0 of 20 calls left/,
  })
  t.match(await flickr.test(few, again()), { ok: false, budget: { left: 0 } })
  clock.advance(HOUR + MINUTE)
  t.equal((await poll()).error, null)
  t.match(await flickr.test(few, again()), { budget: { left: 18 } })
  t.ok(HOUR < DAY)
})
