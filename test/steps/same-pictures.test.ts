import sharp from 'sharp'
import t from 'tap'
import { HOUR } from '../../server/contest/instant.ts'
import { listUnprinted } from '../../server/db/media.ts'
import { listQueue } from '../../server/db/moderation-queue.ts'
import { fingerprintMedia } from '../../server/steps/fingerprint-media.ts'
import { openedContest } from '../support/builders.ts'
import { shownEntries } from '../support/collection.ts'
import { testContext } from '../support/context.ts'
import { approveAll, bring, fetchPictures } from '../support/crowd.ts'
import { aNewPost } from '../support/entries.ts'
import { NOON } from '../support/mastodon.ts'
import { startMediaServer } from '../support/media-server.ts'
import { scenePhoto } from '../support/scene.ts'

const { ctx } = await testContext(t)

const photo = await scenePhoto(1, 800, 600)
/** What people post, by path. */
const FILES: Record<string, Uint8Array> = {
  '/photo': photo,
  '/photo-again': photo,
  '/smaller': await sharp(photo).resize(400).jpeg({ quality: 60 }).toBuffer(),
  '/mirrored': await sharp(photo).flop().jpeg().toBuffer(),
  '/other': await scenePhoto(2, 800, 600),
  '/grey': await sharp({ create: { width: 800, height: 600, channels: 3, background: '#888' } })
    .jpeg()
    .toBuffer(),
  '/grey-too': await sharp({ create: { width: 800, height: 600, channels: 3, background: '#898989' } })
    .jpeg()
    .toBuffer(),
}
const server = await startMediaServer(t, (request, response) => response.end(FILES[request.url ?? '']))

/** Posts of pictures, an hour apart, by one person or each by another; fetched in this order. */
async function posted(contestId: number, paths: string[], by: 'one' | 'others' = 'others'): Promise<void> {
  const author = aNewPost().author
  for (const [i, path] of paths.entries()) {
    const post = aNewPost({
      postedAt: NOON - (paths.length - i) * HOUR,
      pictures: [{ url: `${server.origin}${path}`, kind: 'image', poster: null, alt: null }],
    })
    await bring(ctx, [by === 'one' ? { ...post, author } : post], [contestId])
    await fetchPictures(ctx)
  }
  for (const id of await listUnprinted(ctx.db, 100)) await fingerprintMedia(ctx, id)
}

t.test('the same bytes twice are one picture, and the later post is asked about', async (t) => {
  const { contest, owner } = await openedContest(ctx)
  await posted(contest.id, ['/photo', '/photo-again'])
  const media = await ctx.db.selectFrom('picture').select('media_id').distinct().execute()
  t.equal(media.length, 1)
  t.match(await shownEntries(ctx, contest.id), [
    { verdict: 'counts', open: [] },
    { verdict: 'review', open: ['same_picture_other review'] },
  ])
  const cards = await listQueue(ctx.db, contest.id, 'waiting', 10, null)
  t.same(
    cards.map(({ alike }) => alike.map(({ distance, sameParticipant }) => ({ distance, sameParticipant }))),
    [[], [{ distance: 0, sameParticipant: false }]],
    'the later card shows the earlier one beside it',
  )
  t.equal(await approveAll(ctx, contest, owner.id), 2, 'a person may let it through')
  t.match(await shownEntries(ctx, contest.id), [{ verdict: 'counts' }, { verdict: 'counts', open: [] }])
})

t.test('a person who posts their own picture twice is asked otherwise', async (t) => {
  const { contest } = await openedContest(ctx)
  await posted(contest.id, ['/photo', '/photo-again'], 'one')
  t.match(await shownEntries(ctx, contest.id), [{ open: [] }, { open: ['same_picture_yours review'] }])
})

t.test('the same bytes in another contest are nobody’s business', async (t) => {
  const [one, other] = [await openedContest(ctx), await openedContest(ctx)]
  await posted(one.contest.id, ['/photo'])
  await posted(other.contest.id, ['/photo-again'])
  for (const { contest } of [one, other])
    t.same(await shownEntries(ctx, contest.id), [
      { item: 'krakk', state: 'waiting', verdict: 'counts', open: [] },
    ])
})

t.test('a picture that was edited stands beside the one it looks like, and still counts', async (t) => {
  const { contest } = await openedContest(ctx)
  await posted(contest.id, ['/photo', '/smaller', '/mirrored', '/other'])
  for (const { verdict, open } of await shownEntries(ctx, contest.id))
    t.match({ verdict, open }, { verdict: 'counts', open: [] }, 'nothing is refused by a likeness')
  const cards = await listQueue(ctx.db, contest.id, 'waiting', 10, null)
  t.same(
    cards.map(({ alike }) => alike.length),
    [2, 2, 2, 0],
    'each of the three shows the two others',
  )
  for (const { distance } of cards.flatMap(({ alike }) => alike)) t.ok(distance > 0 && distance <= 60)
})

t.test('pictures with next to nothing in them are not said to look alike', async (t) => {
  const { contest } = await openedContest(ctx)
  await posted(contest.id, ['/grey', '/grey-too'])
  const cards = await listQueue(ctx.db, contest.id, 'waiting', 10, null)
  t.same(
    cards.map(({ alike }) => alike.length),
    [0, 0],
  )
})

t.test('every picture is tried once, also one whose files are gone', async (t) => {
  const { contest } = await openedContest(ctx)
  await posted(contest.id, ['/other'])
  t.same(await listUnprinted(ctx.db, 100), [])
  const [{ id } = { id: '' }] = await ctx.db.selectFrom('media').select('id').limit(1).execute()
  for await (const { name } of ctx.store.list()) if (name.includes(id)) await ctx.store.remove(name)
  t.same(await fingerprintMedia(ctx, id), { taken: 0, alike: 0 })
  t.same(await listUnprinted(ctx.db, 100), [])
})
