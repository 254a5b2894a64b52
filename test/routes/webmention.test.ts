import t from 'tap'
import { DAY, HOUR, MINUTE } from '../../server/contest/instant.ts'
import { listPendingPictures } from '../../server/db/pictures.ts'
import { listMentionsDue } from '../../server/db/webmentions.ts'
import { MENTIONS_PER_NETWORK } from '../../server/routes/public/webmention.ts'
import { ASK_AGAIN_AFTER, verifyWebmention } from '../../server/steps/verify-webmention.ts'
import { startBlogs } from '../support/blogs.ts'
import { aFile, aPost, openedContest } from '../support/builders.ts'
import { shownEntries } from '../support/collection.ts'
import { bring, fetchPictures } from '../support/crowd.ts'
import { NOON } from '../support/mastodon.ts'
import { approve, startSite, waitingCards } from '../support/site.ts'
import { startPages } from '../support/web-page.ts'

const site = await startSite(t)
const { ctx, clock } = site
const blogs = await startBlogs(t, {}, clock)
const pages = await startPages(t)

/** Looks at every mention whose time has come. */
async function look(): Promise<(string | null)[]> {
  const due = await listMentionsDue(ctx.db, clock.now(), 100)
  const looked: (string | null)[] = []
  for (const id of due) looked.push(await verifyWebmention(ctx, id, new AbortController().signal))
  return looked
}

/** Sends one from another network each time, so that no test uses up what another one may send. */
let networks = 0
async function send(source: string, target: string, from = `192.0.2.${++networks}`) {
  const answer = await site.app.inject({
    method: 'POST',
    url: '/webmention',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    remoteAddress: from,
    payload: new URLSearchParams({ source, target }).toString(),
  })
  const status = async () => {
    const location = String(answer.headers.location)
    return (await site.ask(new URL(location).pathname)).text
  }
  return { code: answer.statusCode, text: answer.body, location: answer.headers.location, status }
}

/** A new contest, and nothing left to look at of the ones before. */
async function aContest() {
  clock.set(NOON)
  await ctx.db.updateTable('webmention').set({ next_at: null }).execute()
  const opened = await openedContest(ctx)
  const base = `${site.address}/c/${opened.contest.slug}`
  return { ...opened, base, entries: () => shownEntries(ctx, opened.contest.id) }
}

t.test('a blog finds the endpoint on a page of the contest, and its post comes to the room', async (t) => {
  const { base, contest, owner, entries } = await aContest()
  const post = blogs.timeline.post({ text: `Om krakken: ${base}/items/krakk`, files: [aFile(1)] })
  const answer = await blogs.server.mention(post, `${base}/items/krakk`)
  t.equal(answer.status, 201)
  t.match(answer.location, `${site.address}/webmention/`)
  const status = async () => (await site.ask(new URL(answer.location ?? '').pathname)).text
  t.match(await status(), /^Waiting/)
  t.same(await look(), ['accepted'])
  t.same(await listPendingPictures(ctx.db, 10), [], 'a page that only links has its picture left alone')
  t.match(await status(), /^Accepted\. Somebody looks at it before it is shown\.\nhttp.*\nlinks to/s)
  t.same(await entries(), [{ item: 'krakk', state: 'waiting', verdict: 'counts', open: [] }])
  const [card] = await waitingCards(site, { contest, owner, items: [], sourceId: 0 })
  await approve(site, { contest, owner, items: [], sourceId: 0 }, card?.entry ?? 0)
  const spread = (await site.ask(`/c/${contest.slug}/items/krakk`)).text
  t.match(spread, /Blogs on Krakk/)
  t.match(spread, blogs.server.postUrl(post))
  t.match((await site.ask(`/c/${contest.slug}/room`)).text, 'Om krakken')
  const { entries: listed } = (await site.ask(`/api/v1/contests/${contest.slug}/entries`)).json<{
    entries: object[]
  }>()
  t.match(listed, [
    { room: true, network: 'blog', credit: /^127\.0\.0\.1/, picture: null, title: /^Om krakken/ },
  ])
})

