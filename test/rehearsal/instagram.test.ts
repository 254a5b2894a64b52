import { createServer } from 'node:http'
import t from 'tap'
import { manualClock } from '../../server/clock.ts'
import { DAY, HOUR, SECOND } from '../../server/contest/instant.ts'
import { startInstagramRehearsal } from '../../server/rehearsal/instagram.ts'
import { type InstagramHabits, USUAL_INSTAGRAM } from '../../server/rehearsal/instagram-habits.ts'
import { instagramPostId, tagId } from '../../server/rehearsal/instagram-post.ts'
import { openTimeline } from '../../server/rehearsal/open-timeline.ts'
import type { RehearsalFile } from '../../server/rehearsal/post.ts'
import { IMAGE } from '../support/instagram.ts'
import { NOON, PICTURE } from '../support/mastodon.ts'
import type { Cleaner } from '../support/scratch.ts'

const { accountId, pageId, appId, appSecret, token } = USUAL_INSTAGRAM
const TAG = tagId('katalog')

async function start(t: Cleaner, habits: Partial<InstagramHabits> = {}) {
  const clock = manualClock(NOON)
  const timeline = openTimeline(clock)
  const pictures = async () => ({ bytes: new Uint8Array([1]), type: 'image/jpeg' })
  const server = await startInstagramRehearsal({ timeline, clock, pictures, habits })
  t.teardown(() => server.close())
  const get = async (path: string, query: Record<string, string> = {}) => {
    const url = path.startsWith('http')
      ? path
      : `${server.url}/v26.0${path}?${new URLSearchParams({ access_token: token, ...query })}`
    const answer = await fetch(url)
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json')
    return { status: answer.status, headers: answer.headers, text, json: isJson ? JSON.parse(text) : null }
  }
  const publish = (text = 'hei', files: RehearsalFile[] = [IMAGE]) => {
    clock.advance(SECOND)
    return timeline.post({ text: `${text} #katalog`, files })
  }
  const recent = (query: Record<string, string> = {}) =>
    get(`/${TAG}/recent_media`, { user_id: accountId, fields: 'id,permalink,timestamp', ...query })
  return { clock, timeline, server, get, publish, recent }
}

t.test(
  'a page knows its account, a short token becomes a long one, a tag has the same id for ever',
  async (t) => {
    const { get, publish } = await start(t)
    publish()
    t.same((await get(`/${pageId}`, { fields: 'instagram_business_account' })).json, {
      instagram_business_account: { id: accountId },
      id: pageId,
    })
    const query = {
      grant_type: 'fb_exchange_token',
      client_id: appId,
      client_secret: appSecret,
      fb_exchange_token: token,
    }
    t.match((await get('/oauth/access_token', query)).json, { token_type: 'bearer', expires_in: 60 * 86_400 })
    t.same((await get('/ig_hashtag_search', { user_id: accountId, q: 'KATALOG' })).json, {
      data: [{ id: TAG }],
    })
    t.same((await get(`/${TAG}`, { user_id: accountId, fields: 'id,name' })).json, {
      id: TAG,
      name: 'katalog',
    })
  },
)

t.test('recent posts are a day old at most, popular ones of any age', async (t) => {
  const { clock, publish, recent, get } = await start(t)
  const { createdAt } = publish()
  clock.set(createdAt + DAY - 1)
  t.equal((await recent()).json.data.length, 1)
  clock.set(createdAt + DAY)
  publish()
  clock.set(createdAt + DAY)
  t.equal((await recent()).json.data.length, 0, 'the new one is still to come')
  t.equal((await get(`/${TAG}/top_media`, { user_id: accountId })).json.data.length, 1)
})

t.test(
  'the cursor is the same on each page, pages repeat and are in no order, the last has no next',
  async (t) => {
    const { publish, recent, get } = await start(t)
    for (let n = 0; n < 25; n++) publish()
    const pages = [(await recent({ limit: '10' })).json]
    while (pages.at(-1).paging.next) {
      const next = new URL(pages.at(-1).paging.next)
      next.searchParams.set('access_token', token)
      pages.push((await get(next.href)).json)
    }
    t.equal(new Set(pages.map(({ paging }) => paging.cursors.after)).size, 1)
    t.same(
      pages.map(({ data }) => data.length),
      [10, 11, 6],
    )
    const times = pages.flatMap(({ data }) => data.map((one: { timestamp: string }) => one.timestamp))
    t.not(String(times), String(times.toSorted()))
    t.match(times[0], /\+0000$/)
  },
)

