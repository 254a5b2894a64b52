import t from 'tap'
import { DAY, HOUR, MINUTE } from '../../server/contest/instant.ts'
import type { Post } from '../../server/contest/post.ts'
import type { Context } from '../../server/context.ts'
import { listCounting } from '../../server/db/counting.ts'
import { storeTombstones } from '../../server/db/presence.ts'
import { listPublicEntries } from '../../server/db/public-entries.ts'
import { inTransaction } from '../../server/db/transaction.ts'
import { judgeStored } from '../../server/steps/judge-stored.ts'
import { anOwner, aPost, openedContest } from '../support/builders.ts'
import { shownEntries } from '../support/collection.ts'
import { testContext } from '../support/context.ts'
import { bring, fetchPictures, takePicturesForReady } from '../support/crowd.ts'
import { NOON } from '../support/mastodon.ts'
import { startMediaServer } from '../support/media-server.ts'
import { scenePhoto } from '../support/scene.ts'

const { ctx, clock } = await testContext(t)
const owner = await anOwner(ctx)

/** The same posts in every order in which they can come. */
function orders<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]]
  return list.flatMap((one, i) => orders(list.toSpliced(i, 1)).map((rest) => [one, ...rest]))
}

t.test('three posts with one picture make the same entries in each of the six orders', async (t) => {
  const photo = await scenePhoto(1, 96, 72)
  const server = await startMediaServer(t, (_request, response) => response.end(photo))
  const results = []
  for (const [i, order] of orders([1, 2, 3]).entries()) {
    const { contest } = await openedContest(ctx, { owner, draft: { campaignTags: [`rekke${i}`] } })
    for (const n of order) {
      const text = `#rekke${i} #krakk${n === 2 ? ' #kopp' : ''}`
      const url = `${server.origin}/${n}.jpg`
      await bring(ctx, [anEarlierPost(i * 10 + n, n, text, url)], [contest.id])
      await fetchPictures(ctx)
    }
    results.push(await shownEntries(ctx, contest.id))
  }
  const [first, ...others] = results
  t.match(first, [
    { item: 'krakk', open: [] },
    { item: 'krakk', open: ['same_picture_other review'] },
    { item: 'kopp', open: ['same_picture_other review'] },
    { item: 'krakk', open: ['same_picture_other review'] },
  ])
  for (const other of others) t.same(other, first)
})

t.test('three wordings of a post end alike in each of the six orders', async (t) => {
  const results = []
  for (const [i, order] of orders([1, 2, 3]).entries()) {
    clock.set(NOON)
    const { contest } = await openedContest(ctx, { owner, draft: { campaignTags: [`ord${i}`] } })
    const { closesAt } = contest.rules
    const postedAt = closesAt - HOUR
    const wordings: Record<number, Partial<Post>> = {
      1: { text: `#ord${i} #krakk` },
      2: { text: `#krakk`, editedAt: closesAt - MINUTE },
      3: { text: `#ord${i} #krakk #kopp`, editedAt: closesAt + MINUTE },
    }
    clock.set(closesAt + HOUR)
    for (const n of order) {
      await bring(ctx, [aPost(100 + i, { ...wordings[n], tags: null, postedAt })], [contest.id])
      clock.advance(MINUTE)
    }
    await takePicturesForReady(ctx)
    results.push(await shownEntries(ctx, contest.id))
  }
  for (const result of results) {
    t.same(result, [
      { item: 'krakk', state: 'waiting', verdict: 'counts', open: [] },
      { item: 'kopp', state: 'waiting', verdict: 'fails', open: ['tag_added_late fail'] },
    ])
  }
})

function anEarlierPost(n: number, hour: number, text: string, url: string): Post {
  const post = aPost(n)
  const postedAt = post.postedAt - DAY / 2 + hour * HOUR
  return { ...post, text, tags: null, postedAt, pictures: [{ url, kind: 'image', poster: null, alt: null }] }
}

t.test('a post, its edit and its deletion end alike in each of the six orders', async (t) => {
  for (const [i, order] of orders(['post', 'edit', 'delete'] as const).entries()) {
    clock.set(NOON)
    const { contest } = await openedContest(ctx, {
      owner,
      draft: { campaignTags: [`slettet${i}`], moderation: 'after' },
    })
    const post = aPost(200 + i, { text: `#slettet${i} #krakk`, tags: null })
    for (const what of order) {
      if (what === 'delete') await deleted(ctx, post)
      else await bring(ctx, [what === 'post' ? post : { ...post, editedAt: NOON }], [contest.id])
      await takePicturesForReady(ctx)
    }
    t.same(await listPublicEntries(ctx.db, { contestId: contest.id }, 10, null), [], order.join(', '))
    t.same(await listCounting(ctx.db, contest.id, null), [])
    for (const { state } of await shownEntries(ctx, contest.id)) t.equal(state, 'withdrawn')
    await bring(ctx, [{ ...post, editedAt: NOON + HOUR }], [contest.id])
    t.same(
      await listCounting(ctx.db, contest.id, null),
      [],
      'what its network called deleted never comes back',
    )
  }
})

/** As a network that tells of it. */
async function deleted(ctx: Context, { network, id }: Post): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    await judgeStored(tx, await storeTombstones(tx, network, [{ id, why: 'deleted' }], NOON), NOON)
  })
}
