import { request as httpRequest } from 'node:http'
import t from 'tap'
import { HOUR, MINUTE, SECOND } from '../../server/contest/instant.ts'
import { startMastodonRehearsal } from '../../server/rehearsal/mastodon.ts'
import { LARGEST_PAGE } from '../../server/rehearsal/mastodon-tag-feed.ts'
import { NOON, PICTURE, startNetwork } from '../support/mastodon.ts'

type Network = Awaited<ReturnType<typeof startNetwork>>

/** Ids of a list, shortened to what the texts say. */
async function feed({ server }: Network, query: string, tag = 'en') {
  const response = await fetch(`${server.url}/api/v1/timelines/tag/${encodeURIComponent(tag)}?${query}`)
  const list = (await response.json()) as { content: string }[]
  return {
    status: response.status,
    link: response.headers.get('link'),
    texts: list.map(({ content }) => content.replace(/<[^>]*>/g, '')),
  }
}

async function json(url: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { headers })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  }
}

t.test('a tag feed is newest first, public, and honours its parameters', async (t) => {
  const network = await startNetwork(t)
  const { timeline } = network
  const remote = { host: 'fjell.example' }
  timeline.post({ text: '1 #en', at: NOON - 4 * HOUR })
  timeline.post({ text: '2 #en #to', at: NOON - 3 * HOUR, account: remote })
  timeline.post({
    text: '3 #EN #tre',
    at: NOON - 2 * HOUR,
    files: [{ kind: 'image', spec: PICTURE, alt: null }],
  })
  timeline.post({ text: '4 #to', at: NOON - HOUR })
  timeline.post({ text: '5 #en', visibility: 'unlisted' })
  timeline.post({ text: '6 #en', visibility: 'private' })
  const texts = async (query: string, tag?: string) =>
    (await feed(network, query, tag)).texts.map((text) => text.slice(0, 1)).join('')
  t.equal(await texts(''), '321')
  t.equal(await texts('', 'EN'), '321')
  t.equal(await texts('any[]=to'), '4321')
  t.equal(await texts('all[]=to'), '2')
  t.equal(await texts('none[]=to&none[]=tre'), '1')
  t.equal(await texts('local=true'), '31')
  t.equal(await texts('remote=1'), '2')
  t.equal(await texts('local=false'), '321')
  t.equal(await texts('only_media=true'), '3')
  t.equal(await texts('any[]=x&any[]=y&any[]=z&any[]=to'), '321', 'of four names the path is the first')
})

t.test('pages turn as Mastodon turns them', async (t) => {
  const network = await startNetwork(t)
  const posts = Array.from({ length: 50 }, (_, i) =>
    network.timeline.post({ text: `${i} #en`, at: NOON - (50 - i) * MINUTE }),
  )
  const id = (i: number) => posts[i]?.id ?? ''
  const numbers = async (query: string) =>
    (await feed(network, query)).texts.map((text) => Number.parseInt(text, 10))
  t.same((await numbers('')).length, 20)
  t.same((await numbers('limit=40')).length, LARGEST_PAGE)
  t.same((await numbers('limit=41')).length, LARGEST_PAGE)
  t.same(await numbers('limit=-2'), [49, 48])
  t.same(await numbers('limit=0'), [])
  t.same(await numbers('limit=x'), [])
  t.same(await numbers(`limit=3&max_id=${id(10)}`), [9, 8, 7])
  t.same(await numbers(`limit=3&since_id=${id(10)}`), [49, 48, 47], 'since_id leaves a gap')
  t.same(await numbers(`limit=3&min_id=${id(10)}`), [13, 12, 11], 'min_id leaves none')
  t.same(await numbers(`limit=9&min_id=${id(10)}&max_id=${id(13)}`), [12, 11])
  t.same(await numbers('max_id=nonsense'), [])
})

t.test('links forget all but three parameters, and an empty page has none', async (t) => {
  const network = await startNetwork(t)
  const [old, young] = [
    network.timeline.post({ text: '1 #en', at: NOON - HOUR }),
    network.timeline.post({ text: '2 #en' }),
  ]
  const { link } = await feed(network, 'limit=5&any[]=to&all[]=en&remote=false&local=false')
  const here = `${network.server.url}/api/v1/timelines/tag/en?local=false&limit=5`
  t.equal(link, `<${here}&max_id=${old.id}>; rel="next", <${here}&min_id=${young.id}>; rel="prev"`)
  t.equal((await feed(network, '', 'ukjent')).link, null)
})