t.test('a page with the tag lends its picture too', async (t) => {
  const { base, contest, owner } = await aContest()
  const post = blogs.timeline.post({ text: `Se ${base} #folkekatalog #kopp`, files: [aFile(3)] })
  await blogs.server.mention(post, base)
  await look()
  await fetchPictures(ctx)
  const opened = { contest, owner, items: [], sourceId: 0 }
  const [card] = await waitingCards(site, opened)
  await approve(site, opened, card?.entry ?? 0)
  t.match((await site.ask(`/c/${contest.slug}/room`)).text, /<img/)
})

t.test('every page of an open contest advertises the endpoint, in a header and in the page', async (t) => {
  const { contest } = await aContest()
  for (const path of ['', '/items', '/items/krakk', '/rules', '/room', '/take-part']) {
    const { headers, text } = await site.ask(`/c/${contest.slug}${path}`)
    t.equal(headers.link, '</webmention>; rel="webmention"', path)
    t.match(text, '<link rel="webmention" href="/webmention"/>', path)
  }
  const draft = await openedContest(ctx, { state: 'draft' })
  const { headers, text } = await site.ask(`/c/${draft.contest.slug}`, { as: draft.owner })
  t.equal(headers.link, undefined)
  t.notMatch(text, 'webmention')
})

