import t from 'tap'
import type { ConsentHint } from '../../server/contest/post.ts'
import { renditionPath } from '../../server/media/names.ts'
import { aPost, openedContest } from '../support/builders.ts'
import { bring, takePicturesForReady } from '../support/crowd.ts'
import { AS_BROWSER, startSite } from '../support/site.ts'

const site = await startSite(t)
const { ctx } = site

/** A contest with one public entry whose author asks for these, among two others. */
async function hinted(hints: ConsentHint[]) {
  const { contest, owner } = await openedContest(ctx, { draft: { moderation: 'after' } })
  const [tag] = contest.rules.campaignTags
  const text = `#${tag?.display} #krakk Her sitter jeg og ser utover.`
  const post = aPost(contest.id, { text, tags: null, hints })
  await bring(ctx, [post], [contest.id])
  await takePicturesForReady(ctx)
  const row = await ctx.db
    .selectFrom('entry')
    .select(['id', 'media_id'])
    .where('contest_id', '=', contest.id)
    .executeTakeFirstOrThrow()
  const media = renditionPath(row.media_id ?? '', '1280.webp').split('/')[1] ?? 'none'
  const base = `/c/${contest.slug}`
  const page = async (path: string) => site.ask(`${base}${path}`, { headers: AS_BROWSER })
  const api = async () =>
    (await site.ask(`/api/v1/contests/${contest.slug}/entries`)).json<{
      entries: { caption: string; picture: unknown; post: string; credit: string }[]
    }>().entries
  /** Every public page on which the entry can stand. */
  const pages = async () =>
    Promise.all(
      [
        '',
        '/items',
        '/items/krakk',
        `/entries/${row.id}`,
        `/check?q=${encodeURIComponent(post.url ?? '')}`,
      ].map(async (path) => (await page(path)).text),
    )
  const respect = (respectHints: boolean) =>
    site.ask(`/api/v1/contests/${contest.slug}`, { method: 'PATCH', as: owner, json: { respectHints } })
  return { contest, entry: row.id, media, page, pages, api, respect, post }
}

t.test('a post without hints is shown everywhere', async (t) => {
  const { media, entry, page, pages, api } = await hinted([])
  for (const text of await pages()) t.match(text, media)
  t.match(await api(), [{ caption: /ser utover/, picture: { url: new RegExp(media) } }])
  const { headers, text } = await page(`/entries/${entry}`)
  t.equal(headers['x-robots-tag'], undefined)
  t.notMatch(text, '"robots"')
})

t.test('who asks for no strangers is a credit and a link, on pages and in the API', async (t) => {
  const { media, pages, api, post, respect } = await hinted(['no_strangers'])
  for (const text of await pages()) {
    t.notMatch(text, media)
    t.notMatch(text, 'ser utover')
  }
  t.match((await pages())[3], post.url ?? '')
  t.match(await api(), [{ caption: '', picture: null, post: post.url, credit: /./ }])
  t.equal((await respect(false)).status, 200)
  for (const text of await pages()) t.match(text, media, 'a contest may decide otherwise, at once')
})

t.test('who asks not to be found is found by no search engine and stands in no list', async (t) => {
  const { media, entry, page, pages, api, respect } = await hinted(['no_index'])
  for (const text of await pages()) t.match(text, media, 'readers of the catalogue see it')
  const { headers, text } = await page(`/entries/${entry}`)
  t.equal(headers['x-robots-tag'], 'noindex')
  t.equal((await page(`/entries/${entry}`)).headers['x-robots-tag'], 'noindex', 'kept bytes say so too')
  t.match(text, '<meta name="robots" content="noindex"')
  for (const path of ['', '/items/krakk', `/entries/${entry}`])
    t.notMatch((await page(path)).text, new RegExp(`og:image" content="[^"]*${media}`), path)
  t.same(await api(), [])
  t.match((await respect(false)).json(), { respectHints: false })
  t.equal((await api()).length, 1)
  t.equal((await page(`/entries/${entry}`)).headers['x-robots-tag'], undefined)
  t.match((await respect(true)).json(), { respectHints: true })
  t.same(await api(), [])
})

t.test('the rules are the same whether hints are kept to or not', async (t) => {
  const { contest, page, respect } = await hinted([])
  const before = (await page('/rules.txt')).text
  await respect(false)
  t.equal((await page('/rules.txt')).text, before)
  t.match((await site.ask(`/api/v1/contests/${contest.slug}`)).json(), { rulesHash: contest.rulesHash })
})