t.test('what may not be asked is refused in the words and numbers of the network', async (t) => {
  const { publish, recent, get, server } = await start(t)
  publish()
  const refused = async (answer: Promise<{ status: number; json: { error: object } }>) =>
    (await answer).json.error
  t.match(await refused(recent({ fields: 'id,username' })), {
    code: 100,
    message: /nonexisting field \(username\)/,
  })
  t.match(await refused(recent({ limit: '51' })), { code: 100 })
  t.match(await refused(recent({ user_id: '1' })), { code: 100 })
  t.match(await refused(recent({ access_token: 'x' })), { code: 190 })
  t.match(await refused(get('/ig_hashtag_search', { user_id: accountId, q: 'ingen' })), {
    code: 24,
    error_subcode: 2207024,
    message: 'The requested resource does not exist',
    error_user_title: 'The hashtag does not exist',
  })
  server.habits.locale = 'nb'
  t.match(await refused(get('/ig_hashtag_search', { user_id: accountId, q: 'ingen' })), {
    error_user_title: 'Emneknaggen finnes ikke',
  })
  server.habits.approved = false
  t.match(await refused(recent()), { code: 10, message: /^\(#10\) To use 'Instagram Public Content Access'/ })
  server.habits.dead = 463
  const dead = await recent()
  t.match(dead.json.error, { code: 190, error_subcode: 463 })
  t.match(dead.headers.get('www-authenticate'), /OAuth "Facebook Platform" "invalid_token"/)
})

t.test('thirty tags in seven days, counted from the first question', async (t) => {
  const { clock, timeline, get } = await start(t)
  for (let n = 0; n < 31; n++) timeline.post({ text: `#t${n}`, files: [IMAGE] })
  const ask = async (n: number) => (await get('/ig_hashtag_search', { user_id: accountId, q: `t${n}` })).json
  for (let n = 0; n < 30; n++) await ask(n)
  t.match(await ask(30), { error: { code: 18, error_subcode: 2207034 } })
  t.match(await ask(3), { data: [{}] })
  const listed = await get(`/${accountId}/recently_searched_hashtags`, { limit: '30' })
  t.equal(listed.json.data.length, 30)
  t.equal((await get(`/${accountId}/recently_searched_hashtags`)).json.data.length, 25)
  clock.advance(7 * DAY - 1)
  t.match(await ask(30), { error: { code: 18 } })
  clock.advance(1)
  t.match(await ask(30), { data: [{}] })
})

t.test('the share of the hour climbs, then the app has to wait for the next', async (t) => {
  const { clock, publish, recent } = await start(t, { callsPerHour: 10 })
  publish()
  const told: (string | null)[] = []
  for (let n = 0; n < 10; n++) told.push((await recent()).headers.get('x-app-usage'))
  t.match(told[0], /"call_count":10,/)
  t.match(told[9], /"call_count":100,/)
  const over = await recent()
  t.match([over.status, over.json.error], [403, { code: 4, is_transient: true }])
  clock.advance(HOUR)
  t.equal((await recent()).status, 200)
})

t.test('albums and some reels have no link, captions and likes may be missing', async (t) => {
  const { publish, recent, timeline } = await start(t)
  publish('album', [IMAGE, { kind: 'video', alt: null }])
  publish('reel', [{ kind: 'video', alt: null }])
  publish('reel med lenke', [{ kind: 'gifv', spec: PICTURE, alt: null }])
  for (let n = 0; n < 20; n++) publish()
  timeline.post({ text: 'bare ord #katalog' })
  const { data } = (
    await recent({ fields: 'id,media_type,media_url,like_count,children{id,media_type,media_url}' })
  ).json
  const of = (type: string) => data.filter((one: { media_type: string }) => one.media_type === type)
  t.equal(data.length, 23, 'words alone are not posted there')
  t.match(of('CAROUSEL_ALBUM'), [
    { media_url: undefined, children: { data: [{ media_url: /http/ }, { media_url: undefined }] } },
  ])
  t.equal(of('VIDEO').filter((one: object) => 'media_url' in one).length, 1)
  const liked = data.filter((one: object) => 'like_count' in one).length
  t.ok(liked > 0 && liked < 23)
  t.same(
    (await recent({ fields: '' })).json.data
      .map((one: object) => Object.keys(one).join())
      .filter((keys: string) => keys !== 'id'),
    [],
  )
})

t.test('the link of a picture ends, and cannot be made up', async (t) => {
  const { clock, publish, recent, get } = await start(t)
  publish()
  const { media_url: link } = (await recent({ fields: 'media_url' })).json.data[0]
  t.equal((await get(link)).status, 200)
  t.match(await get(link.replace(/oe=\w+/, 'oe=ffffffff')), { status: 403, text: 'URL signature expired' })
  clock.advance(6 * DAY)
  t.match(await get(link), { status: 403, text: 'URL signature expired' })
})

t.test(
  'photo tags have cursors and no links; a mention is told once, and again until it is taken',
  async (t) => {
    const { publish, get, server } = await start(t, { photoTagged: () => true })
    const post = publish('hos @lillevik@lillevik.example')
    publish('uten')
    const tags = (await get(`/${accountId}/tags`, { fields: 'id,username,caption', limit: '1' })).json
    t.match(tags, {
      data: [{ username: /^kari/ }],
      paging: { cursors: { before: /./, after: /./ }, next: undefined },
    })
    const { mediaId } = server.newsOf(post)
    const field = `mentioned_media.media_id(${mediaId}){id,caption,username}`
    t.match((await get(`/${accountId}`, { fields: field })).json, {
      mentioned_media: { id: mediaId, username: /^kari/, caption: 'hos lillevik #katalog' },
      id: accountId,
    })
    const seen: string[] = []
    let status = 500
    const receiver = createServer((request, response) => {
      seen.push(String(request.headers['x-hub-signature-256']))
      request.resume().on('end', () => response.writeHead(status).end())
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    t.teardown(() => receiver.close())
    const address = receiver.address()
    server.subscribe(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`)
    t.same(await server.deliver(), [500])
    status = 200
    t.same(await server.deliver(), [200])
    t.same(await server.deliver(), [])
    t.equal(new Set(seen).size, 1)
    t.match(seen[0], /^sha256=[0-9a-f]{64}$/)
  },
)

t.test('a post can be looked at, and embedded, while it is there', async (t) => {
  const { publish, get, timeline, server } = await start(t)
  const post = publish()
  const page = `${server.url}/p/${instagramPostId(post)}/`
  t.match(await get(page), { status: 200, text: /hei/ })
  t.match((await get('/instagram_oembed', { url: page })).json, {
    provider_name: 'Instagram',
    author_name: undefined,
  })
  timeline.delete(post.id)
  t.equal((await get(page)).status, 404)
  t.match((await get('/instagram_oembed', { url: page })).json.error, { code: 24, error_subcode: 2207045 })
})
