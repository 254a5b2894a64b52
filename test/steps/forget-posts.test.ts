import t from 'tap'
import { HOUR, MINUTE } from '../../server/contest/instant.ts'
import type { Post } from '../../server/contest/post.ts'
import { readMedia } from '../../server/db/media.ts'
import { recordGone, recordPresent, storeTombstones } from '../../server/db/presence.ts'
import { listPublicEntries } from '../../server/db/public-entries.ts'
import { inTransaction } from '../../server/db/transaction.ts'
import { allPaths } from '../../server/media/names.ts'
import { FORGET_AFTER, forgetPosts } from '../../server/steps/forget-posts.ts'
import { judgeStored } from '../../server/steps/judge-stored.ts'
import { anOwner, aPost, openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { bring, fetchPictures } from '../support/crowd.ts'
import { NOON } from '../support/mastodon.ts'
import { startMediaServer } from '../support/media-server.ts'
import { scenePhoto } from '../support/scene.ts'

const { ctx, clock } = await testContext(t)
const owner = await anOwner(ctx)
const { signal } = new AbortController()
const photos = [await scenePhoto(1, 96, 72), await scenePhoto(2, 96, 72)]
const server = await startMediaServer(t, ({ url }, response) => response.end(photos[Number(url?.slice(1))]))

let made = 300

/** A contest with two public posts that show one photograph, and the first another besides. */
async function twoPosts() {
  clock.set(NOON)
  const { contest } = await openedContest(ctx, { owner, draft: { moderation: 'after' } })
  const picture = (n: number) =>
    ({ url: `${server.origin}/${n}`, kind: 'image', poster: null, alt: 'Alt' }) as const
  const text = `#${contest.rules.campaignTags[0]?.display} #krakk Hemmelig ord.`
  const posts = [made++, made++].map((n, i) =>
    aPost(n, { text, tags: null, pictures: i === 0 ? [picture(1), picture(0)] : [picture(0)] }),
  )
  await bring(ctx, posts, [contest.id])
  await fetchPictures(ctx)
  const rows = await ctx.db
    .selectFrom('post')
    .select(['id', 'network_id'])
    .where(
      'network_id',
      'in',
      posts.map(({ id }) => id),
    )
    .orderBy('id')
    .execute()
  const ids = posts.map((post) => rows.find((row) => row.network_id === post.id)?.id ?? 0)
  const media = await ctx.db
    .selectFrom('picture')
    .select('media_id')
    .where('post_id', '=', ids[0] ?? 0)
    .orderBy('position')
    .execute()
  return { contest, posts, ids, media: media.map((row) => row.media_id ?? '') }
}

/** Two definite answers ten minutes apart. */
async function vanish(postId: number): Promise<void> {
  for (let n = 0; n < 2; n++, clock.advance(n * 10 * MINUTE)) {
    await inTransaction(ctx.db, async (tx) => {
      await recordGone(tx, [{ postId, why: 'private' }], clock.now(), 10 * MINUTE)
      await judgeStored(tx, [postId], clock.now())
    })
    if (n === 0) clock.advance(10 * MINUTE)
  }
}

const kept = async (postId: number) => ({
  post: await ctx.db.selectFrom('post').selectAll().where('id', '=', postId).executeTakeFirstOrThrow(),
  versions: await ctx.db.selectFrom('post_version').selectAll().where('post_id', '=', postId).execute(),
})
const haveFiles = async (id: string) => Promise.all(allPaths(id).map((path) => ctx.store.has(path)))

t.test('words and pictures of a post that is gone are removed after twelve hours', async (t) => {
  const { ids, media } = await twoPosts()
  const [first = 0, second = 0] = ids
  const [own = '', shared = ''] = media
  await vanish(first)
  const { post: before } = await kept(first)
  clock.set((before.gone_at ?? 0) + FORGET_AFTER - 1)
  t.same(await forgetPosts(ctx, signal), { posts: 0, pictures: 0 })
  clock.advance(1)
  t.same(await forgetPosts(ctx, signal), { posts: 1, pictures: 1 })
  const { post, versions } = await kept(first)
  t.match(post, { text: '', raw: {}, hash: before.hash, url: before.url, posted_at: before.posted_at })
  t.match(versions, [{ text: '', hash: before.hash, written_at: before.posted_at }])
  t.notMatch(JSON.stringify({ post, versions }), 'Hemmelig')
  t.same([...(await readMedia(ctx.db, [own, shared])).keys()], [shared], 'what another post shows stays')
  t.same(await haveFiles(own), [false, false, false, false, false])
  t.same(await haveFiles(shared), [true, true, true, true, true])
  t.match(await kept(second), { post: { text: /Hemmelig/ } })
  t.same(await forgetPosts(ctx, signal), { posts: 0, pictures: 0 }, 'once')
})

t.test('what its network called deleted is removed at the next hour, and never comes back', async (t) => {
  const { ids, posts, contest } = await twoPosts()
  const [post] = posts as [Post]
  await inTransaction(ctx.db, async (tx) => {
    const went = await storeTombstones(tx, post.network, [{ id: post.id, why: 'deleted' }], clock.now())
    await judgeStored(tx, went, clock.now())
  })
  t.same(await forgetPosts(ctx, signal), { posts: 1, pictures: 1 })
  await bring(ctx, [{ ...post, editedAt: clock.now() + HOUR }], [contest.id])
  t.match(await kept(ids[0] ?? 0), { post: { text: '', gone_for_good: true } })
})

t.test('a post that comes back is whole again', async (t) => {
  const { ids, posts, media, contest } = await twoPosts()
  const [first = 0] = ids
  await vanish(first)
  clock.advance(FORGET_AFTER)
  await forgetPosts(ctx, signal)
  t.same(await recordPresent(ctx.db, [first]), [], 'that it is there does not tell its words')
  await bring(ctx, posts, [contest.id])
  await fetchPictures(ctx)
  const { post, versions } = await kept(first)
  t.match(post, { text: /Hemmelig/, forgotten_at: null, gone_at: null })
  t.match(versions, [{ text: /Hemmelig/ }])
  t.same(await haveFiles(media[0] ?? ''), [true, true, true, true, true])
  t.match(await listPublicEntries(ctx.db, { contestId: contest.id }, 10, null), [{ postId: first }])
})

t.test('a picture whose files went while it was being stored is fetched again', async (t) => {
  const { ids, posts, media, contest } = await twoPosts()
  const [own = ''] = media
  await vanish(ids[0] ?? 0)
  clock.advance(FORGET_AFTER)
  await forgetPosts(ctx, signal)
  await bring(ctx, posts, [contest.id])
  const store: typeof ctx.store = {
    ...ctx.store,
    async put(path, bytes) {
      await ctx.store.put(path, bytes)
      if (path === allPaths(own)[0]) await ctx.store.remove(path)
    },
  }
  await t.rejects(fetchPictures({ ...ctx, store }), { message: /removed meanwhile/ })
  await fetchPictures(ctx)
  t.same(await haveFiles(own), [true, true, true, true, true])
})
