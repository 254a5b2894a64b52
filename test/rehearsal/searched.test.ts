import t from 'tap'
import { MINUTE, SECOND } from '../../server/contest/instant.ts'
import { startFlickr } from '../support/flickr.ts'
import { NOON, PICTURE } from '../support/mastodon.ts'
import { startThreads } from '../support/threads.ts'
import { startTumblr } from '../support/tumblr.ts'

async function ask(url: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { headers })
  const text = await response.text()
  const body: unknown = /^[{[]/.test(text) ? JSON.parse(text) : text
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    headers: response.headers,
    body,
  }
}

t.test('Threads: words and tags, bounds of time, fields, and the envelope of errors', async (t) => {
  const { timeline, server, settings } = await startThreads(t)
  const headers = { authorization: `Bearer ${settings.token}` }
  timeline.post({ text: 'Kaffe #en', at: NOON - 2 * MINUTE })
  timeline.post({ text: 'kaffe #to', at: NOON - MINUTE })
  const search = async (query: string) => {
    const { body } = await ask(`${server.url}/v1.0/keyword_search?fields=text&${query}`, headers)
    return (body as { data: { text: string }[] }).data.map(({ text }) => text)
  }
  t.same(await search('q=kaffe&search_type=RECENT'), ['kaffe #to', 'Kaffe #en'])
  t.same(await search('q=%23EN&search_mode=TAG'), ['Kaffe #en'])
  t.same(await search(`q=kaffe&until=${(NOON - 2 * MINUTE) / SECOND}`), ['Kaffe #en'])
  t.same(await search(`q=kaffe&since=${(NOON - MINUTE) / SECOND}`), ['kaffe #to'])
  t.same((await search('q=kaffe&limit=1')).length, 1)
  const bare = await ask(`${server.url}/v1.0/keyword_search?q=kaffe&access_token=${settings.token}`)
  t.same(Object.keys((bare.body as { data: [object] }).data[0]), ['id'], 'nothing is told unasked')
  t.match(await ask(`${server.url}/v1.0/me`), { status: 400, body: { error: { code: 190 } } })
  t.match((await ask(`${server.url}/v1.0/me`)).headers.get('www-authenticate'), /^OAuth .*invalid_token/)
  t.match(await ask(`${server.url}/v1.0/7`, headers), {
    status: 400,
    body: { error: { code: 100, error_subcode: 33 } },
  })
  t.equal((await ask(`${server.url}/keyword_search`, headers)).status, 404)
})

t.test('Flickr: every error is a 200, and a list goes round beyond its reach', async (t) => {
  const { post, server, settings } = await startFlickr(t, { reach: 4 })
  for (let i = 0; i < 6; i++) post({ text: `${i} #en`, at: NOON - i * SECOND })
  const call = async (query: string, key = settings.key) =>
    (await ask(`${server.url}/services/rest/?format=json&nojsoncallback=1&api_key=${key}&${query}`)).body
  t.match(await call('method=flickr.photos.search&tags=en', 'x'), { stat: 'fail', code: 100 })
  t.match(await call('method=flickr.photos.search'), { stat: 'fail', code: 3 })
  const many = (n: number) => Array.from({ length: n }, (_, i) => `t${i}`).join()
  t.match(await call(`method=flickr.photos.search&tag_mode=all&tags=${many(20)}`), { stat: 'ok' })
  t.match(await call(`method=flickr.photos.search&tag_mode=all&tags=${many(21)}`), { stat: 'fail', code: 1 })
  t.match(await call('method=flickr.photos.getInfo&photo_id=7'), { stat: 'fail', code: 1 })
  t.match(await call('method=flickr.nothing&photo_id=7'), { stat: 'fail' })
  const page = async (n: number) => {
    const { photos } = (await call(`method=flickr.photos.search&tags=en&per_page=2&page=${n}`)) as {
      photos: { total: number; photo: { title: string }[] }
    }
    return [photos.total, ...photos.photo.map(({ title }) => title.slice(0, 1))]
  }
  t.same(await page(1), [6, '0', '1'], 'the newest first unless told')
  t.same(
    [await page(2), await page(3)],
    [
      [6, '2', '3'],
      [6, '2', '3'],
    ],
  )
  const script = await ask(`${server.url}/services/rest/?format=json&api_key=${settings.key}&method=x`)
  t.match(script, { status: 200, type: /javascript/, body: /^jsonFlickrApi\(/ })
  t.notMatch(server.requests().last.join(), settings.key)
})

t.test('Tumblr: a blog by each of its names, and the envelope of every answer', async (t) => {
  const { timeline, server, settings } = await startTumblr(t)
  const post = timeline.post({ text: 'en #en', files: [{ kind: 'image', spec: PICTURE, alt: null }] })
  const call = async (path: string, key = settings.key) => ask(`${server.url}/v2${path}&api_key=${key}`)
  const { body } = await call(`/blog/kari-fjordposten/info?x=1`)
  t.match(body, {
    meta: { status: 200, msg: 'OK' },
    response: { blog: { name: 'kari-fjordposten', uuid: /^t:.{22}$/ } },
  })
  const { uuid } = (body as { response: { blog: { uuid: string } } }).response.blog
  for (const name of ['kari-fjordposten', 'kari-fjordposten.tumblr.com', uuid]) {
    const found = await call(`/blog/${encodeURIComponent(name)}/posts?id=${post.id}`)
    t.match(found, { status: 200, body: { response: { posts: [{ id_string: post.id }] } } }, name)
  }
  t.match(await call('/blog/nobody/posts?id=1'), { status: 404, body: { meta: { status: 404 } } })
  t.match(await call('/blog/kari-fjordposten/posts?id=1'), { status: 404 })
  t.match(await call('/tagged?tag='), { status: 400 })
  t.match(await call('/tagged?tag=en', 'x'), { status: 401, body: { meta: { msg: 'Unauthorized' } } })
  t.match(
    (await ask(`${server.url}/v2/tagged?tag=en&api_key=${settings.key}`, { 'user-agent': '' })).status,
    403,
  )
  t.notMatch(server.requests().last.join(), settings.key)
})
