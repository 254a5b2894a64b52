import { sql } from 'kysely'
import t from 'tap'
import { HOUR } from '../../server/contest/instant.ts'
import type { Post } from '../../server/contest/post.ts'
import { listDraws } from '../../server/db/draws.ts'
import { prizeOf } from '../../server/routes/public/prize.ts'
import { runDraw } from '../../server/steps/run-draw.ts'
import { anItemDraft, aPost, type OpenedContest, openedContest } from '../support/builders.ts'
import { approveAll, bring, takePicturesForReady } from '../support/crowd.ts'
import { readHtml } from '../support/html.ts'
import { AS_BROWSER, startSite } from '../support/site.ts'

t.setTimeout(60_000)

const site = await startSite(t)

/** A contest in which these posts are approved. */
async function withPosts(posts: Post[], opened?: OpenedContest): Promise<OpenedContest & { base: string }> {
  const made = opened ?? (await openedContest(site.ctx))
  await bring(site.ctx, posts, [made.contest.id])
  await takePicturesForReady(site.ctx)
  await approveAll(site.ctx, made.contest, made.owner.id)
  return { ...made, base: `/c/${made.contest.slug}` }
}

async function read(path: string, as?: { cookie: string }) {
  const answer = await site.ask(path, { headers: { ...AS_BROWSER, 'accept-language': 'en' }, as })
  return { ...answer, html: readHtml(answer.text) }
}

/** The path of the newest entry, as the cover links to it. */
async function firstEntry(base: string): Promise<string> {
  const { html } = await read(base)
  return html.links.find(({ url }) => url.startsWith(`${base}/entries/`))?.url ?? ''
}

t.test('a picture whose author asks for care is covered, and stands for nothing', async (t) => {
  const { base } = await withPosts([aPost(1, { sensitive: true })])
  const entry = await read(await firstEntry(base))
  t.match(entry.text, /<details class="careful">.*<img/s)
  t.notMatch(entry.text, 'og:image')
  const cover = await read(base)
  t.match(cover.text, /data-live-photos.*<details class="careful">/s)
  t.match(cover.text, 'Your photograph here', 'the magazine waits for another')
  t.notMatch(cover.text, 'og:image')
  const sheet = await read(`${base}/items`)
  t.match(sheet.html.text, 'Its author asks for care.')
  t.equal(sheet.html.links.filter(({ tag }) => tag === 'img').length, 0)
  const spread = await read(`${base}/items/krakk`)
  t.match(spread.text, /crowd-1.*<details class="careful">/s)
})

t.test(
  'without a right to show it there is a credit and a link, and neither picture nor words',
  async (t) => {
    const { base, contest } = await withPosts([aPost(2)])
    await sql`update entry set basis = null where contest_id = ${contest.id}`.execute(site.ctx.db)
    site.ctx.events.tell({ contest: contest.id })
    const entry = await read(await firstEntry(base))
    t.match(entry.html.text, 'Only shown where it was posted')
    t.match(entry.html.text, '@person2@social.example')
    t.notMatch(entry.html.text, 'Endelig hjemme')
    t.ok(entry.html.links.some(({ url }) => url === 'https://social.example/@person2/2'))
    for (const path of ['', '/items', '/items/krakk'])
      t.notMatch((await read(`${base}${path}`)).text, /<img|og:image/, path)
  },
)

t.test('a video without a still is a card that leads to it', async (t) => {
  const url = 'https://social.example/media/3.mp4'
  const video = aPost(3, { pictures: [{ url, kind: 'video', poster: null, alt: null }] })
  const { base } = await withPosts([video])
  const entry = await read(await firstEntry(base))
  t.match(entry.html.text, 'A video, only shown where it was posted')
  t.match(entry.html.text, 'Watch it where it was posted')
  t.notMatch(entry.text, '<img')
})

t.test('a caption says its language, where its network told one', async (t) => {
  for (const [n, language, expected] of [
    [30, 'pt-BR', '<blockquote class="caption" lang="pt-BR">'],
    [31, '"><b>', '<blockquote class="caption">'],
    [32, null, '<blockquote class="caption">'],
  ] as const) {
    const { base } = await withPosts([aPost(n, { language })])
    t.match((await read(await firstEntry(base))).text, expected)
  }
})

t.test('a still of a video says that it is one', async (t) => {
  const still = { url: null, kind: 'video', poster: 'https://social.example/media/4.jpg', alt: null } as const
  const { base } = await withPosts([aPost(4, { pictures: [still] })])
  t.match((await read(`${base}/items/krakk`)).text, /<figure class="photo video"><a [^>]+><img/)
})