t.test('a status has the shape of the API', async (t) => {
  const { server, timeline, clock } = await startNetwork(t)
  const post = timeline.post({
    text: 'Hei @ola@fjell.example #Høst',
    files: [{ kind: 'image', spec: PICTURE, alt: 'En ting' }],
  })
  clock.advance(HOUR)
  timeline.edit(post.id, { text: 'Endret #Høst' })
  const { body } = await json(`${server.url}/api/v1/statuses/${post.id}`)
  t.match(body, {
    id: post.id,
    uri: `https://fjordposten.example/users/kari/statuses/${post.id}`,
    url: `${server.url}/@kari@fjordposten.example/${post.id}`,
    created_at: '2026-09-01T12:00:00.000Z',
    edited_at: '2026-09-01T13:00:00.000Z',
    visibility: 'public',
    reblog: null,
    account: {
      username: 'kari',
      acct: 'kari',
      uri: 'https://fjordposten.example/users/kari',
      created_at: '2019-05-17T00:00:00.000Z',
    },
    media_attachments: [
      { type: 'image', url: `${server.url}/media/${post.id}/0-0.jpg`, description: 'En ting' },
    ],
    mentions: [],
    tags: [{ name: 'host' }],
  })
})

t.test('several posts are asked for at once, up to twenty', async (t) => {
  const { server, timeline } = await startNetwork(t)
  const ids = Array.from({ length: 21 }, (_, i) => timeline.post({ text: `${i}` }).id)
  const ask = (some: string[]) =>
    fetch(`${server.url}/api/v1/statuses?${some.map((id) => `id[]=${id}`).join('&')}`)
  t.equal(((await (await ask(ids.slice(1))).json()) as unknown[]).length, 20)
  t.equal((await ask(ids)).status, 422)
  t.same(await (await ask(['1', 'x'])).json(), [])
})

t.test('posts are there from their arrival to their deletion', async (t) => {
  const { server, timeline, clock } = await startNetwork(t)
  const late = timeline.post({ text: 'sen #en', at: NOON - HOUR, arrivesAt: NOON + HOUR })
  const there = async () => (await fetch(`${server.url}/api/v1/statuses/${late.id}`)).status
  t.equal(await there(), 404)
  clock.set(NOON + HOUR)
  t.equal(await there(), 200)
  timeline.delete(late.id)
  t.equal(await there(), 404)
  t.throws(() => timeline.delete('1'), /Found no post 1/)
})

t.test('the budget is told with each answer and refilled with the period', async (t) => {
  const { server, clock } = await startNetwork(t, { limit: { requests: 2, period: 5 * MINUTE } })
  const ask = () => json(`${server.url}/api/v2/instance`)
  clock.set(NOON + 4 * MINUTE)
  const first = await ask()
  t.equal(first.headers.get('x-ratelimit-limit'), '2')
  t.equal(first.headers.get('x-ratelimit-remaining'), '1')
  t.equal(first.headers.get('x-ratelimit-reset'), '2026-09-01T12:05:00.000000Z')
  t.equal(first.headers.get('date'), 'Tue, 01 Sep 2026 12:04:00 GMT')
  t.equal((await ask()).status, 200)
  const third = await ask()
  t.match(third, { status: 429, body: { error: 'Too many requests' } })
  t.equal(third.headers.get('x-ratelimit-remaining'), '0')
  clock.advance(MINUTE)
  t.equal((await ask()).status, 200)
  t.equal(
    (await fetch(`${server.url}/`)).headers.get('x-ratelimit-limit'),
    null,
    'pages for people are not counted',
  )
})

t.test('a closed server wants its token for what it closed', async (t) => {
  const { server, timeline } = await startNetwork(t, { token: 'abc', closed: ['tags'] })
  const { id } = timeline.post({ text: '#en' })
  const tags = `${server.url}/api/v1/timelines/tag/en`
  t.match(await json(tags), { status: 401, body: { error: 'The access token is invalid' } })
  t.equal((await json(tags, { authorization: 'Bearer wrong' })).status, 401)
  t.equal((await json(tags, { authorization: 'Bearer abc' })).status, 200)
  t.equal((await json(`${server.url}/api/v1/statuses/${id}`)).status, 200)
  t.match((await json(`${server.url}/api/v2/instance`)).body, {
    configuration: {
      timelines_access: { hashtag_feeds: { local: 'authenticated', remote: 'authenticated' } },
    },
  })
})

t.test('files are served as they are drawn, films as films, and outlive their post', async (t) => {
  const { server, timeline, clock } = await startNetwork(t)
  const post = timeline.post({
    text: '#en',
    files: [
      { kind: 'image', spec: PICTURE, alt: null },
      { kind: 'gifv', spec: PICTURE, alt: null },
      { kind: 'video', alt: null },
      { kind: 'image', spec: { ...PICTURE, twist: 'animated_gif' }, alt: null },
    ],
  })
  const type = async (path: string) => {
    const response = await fetch(server.url + path)
    await response.arrayBuffer()
    return `${response.status} ${response.headers.get('content-type')}`
  }
  t.equal(await type(`/media/${post.id}/0-0.jpg`), '200 image/jpeg')
  t.equal(await type(`/media/${post.id}/0-1.mp4`), '200 video/mp4')
  t.equal(await type(`/media/small/${post.id}/0-1.jpg`), '200 image/jpeg')
  t.equal(await type(`/media/${post.id}/0-2.mp4`), '200 video/mp4')
  t.equal(
    await type(`/media/${post.id}/0-3.gif`),
    '200 image/jpeg',
    'the bytes decide, as they do for a caller',
  )
  t.match(await type(`/media/${post.id}/0-4.jpg`), /^404/)
  t.match(await type('/media/1/0-0.jpg'), /^404/)
  timeline.edit(post.id, { text: 'endret #en' })
  clock.advance(SECOND)
  timeline.delete(post.id)
  t.equal(await type(`/media/${post.id}/0-0.jpg`), '200 image/jpeg')
})

