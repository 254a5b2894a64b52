import t from 'tap'
import { HOUR, MINUTE } from '../../server/contest/instant.ts'
import { listCounting } from '../../server/db/counting.ts'
import { listItems } from '../../server/db/items.ts'
import { listQueue } from '../../server/db/moderation-queue.ts'
import { listPublicEntries } from '../../server/db/public-entries.ts'
import { storeMention } from '../../server/db/webmentions.ts'
import { addSource } from '../../server/steps/connect-source.ts'
import { readCoverage } from '../../server/steps/read-coverage.ts'
import { readOdds } from '../../server/steps/read-odds.ts'
import { recheckPosts } from '../../server/steps/recheck-posts.ts'
import { verifyWebmention } from '../../server/steps/verify-webmention.ts'
import { aFeed, startBlogs } from '../support/blogs.ts'
import { aFile, anOwner, type Owner, openedContest } from '../support/builders.ts'
import { lastRun, readOnce, shownEntries, sourceOf } from '../support/collection.ts'
import { testContext } from '../support/context.ts'
import { approveAll, readSource } from '../support/crowd.ts'
import { NOON } from '../support/mastodon.ts'
import type { Cleaner } from '../support/scratch.ts'
import { startPages } from '../support/web-page.ts'

const { ctx, clock } = await testContext(t)
const owner = await anOwner(ctx)

/** A contest that follows the feed of blogs of its own. */
async function aRoom(t: Cleaner, by: Owner = owner) {
  clock.set(NOON)
  const links: string[] = []
  const blogs = { ...(await startBlogs(t, { linksOf: () => links }, clock)), links }
  const sourceId = await aFeed(ctx, by, blogs)
  const opened = await openedContest(ctx, { owner: by, sourceId })
  const read = async () => {
    clock.advance(31 * MINUTE)
    await readSource(ctx, sourceId)
  }
  return { ...opened, blogs, read, account: { host: `b${sourceId}.example` } }
}

t.test('a tagged blog post is read, approved, and shown in the room alone', async (t) => {
  const { contest, blogs, read, account, items } = await aRoom(t)
  blogs.timeline.post({
    text: 'Tre år med krakken. Og et langt stykke om det. #folkekatalog #krakk',
    account,
    files: [aFile(1)],
  })
  blogs.timeline.post({ text: 'Noe helt annet.', account })
  await read()
  t.same(await shownEntries(ctx, contest.id), [
    { item: 'krakk', state: 'waiting', verdict: 'counts', open: [] },
  ])
  t.match(await listQueue(ctx.db, contest.id, 'waiting', 10, null), [
    { network: 'blog', caption: /^Tre år med krakken\.\n\nTre år med krakken\. Og et langt stykke/ },
  ])
  t.equal(await approveAll(ctx, contest, owner.id), 1)
  const where = { contestId: contest.id }
  const shown = [
    {
      title: 'Tre år med krakken.',
      caption: /^Tre år med krakken\. Og et langt/,
      room: true,
      item: { slug: 'krakk' },
      credit: { name: 'Kari Nordby' },
      picture: { width: 96 },
      postUrl: /^http:\/\/127\.0\.0\.1:\d+\/b\d+\.example\/kari\/\d+$/,
    },
  ]
  t.match(await listPublicEntries(ctx.db, { ...where, room: true }, 10, null), shown)
  t.match(await listPublicEntries(ctx.db, where, 10, null), shown)
  t.same(await listPublicEntries(ctx.db, { ...where, room: false }, 10, null), [])
  const { coverage, people, entries } = await readCoverage(ctx, contest)
  t.match({ coverage, people, entries }, { coverage: { filled: 0 }, people: 0, entries: 0 })
  t.same(await listCounting(ctx.db, contest.id, null), [])
  const [krakk] = items
  if (!krakk) throw new Error('no item')
  t.match(await readOdds(ctx, contest, krakk), { people: 0, tickets: 0 })
})

t.test('it fills no page of the catalogue, and stands on none', async (t) => {
  const { contest, blogs, read, account } = await aRoom(t)
  blogs.timeline.post({ text: 'Om koppen. #folkekatalog #kopp', account, files: [aFile(2)] })
  await read()
  await approveAll(ctx, contest, owner.id)
  const items = await listItems(ctx.db, contest.id)
  t.same(
    items.filter(({ photos, coverEntryId }) => photos > 0 || coverEntryId !== null),
    [],
  )
  t.equal(items.length, 3)
})

t.test('an edit is looked at again, and a tag that is gone takes the entry out', async (t) => {
  const { contest, blogs, read, account } = await aRoom(t)
  const { id } = blogs.timeline.post({ text: 'Først. #folkekatalog', account })
  await read()
  await approveAll(ctx, contest, owner.id)
  blogs.timeline.edit(id, { text: 'Så. #folkekatalog' })
  await read()
  t.match(await shownEntries(ctx, contest.id), [{ state: 'waiting', verdict: 'counts' }])
  blogs.timeline.edit(id, { text: 'Til slutt, uten.' })
  await read()
  t.match(await shownEntries(ctx, contest.id), [{ verdict: 'fails', open: ['tag_missing fail'] }])
})