t.test('a post of several things stands among the newest once', async (t) => {
  const both = aPost(5, { text: '#folkekatalog #krakk #kopp', tags: ['folkekatalog', 'krakk', 'kopp'] })
  const { base } = await withPosts([both, aPost(6)])
  const { text } = await read(base)
  const newest = text.slice(text.indexOf('data-live-photos'))
  t.equal(newest.match(/<figure class="photo">/g)?.length, 2)
})

t.test('what a page names is not named again as its prize', async (t) => {
  const prize = (text: string) => ({ name: 'Krakk', summary: both('Stool'), prize: both(text) })
  const both = (text: string) => ({ en: text, nb: text })
  for (const same of ['Krakk', 'krakk.', 'Stool', 'Krakk: a stool', ' '])
    t.equal(prizeOf(prize(same), 'en'), null, same)
  for (const other of ['A journey', 'Two Krakk', 'Krakkeland']) t.equal(prizeOf(prize(other), 'en'), other)
  const items = ['krakk', 'kopp'].map((slug, i) =>
    anItemDraft(slug, { page: i + 1, prize: { en: slug, nb: slug } }),
  )
  const { contest } = await openedContest(site.ctx, { items })
  const spread = await read(`/c/${contest.slug}/items/krakk`)
  t.match(spread.html.text, 'Prize The thing itself. 1 winner.')
  t.match((await read(`/c/${contest.slug}`)).html.text, 'one photographer is drawn who wins what is on it')
})

t.test('prizes of their own are named on the cover, and pages without one promise none', async (t) => {
  const items = [
    anItemDraft('krakk', { page: 1, prize: { en: 'A journey', nb: 'En reise' }, winners: 2 }),
    anItemDraft('kopp', { page: 2, winners: 0 }),
  ]
  const { contest } = await openedContest(site.ctx, { items })
  const cover = await read(`/c/${contest.slug}`)
  t.match(cover.html.text, 'A journey 2 winners')
  t.notMatch(cover.html.text, 'wins what is on it')
  t.notMatch((await read(`/c/${contest.slug}/items/kopp`)).html.text, 'Prize')
})

t.test('a draft is shown to those who run it, says so, and to nobody else', async (t) => {
  const { contest, owner } = await openedContest(site.ctx, { state: 'draft' })
  const base = `/c/${contest.slug}`
  const mark = 'Draft: only those who run it see this'
  for (const path of ['', '/items', '/items/krakk', '/take-part', '/winners', '/draws', '/rules', '/log']) {
    const seen = await read(`${base}${path}`, owner)
    t.equal(seen.status, 200, path)
    t.match(seen.html.text, mark)
    t.match(seen.text, 'content="noindex"')
    t.notMatch(seen.text, 'data-live=')
    t.equal(seen.headers['cache-control'], 'no-store')
    t.equal((await read(`${base}${path}`)).status, 404, `${path} is not kept for others`)
  }
  t.match((await read(`${base}/rules`, owner)).html.text, 'Krakk: A Krakk (1 winner, 2 alternates)')
  const { owner: stranger } = await openedContest(site.ctx)
  t.equal((await read(base, stranger)).status, 404)
})

t.test('the privacy notice names the longest time the rules of any contest name', async (t) => {
  t.match((await read('/privacy')).html.text, 'erased 90 days after the draw')
  const { contest } = await openedContest(site.ctx, { draft: { retentionDays: 120 } })
  t.match((await read('/privacy')).html.text, 'erased 120 days after the draw')
  t.match((await read(`/c/${contest.slug}/rules`)).html.text, 'erased 120 days after the draw')
})

t.test('a winner who takes the photograph back is no longer shown or named', async (t) => {
  const opened = await openedContest(site.ctx)
  const { base, contest, owner } = await withPosts([aPost(9)], opened)
  const { rules, drawAt } = contest
  const before = site.clock.now()
  site.clock.set(rules.closesAt + rules.grace + HOUR)
  t.equal((await site.ask(`/api/v1/contests/${contest.slug}/draws`, { as: owner, json: {} })).status, 201)
  site.clock.set(drawAt)
  const [draw] = await listDraws(site.ctx.db, contest.id)
  t.equal(await runDraw(site.ctx, draw?.id ?? 0, new AbortController().signal), 'drawn')
  t.match((await read(`${base}/winners`)).text, /@person9.*<img|<img.*@person9/s)
  await sql`update entry set state = 'withdrawn', withdrawn_by = 'source', withdrawn_from = 'approved' where contest_id = ${contest.id}`.execute(
    site.ctx.db,
  )
  site.ctx.events.tell({ contest: contest.id })
  for (const path of ['/winners', '/draws/1']) {
    const { status, text, html } = await read(`${base}${path}`)
    t.equal(status, 200)
    t.notMatch(text, /person9|<img/, path)
    t.notMatch(html.text, /undefined|null/)
  }
  site.clock.set(before)
})