t.test('pages for people carry the mark and show the post, its author and its tag', async (t) => {
  const { server, timeline } = await startNetwork(t)
  const post = timeline.post({
    text: 'Hei <b>& #Høst',
    account: { name: '<Kari>' },
    files: [{ kind: 'image', spec: PICTURE, alt: '"alt"' }],
  })
  for (const path of [
    '/',
    `/@kari@fjordposten.example/${post.id}`,
    '/@kari@fjordposten.example',
    '/tags/h%C3%B8st',
  ]) {
    const response = await fetch(server.url + path)
    const page = await response.text()
    t.equal(response.status, 200, path)
    t.match(page, /Rehearsal: invented people and pictures/)
    t.match(page, /Hei &lt;b&gt;&amp; <a href/)
    t.match(page, /&lt;Kari&gt;/)
    t.match(page, /alt="&quot;alt&quot;"/)
    t.notMatch(page, /<script|<b>/)
  }
  for (const path of [
    '/@kari@fjordposten.example/1',
    '/@nobody',
    '/what',
    '/%',
    '/@kari@fjordposten.example/x',
  ])
    t.equal((await fetch(server.url + path)).status, 404, path)
  t.equal((await fetch(`${server.url}/tags/ukjent`)).status, 200)
})

t.test('boosts are shown to people and kept out of tags', async (t) => {
  const { server, timeline } = await startNetwork(t)
  const post = timeline.post({ text: 'en #en', at: NOON - HOUR })
  const boost = timeline.post({ text: '', boostOf: post.id, account: { user: 'ola', name: 'Ola' } })
  t.match((await json(`${server.url}/api/v1/statuses/${boost.id}`)).body, {
    content: '',
    reblog: { id: post.id },
  })
  t.match(
    await (await fetch(`${server.url}/@ola@fjordposten.example`)).text(),
    /Ola @ola@fjordposten.example passed on:/,
  )
})

t.test('whatever else is asked is answered in kind', async (t) => {
  const { server } = await startNetwork(t)
  t.match(await json(`${server.url}/api/v1/accounts/1`), { status: 404, body: { error: 'Record not found' } })
  t.equal((await fetch(`${server.url}/api/v1/statuses/1`, { method: 'DELETE' })).status, 404)
  const raw = (path: string) =>
    new Promise<number>((resolve, reject) => {
      const { port } = new URL(server.url)
      httpRequest({ port, path, host: '127.0.0.1' }, (response) => resolve(response.resume().statusCode ?? 0))
        .once('error', reject)
        .end()
    })
  t.equal(await raw('/api/v1/timelines/tag/%E0%A4%A'), 200, 'a name that cannot be decoded is a name')
  t.equal(await raw('//'), 404)
})

t.test('faults are met in the order planted, as often as they say', async (t) => {
  const { server } = await startNetwork(t)
  const status = async () => (await fetch(`${server.url}/api/v2/instance`)).status
  server.faults.plant({ on: /instance/g, times: 2, fault: { kind: 'status', status: 500 } })
  server.faults.plant({ on: /instance/, times: 1, fault: { kind: 'status', status: 502 } })
  t.same([await status(), await status(), await status(), await status()], [500, 500, 502, 200])
  server.faults.plant({ on: /tag/, fault: { kind: 'html' } })
  t.equal(await status(), 200)
  server.faults.clear()
  t.equal(
    (await fetch(`${server.url}/api/v1/timelines/tag/x`)).headers.get('content-type'),
    'application/json; charset=utf-8',
  )
})

t.test('a port that is taken is an error, and closing ends whoever still waits', async (t) => {
  const { server, timeline, clock } = await startNetwork(t)

  const pictures = async () => ({ bytes: new Uint8Array(), type: 'image/jpeg' })
  await t.rejects(
    startMastodonRehearsal({ timeline, clock, pictures, port: Number(new URL(server.url).port) }),
    { code: 'EADDRINUSE' },
  )
  server.faults.plant({ on: /instance/, fault: { kind: 'drip' } })
  const waiting = fetch(`${server.url}/api/v2/instance`).then((response) => response.text())
  const ended = t.rejects(waiting)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await server.close()
  await ended
})