t.test('a post whose page is gone is withdrawn after two answers, ten minutes apart', async (t) => {
  const { contest, sourceId, blogs, read, account } = await aRoom(t)
  const { id } = blogs.timeline.post({ text: 'Snart borte. #folkekatalog', account })
  await read()
  await approveAll(ctx, contest, owner.id)
  const recheck = () => recheckPosts(ctx, sourceId, new AbortController().signal)
  clock.advance(13 * HOUR)
  t.match(await recheck(), { asked: 1, gone: 0 })
  blogs.timeline.delete(id)
  clock.advance(13 * HOUR)
  t.match(await recheck(), { asked: 1, gone: 0 })
  t.match(await shownEntries(ctx, contest.id), [{ state: 'approved' }])
  clock.advance(11 * MINUTE)
  t.match(await recheck(), { asked: 1, gone: 1 })
  t.match(await shownEntries(ctx, contest.id), [{ state: 'withdrawn' }])
})

t.test('a contest with another tag that follows the feed later gets what it has', async (t) => {
  const { sourceId, blogs, read, account } = await aRoom(t)
  blogs.timeline.post({ text: 'For en annen. #annenkatalog', account })
  await read()
  const other = await openedContest(ctx, { owner, sourceId, draft: { campaignTags: ['annenkatalog'] } })
  await read()
  t.match(await shownEntries(ctx, other.contest.id), [{ state: 'waiting', item: null }])
})

t.test(
  'a picture that leads inside is not fetched, and costs the post nothing but the picture',
  async (t) => {
    clock.set(NOON)
    const pages = await startPages(t)
    const url = pages.set(
      '/feed',
      '<rss version="2.0"><channel><title>b</title><item><title>Hei #folkekatalog</title><guid>tag:inside</guid><enclosure url="http://169.254.169.254/latest/meta-data" type="image/jpeg" length="1"/></item></channel></rss>',
    )
    const sourceId = await addSource(ctx, owner.brandId, { kind: 'feed', name: url, settings: { url } })
    const { contest } = await openedContest(ctx, { owner, sourceId })
    await readSource(ctx, sourceId)
    t.same(await shownEntries(ctx, contest.id), [
      { item: null, state: 'waiting', verdict: 'counts', open: [] },
    ])
    const picture = await ctx.db
      .selectFrom('picture')
      .innerJoin('post', 'post.id', 'picture.post_id')
      .select(['picture.state', 'picture.media_id'])
      .where('post.network_id', '=', 'tag:inside')
      .executeTakeFirst()
    t.same(picture, { state: 'broken', media_id: null })
  },
)

t.test('what no feed may be is said in the run, with a sample, and the position stays', async (t) => {
  clock.set(NOON)
  const pages = await startPages(t)
  const bomb = '<!DOCTYPE a [<!ENTITY b "c">]><rss version="2.0"><channel></channel></rss>'
  const url = pages.set('/feed', bomb)
  const sourceId = await addSource(ctx, owner.brandId, { kind: 'feed', name: url, settings: { url } })
  await openedContest(ctx, { owner, sourceId })
  t.match(await readOnce(ctx, sourceId), { failed: 1, posts: 0 })
  const run = await lastRun(ctx, sourceId)
  t.match(run, { outcome: 'failed', error: /holds a document type or entity/, samples: [{ sample: bomb }] })
  t.match(await sourceOf(ctx, sourceId), { state: 'active', failures: 1 })
  pages.set('/feed', { status: 410 })
  clock.advance(HOUR)
  await readOnce(ctx, sourceId)
  t.match(await sourceOf(ctx, sourceId), { state: 'needs_attention', lastError: /given up \(410\)/ })
})

t.test('one post by feed and by webmention is one entry, whichever comes first', async (t) => {
  for (const first of ['feed', 'mention'] as const) {
    const { contest, blogs, read, account } = await aRoom(t)
    const post = blogs.timeline.post({ text: `Et innlegg. #folkekatalog #krakk ${first}`, account })
    const target = `${ctx.config.publicUrl}/c/${contest.slug}`
    const mention = async () => {
      const { id } = await storeMention(
        ctx.db,
        {
          token: `${first}-token`,
          contestId: contest.id,
          itemId: null,
          source: blogs.server.postUrl(post),
          target,
        },
        clock.now(),
      )
      blogs.links.push(target)
      t.equal(await verifyWebmention(ctx, id, new AbortController().signal), 'accepted')
    }
    if (first === 'mention') await mention()
    await read()
    if (first === 'feed') await mention()
    t.match(await shownEntries(ctx, contest.id), [{ item: 'krakk', verdict: 'counts' }], first)
    t.equal((await shownEntries(ctx, contest.id)).length, 1, first)
  }
})