t.test('what cannot be a mention is refused at once, in few words', async (t) => {
  const { base } = await aContest()
  const page = pages.set('/refused', '')
  const draft = await openedContest(ctx, { state: 'draft' })
  const cases: [string, string, RegExp][] = [
    ['', `${base}`, /The source is ""; expected an address/],
    ['nonsense', base, /The source is "nonsense"/],
    ['ftp://blog.example/1', base, /The source is "ftp/],
    [page, '', /The target is ""/],
    [page, 'javascript:alert(1)', /The target is/],
    [`${base}/items/krakk`, `${base}/items/krakk`, /the same page/],
    [`${base}#a`, `${base}#b`, /the same page/],
    [`${base}/items`, `${base}/items/krakk`, /a page of this site/],
    [`${base}/items`.replace('http:', 'https:'), `${base}/items/krakk`, /a page of this site/],
    [page, 'https://elsewhere.example/', /no page here/],
    [page, `${site.address}/`, /no page here/],
    [page, `${site.address}/privacy`, /no page here/],
    [page, `${base}/items/nothing`, /no page here/],
    [page, `${base}/entries/999999`, /no page here/],
    [page, `${base}x`, /no page here/],
    [page, `${site.address}/c/${draft.contest.slug}`, /no page here/],
    [`${page}?${'x'.repeat(1_000)}`, base, /at most 1000 characters/],
    [page, `${base}?${'世'.repeat(900)}`, /at most 1000 characters/],
  ]
  const faults: unknown[] = []
  for (const [source, target, words] of cases) {
    const { code, text } = await send(source, target)
    if (code !== 400 || !words.test(text) || text.length > 300) faults.push([source, target, code, text])
  }
  t.same(faults, [])
  t.equal(cases.length, 18)
  t.same(pages.asked, [], 'nothing was asked')
})

t.test('a contest that no longer collects takes none', async (t) => {
  const { base, contest } = await aContest()
  const until = contest.rules.closesAt + contest.rules.grace + HOUR
  clock.set(until - 1)
  t.equal((await send(pages.set('/late', ''), base)).code, 201)
  clock.set(until)
  t.equal((await send(pages.set('/later', ''), base)).code, 400)
})

t.test('the link must be there, exactly, in an attribute of the page', async (t) => {
  const { base } = await aContest()
  const target = `${base}/items/krakk`
  const path = new URL(target).pathname
  const cases: [string, boolean][] = [
    [`<a href="${target}">x</a>`, true],
    [`<img src="${target}">`, true],
    [`<video poster="${target}"></video>`, true],
    [`<blockquote cite="${target}"></blockquote>`, true],
    [`<base href="${site.address}/c/"><a href="${path}">x</a>`, true],
    [`<a href="${target}/">x</a>`, false],
    [`<a href="${target}?x">x</a>`, false],
    [`<a href="${base}">x</a>`, false],
    [`<!-- <a href="${target}">x</a> -->`, false],
    [`<p>${target}</p>`, false],
    [`<script>"<a href='${target}'>"</script>`, false],
    [`<textarea><a href="${target}"></textarea>`, false],
    [`<template><a href="${target}"></template>`, false],
    [`<a title="${target}">x</a>`, false],
  ]
  const faults: unknown[] = []
  for (const [i, [body, links]] of cases.entries()) {
    const { status } = await send(pages.set(`/link-${i}`, `<title>x</title>${body}`), target)
    await look()
    const text = await status()
    if (links ? !/^Accepted/.test(text) : !/^Refused\. The page does not link/.test(text))
      faults.push([body, text])
  }
  t.same(faults, [])
})

t.test('JSON has it as a value, plain text anywhere, and other types not at all', async (t) => {
  const { base } = await aContest()
  const page = (path: string, type: string, body: string) =>
    pages.set(path, { headers: { 'content-type': type }, body })
  const cases: [string, RegExp][] = [
    [page('/j1', 'application/json', JSON.stringify({ a: [{ b: base }] })), /^Accepted/],
    [page('/j2', 'application/activity+json', JSON.stringify({ a: `see ${base}` })), /^Refused/],
    [page('/j3', 'application/json', JSON.stringify({ [base]: 1 })), /^Refused/],
    [page('/j4', 'application/json', '['.repeat(100_000)), /^Refused/],
    [page('/t1', 'text/plain', `Se ${base} for mer.`), /^Accepted/],
    [page('/t2', 'text/plain', 'nothing'), /^Refused/],
    [page('/p1', 'application/pdf', base), /^Refused\. The page is of the type application\/pdf/],
  ]
  const faults: unknown[] = []
  for (const [source, words] of cases) {
    const { status } = await send(source, base)
    await look()
    if (!words.test(await status())) faults.push([source, await status()])
  }
  t.same(faults, [])
})

t.test(
  'sent again, it is read again: an edit is looked at by a person, and nothing is doubled',
  async (t) => {
    const { base, contest, owner, entries } = await aContest()
    const html = (text: string) =>
      `<article class="h-entry"><h1 class="p-name">Tittel</h1><div class="e-content">${text} <a href="${base}">katalogen</a></div></article>`
    const source = pages.set('/edited', html('Først'))
    const first = await send(source, base)
    await look()
    const [card] = await waitingCards(site, { contest, owner, items: [], sourceId: 0 })
    await approve(site, { contest, owner, items: [], sourceId: 0 }, card?.entry ?? 0)
    const again = await send(source, base)
    t.equal(again.location, first.location)
    t.same(await look(), ['accepted'])
    t.match(await entries(), [{ state: 'approved' }])
    pages.set('/edited', html('Siden'))
    await send(source, base)
    await look()
    t.match(await entries(), [{ state: 'waiting', verdict: 'counts' }])
    t.equal((await entries()).length, 1)
    t.match(await ctx.db.selectFrom('post').select('text').where('url', '=', source).executeTakeFirst(), {
      text: /^Siden/,
    })
  },
)

t.test('a page that is gone or links no more is withdrawn after two answers ten minutes apart', async (t) => {
  for (const gone of [{ status: 410 }, { status: 404 }, { body: 'no link' }]) {
    const { base, entries } = await aContest()
    const path = `/gone-${JSON.stringify(gone).replace(/\W/g, '')}`
    const source = pages.set(path, `<title>x</title><a href="${base}">x</a>`)
    const { status } = await send(source, base)
    await look()
    pages.set(path, gone)
    await send(source, base)
    t.same(await look(), ['accepted'])
    t.match(await status(), 'The link was not found')
    t.match(await entries(), [{ state: 'waiting' }])
    clock.advance(10 * MINUTE - 1)
    t.same(await look(), [])
    clock.advance(1)
    t.same(await look(), ['refused'])
    t.match(await status(), /^Refused/)
    t.match(await entries(), [{ state: 'withdrawn' }])
    pages.set(path, `<title>x</title><a href="${base}">x</a>`)
    await send(source, base)
    t.same(await look(), ['accepted'])
    t.match(await entries(), [{ state: 'waiting' }])
  }
})

t.test(
  'a server in trouble takes nothing away, and is asked again a few times for what is new',
  async (t) => {
    const { base, entries } = await aContest()
    const source = pages.set('/trouble', `<title>x</title><a href="${base}">x</a>`)
    await send(source, base)
    await look()
    pages.set('/trouble', { status: 503 })
    for (let day = 0; day < 4; day++) {
      clock.advance(DAY / 2)
      t.same(await look(), ['accepted'])
    }
    t.match(await entries(), [{ state: 'waiting' }])
    const fresh = await send(pages.set('/never', { status: 500 }), base)
    for (const wait of ASK_AGAIN_AFTER) {
      t.same(await look(), ['waiting'])
      clock.advance(wait)
    }
    t.same(await look(), ['refused'])
    t.match(await fresh.status(), /^Refused\. The page could not be read: its server answered 500\./)
  },
)

t.test('what is not for everybody stays private', async (t) => {
  const { base, entries } = await aContest()
  for (const status of [401, 403, 451]) {
    const { status: words } = await send(pages.set(`/private-${status}`, { status, body: base }), base)
    await look()
    t.match(await words(), `Refused. The page is not for everybody: its server answered ${status}.`)
  }
  t.same(await entries(), [])
})

t.test('a copy of a post that is here already stands for it', async (t) => {
  const { base, contest, entries } = await aContest()
  const copy = aPost(77)
  await bring(ctx, [copy], [contest.id])
  const source = pages.set(
    '/copied',
    `<div class="h-entry"><p class="p-name">Hei</p><a class="u-syndication" href="${copy.url}">m</a><a href="${base}">x</a></div>`,
  )
  const { status } = await send(source, base)
  t.same(await look(), ['accepted'])
  t.match(await status(), 'here already')
  t.match(await entries(), [{ item: 'krakk' }])
  t.equal((await entries()).length, 1)
})

t.test(`one network sends ${MENTIONS_PER_NETWORK} in ten minutes, and no more`, async (t) => {
  const { base } = await aContest()
  const codes: number[] = []
  for (let i = 0; i <= MENTIONS_PER_NETWORK; i++) codes.push((await send('x', base, '198.51.100.7')).code)
  t.same(
    codes.slice(0, -1).filter((code) => code !== 400),
    [],
  )
  t.equal(codes.at(-1), 429)
  t.equal((await send('x', base, '198.51.100.8')).code, 400)
})

t.test('a mention that nobody sent has no page', async (t) => {
  t.equal((await site.ask('/webmention/abcdefghijklmnop')).status, 404)
  t.match((await site.ask('/webmention')).text, 'takes webmentions')
})

t.test('a manager imports a page, for an item or for none, and hears what became of it', async (t) => {
  const { contest, owner, entries } = await aContest()
  const source = pages.set(
    '/imported',
    '<meta property="og:title" content="Om koppen"><meta property="og:description" content="Lenge brukt.">',
  )
  const path = `/api/v1/contests/${contest.slug}/posts/import-url`
  const answer = await site.ask(path, { as: owner, json: { url: source, item: 'kopp' } })
  t.equal(answer.status, 200)
  t.match(answer.json(), {
    title: 'Om koppen',
    post: source,
    known: false,
    entries: [{ item: 'kopp', state: 'waiting', verdict: 'counts' }],
  })
  await site.ask(path, { as: owner, json: { url: source, item: 'kopp' } })
  t.same(await entries(), [{ item: 'kopp', state: 'waiting', verdict: 'counts', open: [] }])
  const missing = await site.ask(path, { as: owner, json: { url: `${pages.url}/nowhere` } })
  t.match([missing.status, missing.json()], [400, { detail: 'The page is gone (404).' }])
  t.equal((await site.ask(path, { as: owner, json: { url: source, item: 'nothing' } })).status, 400)
  t.equal((await site.ask(path, { json: { url: source } })).status, 401)
})

t.test('an address that leads to a page of this site is none of somebody else', async (t) => {
  const { base, entries } = await aContest()
  const source = pages.set('/here', { status: 302, headers: { location: `${base}/items` } })
  const { status } = await send(source, `${base}/items/krakk`)
  t.same(await look(), ['refused'])
  t.match(await status(), /^Refused\. The address leads to a page of this site\./)
  t.same(await entries(), [])
})

t.test('one page is one mention, whichever part of it is named', async (t) => {
  const { base } = await aContest()
  const source = pages.set('/parts', `<p class="h-entry"><a href="${base}">x</a></p>`)
  const [one, two] = [await send(`${source}#a`, base), await send(`${source}#b`, base)]
  t.equal(one.location, two.location)
  t.same(await look(), ['accepted'])
})
